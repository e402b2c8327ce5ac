"""Open challenges for other programs: which ones, and when their list last changed."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from accounts.audit import trail
from accounts.audit.models import Entry
from challenges.enums import ChallengeState
from challenges.models import Challenge, Participation, WaitlistEntry
from challenges.queries import cards, filters, search
from challenges.queries.filters import Filters

MOST = 50
QUARTER = dt.timedelta(minutes=15)
NEVER = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def open_challenges(asked: Filters, now: dt.datetime) -> QuerySet[Challenge]:
    """The newest challenges that can be joined now and fit the filters, with what an entry tells. Status, order and page of the
    filters are left aside. Two queries."""
    conditions = filters.conditions(asked).values()
    found = Challenge.objects.filter(filters.statuses(now)["open"], *conditions, state=ChallengeState.PUBLISHED)
    if asked.q:
        found = found.filter(search.matching(asked.q, few=True))
    return (
        cards.with_facts(found, now)
        .select_related("organisation", "programme")
        .prefetch_related("milestones")
        .order_by("-published_at", "-pk")[:MOST]
    )


def list_changed_at(shown: Iterable[Challenge], now: dt.datetime) -> dt.datetime:
    """The last moment at which a feed that shows these may have become what it is: something was published, changed, cancelled or
    closed by the clock, an organisation changed its name. Two queries. Seats are apart: `seats_changed_by`."""
    was_public = Challenge.objects.filter(published_at__isnull=False)
    moments = was_public.aggregate(
        published=Max("published_at"),
        changed=Max("changed_at"),
        cancelled=Max("cancelled_at"),
        closed=Max("join_until", filter=Q(join_until__lte=now, state=ChallengeState.PUBLISHED)),
    )
    organisations = {trail.key(challenge.organisation) for challenge in shown}
    moments |= Entry.objects.filter(scope__in=organisations, action="organisation.changed").aggregate(renamed=Max("at"))
    return min(max((moment for moment in moments.values() if moment), default=NEVER), now)


def seats_changed_by(now: dt.datetime) -> dt.datetime:
    """When at the latest a seat was last taken, offered or given back, by which a challenge leaves the list or comes back. One query.

    It is the end of that quarter of an hour, or the present while it lasts: the moment itself is nobody else's, and whoever asks again
    before the quarter is over gets the list again.
    """
    lines = WaitlistEntry.objects.all()
    moved = Greatest(
        _last(Participation.objects.all(), Greatest("joined_at", "left_at")),
        _last(lines, Greatest("offered_at", "ended_at")),
        _last(lines.filter(offer_expires_at__lte=now), F("offer_expires_at")),
    )
    joinable = Challenge.objects.filter(state=ChallengeState.PUBLISHED, join_until__gt=now).annotate(moved=moved)
    last = joinable.aggregate(last=Max("moved"))["last"] or NEVER
    return min(last + QUARTER - (last - NEVER) % QUARTER, now)


def _last(rows: "QuerySet[Participation] | QuerySet[WaitlistEntry]", moment: Combinable) -> Subquery:
    """The last of these moments in the rows of a challenge."""
    here = rows.order_by().filter(challenge=OuterRef("pk")).values("challenge")
    return Subquery(here.annotate(last=Max(moment)).values("last"))


def changed_at(challenge: Challenge) -> dt.datetime:
    """When a published challenge last said something else."""
    assert challenge.published_at is not None  # noqa: S101 - a constraint of the database
    return max(challenge.published_at, challenge.changed_at)
