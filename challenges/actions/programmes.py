"""Programmes, as the office makes and edits them."""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.kit.marks import check_seen
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.models import Programme, Wish
from challenges.queries.facts import raw

FIELDS = ("name", "host", "summary", "description", "starts_on", "ends_on", "join_until", "ranks_until", "ranking", "points")


def create(*, slug: str, values: Mapping[str, object], by: User, now: dt.datetime) -> Programme:
    """Make a programme; its address stays for good. Refuses an address or a name that is taken."""
    programme = Programme(slug=slug, **{field: values[field] for field in FIELDS})
    if Programme.objects.filter(slug=slug).exists():
        raise Refusal(_("This address is taken."), field="slug")
    with transaction.atomic():
        _store(programme)
        trail.record("programme.created", on=programme, by=by, now=now)
    return programme


def edit(*, programme: Programme, values: Mapping[str, object], seen: str, by: User, now: dt.datetime) -> Programme:
    """Change what a programme says; the address stays. Nothing is recorded when nothing differs.

    Refuses a name that is taken, a page (`seen` is its mark) on which somebody else has saved since, and what students who joined or
    ranked already build on: that one can join at all, how one ranks, and fewer points than somebody has given.
    """
    with transaction.atomic():
        locked = Programme.objects.select_for_update().get(pk=programme.pk)
        changed = {
            field: [raw(getattr(locked, field)), raw(values[field])] for field in FIELDS if _differs(getattr(locked, field), values[field])
        }
        if not changed:
            return locked
        check_seen(seen, said(locked))
        _check_students(locked, values)
        for field in changed:
            setattr(locked, field, values[field])
        _store(locked)
        trail.record("programme.changed", on=locked, by=by, now=now, changed=changed)
    return locked


def said(programme: Programme) -> list[str]:
    """What a programme says, as it is marked on its page."""
    return [raw(getattr(programme, field)) for field in FIELDS]


def _differs(stored: object, typed: object) -> bool:
    """A form shows instants to the minute."""
    if isinstance(stored, dt.datetime) and isinstance(typed, dt.datetime):
        return stored.replace(second=0, microsecond=0) != typed.replace(second=0, microsecond=0)
    return stored != typed


def _check_students(locked: Programme, values: Mapping[str, object]) -> None:
    if locked.join_until and not values["join_until"] and locked.enrolments.active().exists():
        raise Refusal(_("Students have joined this edition: the moment can move, but not go away."), field="join_until")
    wishes = Wish.objects.filter(enrolment__programme=locked)
    if locked.ranking != values["ranking"] and wishes.exists():
        raise Refusal(_("Students have ranked challenges already: how they rank stays."), field="ranking")
    given = wishes.order_by().values("enrolment").annotate(sum=Sum("points")).aggregate(most=Max("sum"))["most"]
    if given is not None and isinstance(values["points"], int) and values["points"] < given:
        raise Refusal(_("Somebody has given %(points)d points already: at least as many are needed.") % {"points": given}, field="points")


def _store(programme: Programme) -> None:
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError:
        raise Refusal(_("Another programme has this name or address."), field="name") from None
