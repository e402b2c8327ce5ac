"""Places in the line for a seat."""

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from accounts.models import User
from challenges.models import Challenge, Participation, WaitlistEntry
from tests.factories.people import student
from tests.factories.work import join, make_team


class WaitlistEntryFactory(factory.django.DjangoModelFactory):
    """Needs `challenge`; each waits since a moment after the one before."""

    class Meta:
        model = WaitlistEntry

    user = factory.LazyFunction(student)
    waiting_since = factory.LazyFunction(timezone.now)


def fill(challenge: Challenge, *people: User) -> list[Participation]:
    """Take every seat that is left, each by somebody who works alone."""
    taken = challenge.participations.active().count()
    others = [student() for _ in range((challenge.seats or 0) - taken - len(people))]
    return [join(make_team(challenge, solo=True), user) for user in [*people, *others]]


def offer(challenge: Challenge, hours: int = 48, **fields: Any) -> WaitlistEntry:
    """Somebody with an open offer of a seat."""
    now = timezone.now()
    entry: WaitlistEntry = WaitlistEntryFactory(
        challenge=challenge, offered_at=now, offer_expires_at=now + dt.timedelta(hours=hours), **fields
    )
    return entry
