"""Kinds of notice about the line for a seat."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from challenges.models import Participation, WaitlistEntry


def _own(mail: Mail) -> WaitlistEntry | None:
    found: WaitlistEntry | None = WaitlistEntry.objects.filter(pk=mail.context["entry"], user=mail.user_id).first()
    return found


def _has_offer(mail: Mail, now: dt.datetime) -> bool:
    entry = _own(mail)
    return entry is not None and entry.has_offer(now)


def _waits(mail: Mail, now: dt.datetime) -> bool:
    entry = _own(mail)
    return entry is not None and entry.ended_at is None and entry.offered_at is None


def _has_none(mail: Mail, now: dt.datetime) -> bool:
    """Neither takes part nor has a new place in the line."""
    entry = _own(mail)
    if entry is None or entry.ended_at is None:
        return False
    takes_part = Participation.objects.active().filter(challenge=entry.challenge_id, user=entry.user_id).exists()
    return not takes_part and not WaitlistEntry.objects.active().filter(challenge=entry.challenge_id, user=entry.user_id).exists()


_WAITED = _("You wait, or waited, for a seat in this challenge.")

NOTICES: list[Notice] = [
    Notice("seat_offered", label=_("A seat is kept for you"), why=_WAITED, essential=True, relevant=_has_offer),
    Notice("seat_passed", label=_("It was your turn for a seat, and something was missing"), why=_WAITED, essential=True, relevant=_waits),
    Notice("offer_lapsed", label=_("An offer of a seat has lapsed"), why=_WAITED, relevant=_has_none),
    Notice("waitlist_closed", label=_("The line for a seat has ended"), why=_WAITED, relevant=_has_none),
    Notice("waitlist_opened", label=_("The line for a seat goes on"), why=_WAITED, relevant=_waits),
]

DONE = {
    "waitlist.joined": _("stood in the line for a seat"),
    "waitlist.left": _("left the line for a seat"),
    "waitlist.refused": _("refused the offer of a seat"),
    "waitlist.offered": _("was offered a seat"),
    "waitlist.passed_over": _("was passed over: something that is asked was not met"),
    "waitlist.lapsed": _("let the offer of a seat pass"),
    "waitlist.closed": _("ended the line for a seat"),
}
