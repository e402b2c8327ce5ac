"""Editions that students join, who is in them, and what they wish for."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.actions import terms
from accounts.models import User
from challenges.models import Challenge, Enrolment, Programme, Wish
from tests.factories.cases import ProgrammeFactory

DAY = dt.timedelta(days=1)


def open_edition(**fields: Any) -> Programme:
    """A programme that one can join for ten days and rank for twelve."""
    now = timezone.now()
    programme: Programme = ProgrammeFactory(**({"join_until": now + 10 * DAY, "ranks_until": now + 12 * DAY} | fields))
    return programme


def enrol(programme: Programme, user: User) -> Enrolment:
    """Put a person into an edition, terms accepted."""
    now = timezone.now()
    accepted = terms.accept(user=user, document=f"programme:{programme.pk}", title=programme.name, version=1, text="Terms.", now=now)
    return Enrolment.objects.create(programme=programme, user=user, terms=accepted, joined_at=now)


def wish(enrolment: Enrolment, *challenges: Challenge) -> None:
    """Let an enrolled person wish for these challenges, the first one most."""
    Wish.objects.bulk_create(Wish(enrolment=enrolment, challenge=one, place=place) for place, one in enumerate(challenges, 1))
    enrolment.wishes_at = timezone.now()
    enrolment.save(update_fields=["wishes_at"])
