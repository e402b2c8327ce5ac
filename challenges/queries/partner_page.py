"""An organisation's public page: what it is, and its challenges and programmes."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from challenges.enums import ChallengeState
from challenges.models import Challenge, Programme
from challenges.queries import cards, filters
from partners.models import Organisation

MOST_FINISHED = 10


@dataclass(frozen=True)
class PartnerPage:
    """Challenges that are not over yet, the latest of those that are, how many there are of these in all, and hosted programmes."""

    live: list[cards.Card]
    finished: list[cards.Card]
    finished_count: int
    programmes: list[Programme]


def partner_page(organisation: Organisation, now: dt.datetime) -> PartnerPage:
    """Four queries, however many challenges there are."""
    statuses = filters.statuses(now)
    published = Challenge.objects.filter(organisation=organisation, state=ChallengeState.PUBLISHED)
    finished = published.filter(statuses["finished"])
    return PartnerPage(
        live=cards.cards(cards.for_cards(published.filter(statuses["live"]), now).order_by(*filters.closing_order(now)), now),
        finished=cards.cards(cards.for_cards(finished, now).order_by(F("join_until").desc(), "title")[:MOST_FINISHED], now),
        finished_count=finished.order_by().count(),
        programmes=list(Programme.objects.filter(host=organisation).order_by("-starts_on")),
    )
