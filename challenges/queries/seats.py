"""Seats of a challenge: one for each person who takes part now, and one kept for each who has an offer or is next in the line."""

import datetime as dt

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least

from challenges.models import Challenge, Participation, WaitlistEntry


def counted(now: dt.datetime) -> Least:
    """An expression for a query over challenges: how many seats of each are taken or kept for somebody, never more than there are.

    Read from the clock: an offer past its hour keeps nothing for the person who had it, but the seat is the next one's in the line.
    """
    active = Participation.objects.active().filter(challenge=OuterRef("pk"))
    kept = WaitlistEntry.objects.holding(now).filter(challenge=OuterRef("pk"))
    return Least(F("seats"), _number(active) + _number(kept))


def _number(rows: "QuerySet[Participation] | QuerySet[WaitlistEntry]") -> Coalesce:
    of_each = rows.order_by().values("challenge").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(of_each, output_field=IntegerField()), 0)


def with_taken(found: QuerySet[Challenge], now: dt.datetime) -> QuerySet[Challenge]:
    """Challenges with `.taken`, the number of seats that are taken or kept, counted in the same query."""
    return found.annotate(taken=counted(now))


def seats_left(challenge: Challenge) -> int | None:
    """How many seats of a challenge from `with_taken` anybody can have, never below 0; None where their number is not set (a draft)."""
    taken: int = challenge.taken  # type: ignore[attr-defined]
    return None if challenge.seats is None else max(0, challenge.seats - taken)
