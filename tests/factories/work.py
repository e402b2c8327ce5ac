"""Teams, work that was handed in, and reviews."""

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from accounts.actions import terms
from accounts.models import User
from challenges.models import Challenge, JoinRequest, Participation, Review, Submission, Team
from tests.factories.people import faculty


def make_team(challenge: Challenge, *members: User, solo: bool = False, **fields: Any) -> Team:
    """A team of the challenge with these people in it."""
    number = challenge.teams.count() + 1
    team = Team.objects.create(
        challenge=challenge,
        **({"name": f"Team {number}", "pseudonym": f"Heron {number}", "created_at": timezone.now(), "solo": solo} | fields),
    )
    for member in members:
        join(team, member)
    return team


def join(team: Team, user: User) -> Participation:
    """Put a person into a team, terms accepted."""
    challenge, now = team.challenge, timezone.now()
    accepted = terms.accept(
        user=user, document=f"challenge:{challenge.pk}", title=challenge.title, version=challenge.terms_version, text="Terms.", now=now
    )
    return Participation.objects.create(challenge=challenge, team=team, user=user, terms=accepted, joined_at=now)


def ask_to_join(team: Team, user: User, **fields: Any) -> JoinRequest:
    """A person's open request to be taken into a team, terms accepted."""
    challenge, now = team.challenge, timezone.now()
    accepted = terms.accept(
        user=user, document=f"challenge:{challenge.pk}", title=challenge.title, version=challenge.terms_version, text="Terms.", now=now
    )
    values = {"words": "I bring time.", "asked_at": now, "expires_at": now + dt.timedelta(days=14)} | fields
    return JoinRequest.objects.create(team=team, user=user, terms=accepted, **values)


class SubmissionFactory(factory.django.DjangoModelFactory):
    """Needs `team` and `milestone`."""

    class Meta:
        model = Submission

    version = 1
    text = "What we found."
    handed_in_at = factory.LazyFunction(timezone.now)


class ReviewFactory(factory.django.DjangoModelFactory):
    """Needs `submission`."""

    class Meta:
        model = Review

    reviewer = factory.LazyFunction(faculty)
    assigned_at = factory.LazyFunction(timezone.now)
    due_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=7))
