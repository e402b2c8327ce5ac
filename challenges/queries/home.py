"""What the home page shows."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from accounts.kit.clock import today
from challenges.enums import ChallengeState
from challenges.models import Challenge, Programme
from challenges.queries import cards, filters
from challenges.queries.programmes import Edition, editions

MOST = 4
MOST_RELEASED = 2


@dataclass(frozen=True)
class Home:
    """The challenges that close soonest, those whose results came out last, and the editions that are on or to come."""

    closing: list[cards.Card]
    open_count: int
    released: list[cards.Card]
    programmes: list[Edition]


def home(now: dt.datetime) -> Home:
    """Four queries, however many challenges there are."""
    published = Challenge.objects.filter(state=ChallengeState.PUBLISHED)
    joinable = published.filter(filters.statuses(now)["open"])
    released = cards.for_cards(published.filter(filters.statuses(now)["released"]), now).order_by(F("released_at").desc(), "pk")
    programmes = Programme.objects.filter(ends_on__gte=today(now)).order_by("starts_on", "name")
    return Home(
        closing=cards.cards(cards.for_cards(joinable, now).order_by("join_until", "pk")[:MOST], now),
        open_count=joinable.order_by().count(),
        released=cards.cards(released[:MOST_RELEASED], now),
        programmes=editions(programmes[:MOST], now),
    )
