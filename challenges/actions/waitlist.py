"""The line for a seat of a full challenge. Everything happens under the lock of the challenge: its order is the order of locks."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Profile, User
from challenges.actions.locks import lock_challenge
from challenges.enums import Passed, WaitEnd
from challenges.models import Challenge, WaitlistEntry
from challenges.queries.joining import standing
from challenges.queries.waiting import newest
from challenges.rules.waiting import Choice, Waiting, choose


def wait(*, challenge: Challenge, by: User, now: dt.datetime) -> WaitlistEntry:
    """Stand at the end of the line. Refuses whoever waits already or takes part, whoever may not join for another reason than seats,
    and whoever could have a seat now."""
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        offer_free(locked, now)
        if locked.waitlist.active().filter(user=by).exists():
            raise WrongState(_("You have a place in the line already."))
        found = standing(by, locked, now)
        if found.can_join:
            raise Refusal(_("There is a seat for you now, so you need not wait."))
        if not found.can_wait:
            raise Refusal(found.why_not_wait)
        since = max(now, newest(locked) or now)
        entry = WaitlistEntry.objects.create(challenge=locked, user=by, waiting_since=since)
        trail.record("waitlist.joined", on=entry, within=locked, by=by, now=now)
        offer_free(locked, now)
        return entry


def leave(*, challenge: Challenge, by: User, now: dt.datetime) -> None:
    """Give up a place in the line, or refuse the offer of a seat; the seat goes to the next. Refuses whoever has neither."""
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        entry = locked.waitlist.active().filter(user=by).first()
        if entry is None or (entry.offered_at and not entry.has_offer(now)):
            raise WrongState(_("You have no place in this line any more."))
        how = WaitEnd.REFUSED if entry.offered_at else WaitEnd.LEFT
        _end([entry], how, now)
        trail.record("waitlist.refused" if entry.offered_at else "waitlist.left", on=entry, within=locked, by=by, now=now)
        offer_free(locked, now)


def joined(challenge: Challenge, by: User, now: dt.datetime) -> None:
    """End the place of somebody who joined the locked challenge."""
    _end(challenge.waitlist.active().filter(user=by), WaitEnd.JOINED, now)


def offer_free(challenge: Challenge, now: dt.datetime) -> None:
    """Bring the line of a locked challenge up to the instant `now`: end what is over, then offer every free seat to who is next.

    Called by every action that may free a seat, in its transaction, and by the clock. Nobody is offered a seat whose discipline has
    none left, or who does not meet what is asked at their turn: they keep their place, and the latter are told once.
    """
    line = list(challenge.waitlist.active().select_related("user"))
    line = _without_members(challenge, line, now)
    if not line or challenge.seats is None:
        return
    if not challenge.can_still_be_joined(now):
        _close(challenge, line, now)
        return
    line = _lapse(challenge, line, now)
    _offer(challenge, [one for one in line if one.offered_at is None], [one for one in line if one.offered_at], now)


def settle_all(*, now: dt.datetime) -> None:
    """`offer_free` for every challenge with a line, each in a transaction of its own; a second run, or two at once, changes nothing."""
    for number in WaitlistEntry.objects.active().order_by().values_list("challenge", flat=True).distinct():
        with transaction.atomic():
            offer_free(lock_challenge(number), now)


def close(challenge: Challenge, now: dt.datetime) -> None:
    """End every place of a locked challenge that was cancelled, and tell who waited."""
    _close(challenge, list(challenge.waitlist.active().select_related("user")), now)


def reopen(challenge: Challenge, now: dt.datetime) -> None:
    """Give those who waited when joining closed their places back: a locked challenge can be joined again. They are told."""
    taking_part = challenge.participations.active().values("user")
    ended = list(challenge.waitlist.filter(ended_how=WaitEnd.CLOSED).exclude(user__in=taking_part).select_related("user"))
    still = list(challenge.waitlist.active().filter(offer_expires_at__lte=now))
    for entry in [*ended, *still]:
        entry.offered_at = entry.offer_expires_at = entry.ended_at = None
        entry.ended_how = ""
        entry.save(update_fields=["offered_at", "offer_expires_at", "ended_at", "ended_how"])
    _tell(challenge, "waitlist_opened", ended, now)
    offer_free(challenge, now)


def _without_members(challenge: Challenge, line: list[WaitlistEntry], now: dt.datetime) -> list[WaitlistEntry]:
    inside = set(challenge.participations.active().filter(user__in=[one.user_id for one in line]).values_list("user_id", flat=True))
    _end([one for one in line if one.user_id in inside], WaitEnd.JOINED, now)
    return [one for one in line if one.user_id not in inside]


def _lapse(challenge: Challenge, line: list[WaitlistEntry], now: dt.datetime) -> list[WaitlistEntry]:
    over = [one for one in line if one.offered_at and not one.has_offer(now)]
    _end(over, WaitEnd.LAPSED, now)
    for entry in over:
        trail.record("waitlist.lapsed", on=entry, within=challenge, by=None, now=now)
    _tell(challenge, "offer_lapsed", over, now)
    return [one for one in line if one not in over]


def _close(challenge: Challenge, line: list[WaitlistEntry], now: dt.datetime) -> None:
    """Who let an offer pass before joining closed has lost it; all others end as closed, and keep their place if joining opens again."""
    until = challenge.join_until
    if challenge.is_public and until is not None:
        line = _lapse_before(challenge, line, until, now)
    _end(line, WaitEnd.CLOSED, now)
    if line:
        trail.record("waitlist.closed", on=challenge, by=None, now=now, people=len(line))
        _tell(challenge, "waitlist_closed", line, now)


def _lapse_before(challenge: Challenge, line: list[WaitlistEntry], until: dt.datetime, now: dt.datetime) -> list[WaitlistEntry]:
    early = [one for one in line if one.offer_expires_at is not None and one.offer_expires_at < until]
    _lapse(challenge, early, now)
    return [one for one in line if one not in early]


def _offer(challenge: Challenge, line: list[WaitlistEntry], offers: list[WaitlistEntry], now: dt.datetime) -> None:
    inside = list(challenge.participations.active().values_list("user_id", flat=True))
    free = (challenge.seats or 0) - len(inside) - len(offers)
    if free <= 0 or not line:
        return
    by_number = {one.pk: one for one in line}
    people = [*inside, *(one.user_id for one in (*line, *offers))]
    studies = dict(Profile.objects.filter(user__in=people).values_list("user_id", "discipline"))
    held = [studies.get(user, "") for user in (*inside, *(one.user_id for one in offers))]
    choice = choose(
        [Waiting(one.pk, studies.get(one.user_id, "")) for one in line],
        seats=free,
        shares=_shares(challenge, held),
        may=lambda number: _may(by_number[number].user, challenge, now),
    )
    _write(challenge, by_number, choice, now)


def _shares(challenge: Challenge, held: Iterable[str]) -> dict[str, int]:
    """How many seats each quota has left, when people of these disciplines hold one each."""
    counted = Counter(held)
    return {
        quota.discipline: quota.most - sum(number for code, number in counted.items() if code.startswith(quota.discipline))
        for quota in challenge.quotas.all()
    }


def _may(user: User, challenge: Challenge, now: dt.datetime) -> bool:
    return user.is_active and standing(user, challenge, now).fits


def _write(challenge: Challenge, line: dict[int, WaitlistEntry], choice: Choice, now: dt.datetime) -> None:
    until = now + dt.timedelta(hours=challenge.offer_hours)
    assert challenge.join_until is not None  # noqa: S101 - it can still be joined
    offered = [line[number] for number in choice.offered]
    for entry in offered:
        entry.offered_at, entry.offer_expires_at, entry.passed = now, min(until, challenge.join_until), ""
        entry.save(update_fields=["offered_at", "offer_expires_at", "passed"])
        trail.record("waitlist.offered", on=entry, within=challenge, by=None, now=now)
    _tell(challenge, "seat_offered", offered, now)
    news = [line[number] for number, why in choice.passed.items() if why == Passed.RULES and line[number].passed != Passed.RULES]
    for number, why in choice.passed.items():
        if line[number].passed != why:
            line[number].passed = why
            line[number].save(update_fields=["passed"])
    for entry in news:
        trail.record("waitlist.passed_over", on=entry, within=challenge, by=None, now=now)
    _tell(challenge, "seat_passed", news, now)


def _end(entries: Iterable[WaitlistEntry], how: WaitEnd, now: dt.datetime) -> None:
    for entry in entries:
        entry.ended_at, entry.ended_how = max(now, entry.waiting_since), how
        entry.save(update_fields=["ended_at", "ended_how"])


def _tell(challenge: Challenge, kind: str, entries: Iterable[WaitlistEntry], now: dt.datetime) -> None:
    """Each person is told apart: nobody learns who else waits."""
    for entry in entries:
        expires = entry.offer_expires_at
        notifications.tell(
            kind=kind,
            to=[entry.user],
            path=f"/challenges/{challenge.slug}/join/",
            context={
                "challenge": challenge.title,
                "entry": entry.pk,
                "until": expires.isoformat() if expires else "",
                "hours": _whole_hours(expires - now) if expires else 0,
                "cancelled": not challenge.is_public,
            },
            key=f"{entry.pk}:{now.isoformat()}",
            now=now,
        )


def _whole_hours(left: dt.timedelta) -> int:
    """For words beside the exact moment: none where it is less than two."""
    hours = int(left.total_seconds() // 3600)
    return hours if hours > 1 else 0
