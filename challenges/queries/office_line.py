"""The line for a seat as the programme office sees it, with names, and in numbers for the partner."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kit import clock
from accounts.kit.together import fetch_together
from accounts.models import Profile
from challenges.enums import Passed
from challenges.models import Challenge, WaitlistEntry
from challenges.queries.seats import seats_left, with_taken
from challenges.queries.waiting import discipline_words, quotas


@dataclass(frozen=True)
class InLine:
    """One person with an offer or a place: what they study, since when they wait, until when a seat is kept, why they were passed over."""

    name: str
    discipline: str
    since: str
    until: str
    passed: str


@dataclass(frozen=True)
class Share:
    """What one discipline has of its seats."""

    discipline: str
    held: int
    most: int


@dataclass(frozen=True)
class OfficeLine:
    """Offers and the line, each in its order; `left` is how many seats anybody can have now, None without a number of seats."""

    offers: list[InLine]
    waiting: list[InLine]
    shares: list[Share]
    left: int | None


def office_line(challenge: Challenge, now: dt.datetime) -> OfficeLine:
    """Everybody in the line. One statement."""
    entries = challenge.waitlist.active().filter(Q(offered_at__isnull=True) | Q(offer_expires_at__gt=now)).select_related("user")
    profiles = Profile.objects.order_by().filter(user__in=challenge.waitlist.active().order_by().values("user"))
    studies, shares = profiles.values_list("user_id", "discipline"), quotas(now).filter(challenge=challenge)
    counted = with_taken(Challenge.objects.order_by().filter(pk=challenge.pk), now)
    fetch_together(entries, studies, shares, counted)
    known = dict(studies)
    return OfficeLine(
        offers=_people((one for one in entries if one.offered_at), known),
        waiting=_people((one for one in entries if not one.offered_at), known),
        shares=[Share(discipline_words(one.discipline), one.held, one.most) for one in shares],  # type: ignore[attr-defined]
        left=seats_left(counted[0]),
    )


def _people(entries: Iterable[WaitlistEntry], studies: dict[int, str]) -> list[InLine]:
    return [
        InLine(
            name=one.user.name,
            discipline=discipline_words(studies[one.user_id]) if one.user_id in studies else "",
            since=clock.moment(one.waiting_since),
            until=clock.moment(one.offer_expires_at) if one.offer_expires_at else "",
            passed=str(Passed(one.passed).label) if one.passed else "",
        )
        for one in entries
    ]


def line_in_numbers(challenge: Challenge, now: dt.datetime) -> str:
    """How many wait and how many are offered a seat, in words without a name; empty while nobody does. One query."""
    found = challenge.waitlist.active().aggregate(
        waiting=Count("pk", filter=Q(offered_at__isnull=True)), offers=Count("pk", filter=Q(offer_expires_at__gt=now))
    )
    if not found["waiting"] and not found["offers"]:
        return ""
    waiting = ngettext("%(count)d person waits for a seat", "%(count)d people wait for a seat", found["waiting"])
    offers = ngettext("%(count)d seat is kept for somebody", "%(count)d seats are kept for somebody", found["offers"])
    words = {"waiting": waiting % {"count": found["waiting"]}, "offers": offers % {"count": found["offers"]}}
    return _("%(waiting)s; %(offers)s.") % words
