"""Races among those who form the teams of an edition, and with those who are in it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from challenges.actions import enrolling, matching, proposals, publishing_teams
from challenges.enums import RunState
from challenges.models import Challenge, Enrolment, MatchingRun, Participation, Programme, Proposal, Team
from challenges.queries.matching.page import proposal_page
from challenges.queries.matching.slots import Slot
from tests.factories import coordinator
from tests.factories.forming import WEIGHTS, Edition, edition
from tests.races.guards import Lock
from tests.races.table import Race, guarded_by, parted, told, trail

CHANGED = "This proposal was changed after you opened the page. Look at it again; nothing was done."


def proposed(given: Edition) -> Proposal:
    """Everybody in the first new team of the first challenge."""
    now = timezone.now()
    run = MatchingRun.objects.create(programme=given.programme, weights=WEIGHTS, state=RunState.FOUND, asked_at=now, ended_at=now)
    made = Proposal.objects.create(run=run, most=99, created_at=now)
    for one in given.enrolments:
        made.places.create(enrolment=one, challenge=given.challenges[0], number=1)
    return made


def publishing(proposal: Proposal) -> Callable[[], Any]:
    return partial(publishing_teams.publish, proposal=proposal, revision=0, reason="", by=coordinator(), now=timezone.now())


def moving(proposal: Proposal, enrolment: Enrolment, to: Slot) -> Callable[[], None]:
    return partial(proposals.move, proposal=proposal, enrolment=enrolment, to=to, revision=0)


@guarded_by({Lock(Programme, Challenge, Proposal): "an error instead of words"})
def published_twice() -> Race:
    """Two of the office publish one proposal."""
    made = proposed(edition(students=3, challenges=1))

    def check(found: list[Any]) -> None:
        (done,), words = parted(found)
        assert (done.students, done.teams, len(words)) == (3, 1, 1)
        assert words[0].startswith("These teams have been published.")
        assert (Team.objects.count(), Participation.objects.active().count()) == (1, 3)
        assert told() == {"team_placed": 3}

    return Race([publishing(made), publishing(made)], check)


@guarded_by({Lock(Programme): "somebody was in a team of an edition that they had left"})
def published_while_somebody_leaves() -> Race:
    """The office publishes teams while somebody leaves the edition."""
    given = edition(students=4, challenges=1)
    made, user = proposed(given), given.enrolments[0].user

    def check(found: list[Any]) -> None:
        _done, words = parted(found)
        left = not given.programme.enrolments.active().filter(user=user).exists()
        assert Participation.objects.active().count() == (0 if left else 4)
        assert len(words) == 1
        assert words[0].startswith(f"Not in this edition any more: {user.name}." if left else "You take part in")

    leaving = partial(enrolling.leave, programme=given.programme, by=user, now=timezone.now())
    return Race([publishing(made), leaving], check)


@guarded_by({Lock(Programme): "an error instead of words"})
def two_runs_start() -> Race:
    """Two of the office have teams formed for one edition."""
    given = edition(students=3, challenges=1)

    def check(found: list[Any]) -> None:
        _done, words = parted(found)
        assert words == ["Teams are being formed for this edition already. Wait for that to end, or stop it."]
        assert (MatchingRun.objects.count(), trail()) == (1, {"matching.started": 1})

    def starting() -> Callable[[], MatchingRun]:
        return partial(matching.start, programme=given.programme, weights=WEIGHTS, seed=1, by=coordinator(), now=timezone.now())

    return Race([starting(), starting()], check)


@guarded_by({Lock(MatchingRun): "it was said to be stopped, and left a proposal"})
def stopped_while_it_ends() -> Race:
    """A run is stopped while its worker writes what it found."""
    given, now = edition(students=3, challenges=1), timezone.now()
    run = MatchingRun.objects.create(
        programme=given.programme,
        weights=WEIGHTS,
        most_moves=0,
        state=RunState.RUNNING,
        leased_until=now + matching.LEASE,
        asked_at=now,
        asked_by=coordinator(),
    )

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        run.refresh_from_db()
        stopped = len(done) == 2
        assert run.state == (RunState.CANCELLED if stopped else RunState.FOUND)
        assert Proposal.objects.exists() != stopped
        assert (len(words), trail()) == ((0, {"matching.stopped": 1}) if stopped else (1, {}))

    return Race([partial(matching.solve, run, timezone.now), partial(matching.cancel, run=run, by=coordinator(), now=now)], check)


@guarded_by({Lock(Proposal): "of two moves one could not be undone"})
def two_move_students() -> Race:
    """Two of the office each move a student in one proposal."""
    given = edition(students=4, challenges=2)
    made = proposed(given)
    slots = proposal_page(made, timezone.now()).judged.world.slots.values()
    to = next(slot for slot in slots if slot.challenge == given.challenges[1])

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        assert (done, words) == ([None], [CHANGED])
        made.refresh_from_db()
        assert (made.revision, len(made.history)) == (1, 1)
        assert made.places.filter(challenge=given.challenges[1]).count() == 1

    return Race([moving(made, one, to) for one in given.enrolments[:2]], check)
