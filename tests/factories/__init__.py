"""Makes valid rows for tests. People are plainly invented."""

from tests.factories.cases import (
    ChallengeFactory,
    CriterionFactory,
    MilestoneFactory,
    ProgrammeFactory,
    published_challenge,
)
from tests.factories.editions import enrol, open_edition, wish
from tests.factories.organisations import MembershipFactory, OrganisationFactory, staff_of
from tests.factories.people import InstitutionFactory, ProfileFactory, UserFactory, coordinator, faculty, grant, student
from tests.factories.waiting import WaitlistEntryFactory, fill, offer
from tests.factories.work import ReviewFactory, SubmissionFactory, ask_to_join, join, make_team

__all__ = [
    "ChallengeFactory",
    "CriterionFactory",
    "InstitutionFactory",
    "MembershipFactory",
    "MilestoneFactory",
    "OrganisationFactory",
    "ProfileFactory",
    "ProgrammeFactory",
    "ReviewFactory",
    "SubmissionFactory",
    "UserFactory",
    "WaitlistEntryFactory",
    "ask_to_join",
    "coordinator",
    "enrol",
    "faculty",
    "fill",
    "grant",
    "join",
    "make_team",
    "open_edition",
    "offer",
    "published_challenge",
    "staff_of",
    "student",
    "wish",
]
