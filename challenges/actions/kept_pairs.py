"""Pairs of students who are to be in one team, or are not."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions.locks import lock_programme
from challenges.enums import Keep
from challenges.models import Enrolment, KeptPair, Programme


def keep(*, programme: Programme, one: Enrolment, other: Enrolment, how: Keep, reason: str, by: User, now: dt.datetime) -> KeptPair:
    """Say what has to hold for two students; the reason stays with the office. Refuses one and the same student,
    somebody who has left, and a pair for which something is said already."""
    with transaction.atomic():
        locked = lock_programme(programme.pk)
        if one == other:
            raise Refusal(_("Choose two different students."), field="other")
        first, second = sorted((one, other), key=lambda each: each.pk)
        if locked.enrolments.active().filter(pk__in=[first.pk, second.pk]).count() != len({first, second}):
            raise Refusal(_("One of them is not in this edition any more."), field="one")
        if KeptPair.objects.filter(one=first, other=second).exists():
            raise Refusal(_("There is a rule for these two already. Remove it first."), field="other")
        pair = KeptPair.objects.create(programme=locked, one=first, other=second, keep=how, reason=reason, made_at=now, made_by=by)
        trail.record("kept_pair.made", on=pair, within=locked, by=by, now=now)
        return pair


def remove(*, pair: KeptPair, by: User, now: dt.datetime) -> None:
    """Take such a rule away. Refuses one that is gone."""
    with transaction.atomic():
        lock_programme(pair.programme_id)
        found = KeptPair.objects.filter(pk=pair.pk).select_related("programme").first()
        if found is None:
            raise Refusal(_("This rule was removed already."))
        trail.record("kept_pair.removed", on=found, within=found.programme, by=by, now=now)
        found.delete()
