"""An edition whose teams the office forms: two students in it, two proposals, a pair, and a run that waits in another edition."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from challenges.enums import Joining, Keep, RunState
from challenges.models import Challenge, Enrolment, KeptPair, MatchingRun, Programme, Proposal, ProposedPlace
from tests.factories.editions import enrol, wish
from tests.world import words
from tests.world.people import People

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Forming:
    """`proposal` puts both students into one new team and can be undone once, `other_proposal` too; nobody took up `waiting_run` yet."""

    enrolment: Enrolment
    other_enrolment: Enrolment
    ended_run: MatchingRun
    waiting_run: MatchingRun
    proposal: Proposal
    other_proposal: Proposal
    pair: KeptPair


def make_forming(people: People, programme: Programme, elsewhere: Programme, challenge: Challenge, now: dt.datetime) -> Forming:
    """All of it, with a published challenge of another organisation in the programme; nobody has been told anything."""
    Challenge.objects.filter(pk=challenge.pk).update(programme=programme, joining=Joining.PROGRAMME)
    one, other = (enrol(programme, user) for user in (people.student_out, people.former_member))
    for enrolment in (one, other):
        wish(enrolment, challenge)
    older, newer = (_ended(programme, people.coordinator, at) for at in (now - 3 * HOUR, now - 2 * HOUR))
    waiting = MatchingRun.objects.create(programme=elsewhere, asked_by=people.coordinator, asked_at=now - HOUR)
    proposals = [_proposed(run, challenge, (one, other)) for run in (older, newer)]
    pair = KeptPair.objects.create(
        programme=programme,
        one=one,
        other=other,
        keep=Keep.TOGETHER,
        reason=f"They {words.PAIR_REASON}.",
        made_at=now - 3 * HOUR,
        made_by=people.coordinator,
    )
    return Forming(one, other, newer, waiting, proposals[1], proposals[0], pair)


def _ended(programme: Programme, by: User, at: dt.datetime) -> MatchingRun:
    return MatchingRun.objects.create(
        programme=programme, weights={"wishes": 2, "times": 4}, state=RunState.FOUND, asked_by=by, asked_at=at, ended_at=at
    )


def _proposed(run: MatchingRun, challenge: Challenge, enrolments: tuple[Enrolment, ...]) -> Proposal:
    history = [{str(enrolments[0].pk): {"challenge_id": challenge.pk, "team_id": None, "number": 1, "pinned": True}}]
    proposal = Proposal.objects.create(run=run, most=40, created_at=run.ended_at, history=history)
    for enrolment in enrolments:
        ProposedPlace.objects.create(proposal=proposal, enrolment=enrolment, challenge=challenge, number=1)
    return proposal
