"""Seats of a challenge: one for each person who takes part now."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from challenges.models import Challenge, Participation


def counted() -> Coalesce:
    """An expression for a query over challenges: how many people take part in each."""
    active = Participation.objects.active().filter(challenge=OuterRef("pk")).order_by().values("challenge")
    return Coalesce(Subquery(active.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def with_taken(found: QuerySet[Challenge]) -> QuerySet[Challenge]:
    """Challenges with `.taken`, the number of people who take part, counted in the same query."""
    return found.annotate(taken=counted())


def taken(challenge: Challenge) -> int:
    """How many people take part now. Counted afresh unless the challenge came from `with_taken`."""
    counted = getattr(challenge, "taken", None)
    return int(counted) if counted is not None else challenge.participations.active().count()


def seats_left(challenge: Challenge) -> int | None:
    """How many seats are free, never below 0; None where the number of seats is not set (a draft)."""
    return None if challenge.seats is None else max(0, challenge.seats - taken(challenge))
