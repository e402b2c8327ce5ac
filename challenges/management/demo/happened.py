"""All that was stored, for those who tell of it: the trail, the notifications, the sign-ins."""

from dataclasses import dataclass
from functools import cached_property

from accounts.models import RoleGrant, User
from challenges.management.demo.cases import Built
from challenges.management.demo.entry import Entering
from challenges.management.demo.people import People
from challenges.management.demo.talk import Talk
from challenges.models import Challenge, Enrolment, Participation, Review, Submission, TeamInvitation, WaitlistEntry


@dataclass
class Happened:
    """The demo world as objects with their ids."""

    people: People
    grants: list[RoleGrant]
    built: list[Built]
    participations: list[Participation]
    enrolments: list[Enrolment]
    invitation: TeamInvitation
    line: list[WaitlistEntry]
    submissions: list[Submission]
    reviews: list[Review]
    talk: Talk
    entering: Entering

    @property
    def office(self) -> User:
        return self.people.office[0]

    @cached_property
    def counting(self) -> dict[int, dict[int, Submission]]:
        """The versions that count: by milestone, then by team."""
        found: dict[int, dict[int, Submission]] = {}
        for one in self.submissions:
            found.setdefault(one.milestone_id, {})[one.team_id] = one
        return found

    def case(self, slug: str) -> Built:
        return next(one for one in self.built if one.case.slug == slug)

    def of(self, challenge: Challenge) -> Built:
        return next(one for one in self.built if one.challenge is challenge)
