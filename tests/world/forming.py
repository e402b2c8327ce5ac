"""An edition whose teams the office forms, with three students, two proposals and a pair; another with a run that waits and teams."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from challenges.enums import Joining, Keep, RunState
from challenges.models import Challenge, Enrolment, KeptPair, MatchingRun, Participation, Programme, Proposal, ProposedPlace
from tests.factories.cases import published_challenge
from tests.factories.editions import enrol, wish
from tests.world import words
from tests.world.cases import Cases
from tests.world.people import People

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Forming:
    """`proposal` puts three students into one new team and can be undone once, `other_proposal` too, and somebody who has left; nobody took
    up `waiting_run` yet. `published` is where `student_in` came from, who got their second wish."""

    enrolment: Enrolment
    other_enrolment: Enrolment
    third_enrolment: Enrolment
    ended_run: MatchingRun
    waiting_run: MatchingRun
    proposal: Proposal
    other_proposal: Proposal
    pair: KeptPair
    published: Proposal
    formed: Challenge


def make_forming(people: People, cases: Cases, programme: Programme, elsewhere: Programme, now: dt.datetime) -> Forming:
    """All of it, with a published challenge in the programme; nobody has been told anything."""
    challenge = published_challenge(title=words.FORMED, programme=programme, joining=Joining.PROGRAMME)
    one, other, third = (enrol(programme, user) for user in (people.student_out, people.former_member, people.in_line))
    for enrolment in (one, other, third):
        wish(enrolment, challenge)
    older, newer = (_ended(programme, people.coordinator, at) for at in (now - 3 * HOUR, now - 2 * HOUR))
    waiting = MatchingRun.objects.create(programme=elsewhere, asked_by=people.coordinator, asked_at=now - HOUR)
    proposals = [_proposed(run, challenge, (one, other, third)) for run in (older, newer)]
    pair = KeptPair.objects.create(
        programme=programme,
        one=one,
        other=other,
        keep=Keep.TOGETHER,
        reason=f"They {words.PAIR_REASON}.",
        made_at=now - 3 * HOUR,
        made_by=people.coordinator,
    )
    proposals[0].places.create(enrolment=_left(programme, people.other_teammate, now), challenge=challenge, number=1)
    published = _published(people, cases, elsewhere, now)
    return Forming(one, other, third, newer, waiting, proposals[1], proposals[0], pair, published, challenge)


def _left(programme: Programme, user: User, now: dt.datetime) -> Enrolment:
    found = enrol(programme, user)
    found.joined_at, found.left_at = now - 3 * HOUR, now - HOUR
    found.save()
    return found


def _published(people: People, cases: Cases, programme: Programme, now: dt.datetime) -> Proposal:
    """The team of `student_in`, as if it had been made so, and what only they read of it."""
    found = Proposal.objects.create(run=_ended(programme, people.coordinator, now - 4 * HOUR), created_at=now, published_at=now)
    inside = Participation.objects.active().get(user=people.student_in, challenge=cases.running)
    first = {"challenge": words.FIRST_CHOICE, "wishes": 31, "seats": 15}
    told = {"wish": 2, "wished": True, "first": [first], "rules": [], "only": ["061"], "times": 3, "languages": ["en"]}
    found.places.create(
        enrolment=_left(programme, people.student_in, now),
        challenge=cases.running,
        team=inside.team,
        participation=inside,
        why=told | {"together": False, "confidential": False},
    )
    return found


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
