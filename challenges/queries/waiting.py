"""The line for a seat, as one person meets it: their place, an offer, and what is left for their discipline."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums.disciplines import BROAD, DETAILED, NARROW
from accounts.kit import clock
from accounts.models import User
from challenges.models import Challenge, DisciplineQuota, Participation, WaitlistEntry


@dataclass(frozen=True)
class Line:
    """What the line says to one person: their own place, if any, and the quotas with the seats that each has taken."""

    places: Iterable[WaitlistEntry]
    quotas: Iterable[DisciplineQuota]

    @property
    def own(self) -> WaitlistEntry | None:
        """The person's own place or offer; an offer past its hour is none."""
        return next(iter(self.places), None)


def places(who: Iterable[User | int], now: dt.datetime) -> QuerySet[WaitlistEntry]:
    """The places and open offers of these people, each with `.ahead`, how many wait before it, and `.line`, how many wait in all."""
    others = WaitlistEntry.objects.waiting().filter(challenge=OuterRef("challenge"))
    before = Q(waiting_since__lt=OuterRef("waiting_since")) | Q(waiting_since=OuterRef("waiting_since"), pk__lt=OuterRef("pk"))
    return (
        WaitlistEntry.objects.active()
        .filter(Q(offered_at__isnull=True) | Q(offer_expires_at__gt=now), user__in=who)
        .annotate(ahead=_number(others.filter(before)), line=_number(others))
    )


def quotas(now: dt.datetime) -> QuerySet[DisciplineQuota]:
    """Quotas with `.held`: how many seats people of that discipline have, or have kept for them."""
    own = Q(user__profile__discipline__startswith=OuterRef("discipline"), challenge=OuterRef("challenge"))
    active, kept = Participation.objects.active().filter(own), WaitlistEntry.objects.holding(now).filter(own)
    return DisciplineQuota.objects.annotate(held=_number(active) + _number(kept))


def _number(rows: "QuerySet[Participation] | QuerySet[WaitlistEntry]") -> Coalesce:
    of_each = rows.order_by().values("challenge").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(of_each, output_field=IntegerField()), 0)


def discipline_words(code: str) -> str:
    """'Health' for 091: a field of ISCED-F of two, three or four digits."""
    return str({2: BROAD, 3: NARROW, 4: DETAILED}[len(code)][code])


def quotas_words(found: Iterable[DisciplineQuota]) -> str:
    """Several quotas in one line: 'Health: at most 4'."""
    said = ({"discipline": discipline_words(one.discipline), "most": one.most} for one in found)
    return "; ".join(_("%(discipline)s: at most %(most)d") % one for one in said)


def seat_words(challenge: Challenge, left: int | None, line: Line, discipline: str, now: dt.datetime) -> list[tuple[bool, str]]:
    """Whether there is a seat for one person, and for their discipline where it has a quota: each rule met or not, in words."""
    if left is None:
        return []
    if line.own is not None and line.own.offer_expires_at is not None and line.own.has_offer(now):
        return [(True, _("A seat is kept for you until %(until)s.") % {"until": clock.moment(line.own.offer_expires_at)})]
    if left == 0:
        return [(False, _("All %(seats)d seats are taken.") % {"seats": challenge.seats})]
    words = ngettext("%(left)d of %(seats)d seats is left.", "%(left)d of %(seats)d seats are left.", left)
    return [(True, words % {"left": left, "seats": challenge.seats}), *_shares(line, discipline)]


def _shares(line: Line, discipline: str) -> list[tuple[bool, str]]:
    found = []
    for quota in line.quotas:
        if not discipline.startswith(quota.discipline):
            continue
        left = max(0, quota.most - quota.held)  # type: ignore[attr-defined]
        said = {"left": left, "most": quota.most, "discipline": discipline_words(quota.discipline)}
        if left:
            words = ngettext(
                "%(left)d of %(most)d seats for %(discipline)s is left.", "%(left)d of %(most)d seats for %(discipline)s are left.", left
            )
        else:
            words = ngettext(
                "The only seat for your discipline, %(discipline)s, is taken. Seats for others may be free.",
                "All %(most)d seats for your discipline, %(discipline)s, are taken. Seats for others may be free.",
                quota.most,
            )
        found.append((bool(left), words % said))
    return found


def place_words(entry: WaitlistEntry) -> str:
    """'You are number 3 in a line of 12' for a place from `places`; for an offer until when a seat is kept."""
    if entry.offer_expires_at is not None:
        return _("Join by %(until)s; after that it goes to the next in the line.") % {"until": clock.moment(entry.offer_expires_at)}
    ahead, line = entry.ahead, entry.line  # type: ignore[attr-defined]
    if line == 1:
        return _("You are the only one in the line.")
    if ahead == 0:
        return _("You are next in a line of %(line)d.") % {"line": line}
    return _("You are number %(place)d in a line of %(line)d.") % {"place": ahead + 1, "line": line}


def newest(challenge: Challenge) -> dt.datetime | None:
    """Since when the last in the line of a locked challenge waits."""
    since: dt.datetime | None = (
        challenge.waitlist.active().order_by(F("waiting_since").desc()).values_list("waiting_since", flat=True).first()
    )
    return since
