"""Programmes and challenges, from an empty draft to a published one."""

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from accounts.enums import Level
from accounts.kit import clock
from challenges.enums import ChallengeState, Joining, Mode, Phase, Rights, Size, Theme
from challenges.models import Challenge, Criterion, Milestone, Programme, RubricLevel
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import coordinator, faculty

DAY = dt.timedelta(days=1)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Programme {n}")
    host = factory.SubFactory(OrganisationFactory)
    summary = "An edition."
    starts_on = factory.LazyFunction(lambda: clock.today(timezone.now()))
    ends_on = factory.LazyFunction(lambda: clock.today(timezone.now()) + 90 * DAY)


class ChallengeFactory(factory.django.DjangoModelFactory):
    """A draft with nothing but a title."""

    class Meta:
        model = Challenge

    slug = factory.Sequence(lambda n: f"challenge-{n}")
    title = factory.Sequence(lambda n: f"Challenge {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Milestone

    challenge = factory.SubFactory(ChallengeFactory)
    phase = Phase.ACT
    title = factory.Sequence(lambda n: f"Deliverable {n}")
    brief = "Two pages."
    deadline = factory.LazyFunction(lambda: timezone.now() + 30 * DAY)
    assessed = True


class CriterionFactory(factory.django.DjangoModelFactory):
    """A criterion with four described levels."""

    class Meta:
        model = Criterion
        skip_postgeneration_save = True

    challenge = factory.SubFactory(ChallengeFactory)
    position = factory.Sequence(lambda n: n)
    title = factory.Sequence(lambda n: f"Criterion {n}")
    weight = 50

    @factory.post_generation
    def levels(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        RubricLevel.objects.bulk_create(
            RubricLevel(criterion=self, points=points, title=f"Level {points}", description="What one sees.") for points in (1, 2, 3, 4)
        )


def complete(**fields: Any) -> Challenge:
    """A draft in which nothing is missing: two milestones (the second assessed), a rubric of two criteria of 50 %.

    In an edition that one joins as a whole it is joined through that.
    """
    now = timezone.now()
    values: dict[str, Any] = {
        "summary": "What would have to be true?",
        "themes": [Theme.SUSTAINABILITY],
        "sdgs": [3],
        "case": "Pharmacies destroy what comes back.",
        "disciplines": ["0916", "0421"],
        "levels": [Level.MASTER],
        "working_languages": ["en"],
        "size": Size.MINI,
        "ects": 2,
        "hours": 56,
        "mode": Mode.EITHER,
        "team_min": 2,
        "team_max": 4,
        "seats": 20,
        "starts_on": clock.today(now + 10 * DAY),
        "join_until": now + 10 * DAY,
        "offer": "Credits and feedback.",
        "rights": Rights.MAKERS,
        "rights_text": "You keep what you make.",
        "confidentiality": "Nothing here is confidential.",
        "data_use": "No patient data.",
    }
    programme = fields.get("programme")
    if programme is not None and programme.join_until:
        values["joining"] = Joining.PROGRAMME
    challenge = ChallengeFactory(**(values | fields))
    MilestoneFactory(challenge=challenge, phase=Phase.ENGAGE, title="Problem statement", deadline=now + 20 * DAY, assessed=False)
    MilestoneFactory(challenge=challenge, phase=Phase.ACT, title="Proposal", deadline=now + 40 * DAY, assessed=True)
    CriterionFactory(challenge=challenge, position=0, title="Understanding")
    CriterionFactory(challenge=challenge, position=1, title="Evidence")
    return challenge


def published_challenge(**fields: Any) -> Challenge:
    """A complete challenge with both keys turned, open to join."""
    now = timezone.now() - DAY
    owner = fields.pop("faculty_owner", None) or faculty()
    office = coordinator()
    return complete(
        **(
            {
                "state": ChallengeState.PUBLISHED,
                "submitted_at": now,
                "faculty_owner": owner,
                "owner_approved_at": now,
                "owner_approved_by": owner,
                "office_approved_at": now,
                "office_approved_by": office,
                "published_at": now,
            }
            | fields
        )
    )
