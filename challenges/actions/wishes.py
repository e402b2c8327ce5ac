"""Ranking the challenges of an edition."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.kit import clock
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions.enrolling import enrolment_of
from challenges.actions.locks import lock_programme
from challenges.enums import Ranking
from challenges.models import Enrolment, Programme, Wish
from challenges.queries.enrolling import placed
from challenges.queries.terms import joined_through
from challenges.rules.wishes import fault


def save(*, programme: Programme, wishes: Mapping[int, int], by: User, now: dt.datetime) -> Enrolment:
    """Keep what somebody wishes for, in place of what they wished before: a place or points for challenges by their number.

    A challenge without a place, or with no points, is no wish. Refuses whoever is not in the edition or was placed already, wishes after
    its `ranks_until`, challenges that it does not have, and places or points that do not fit.
    """
    with transaction.atomic():
        locked = lock_programme(programme.pk)
        enrolment = enrolment_of(locked, by)
        if locked.ranks_until is None or now >= locked.ranks_until:
            until = clock.moment(locked.ranks_until) if locked.ranks_until else "–"
            raise Refusal(_("One could rank until %(until)s.") % {"until": until})
        if placed(enrolment):
            raise Refusal(_("You have been placed already, so your wishes stay as they were."))
        known = set(joined_through(locked).values_list("pk", flat=True))
        if not wishes.keys() <= known:
            raise Refusal(_("A challenge has left this edition since you opened the page. Look at the list again."))
        if words := fault(list(wishes.values()), ranking=locked.ranking, challenges=len(known), points=locked.points):
            raise Refusal(words)
        if dict(_kept(enrolment)) != dict(wishes) or enrolment.wishes_at is None:
            _replace(enrolment, locked.ranking, wishes, now)
            trail.record("enrolment.ranked", on=enrolment, within=locked, by=by, now=now)
        return enrolment


def _kept(enrolment: Enrolment) -> list[tuple[int, int]]:
    return [(one.challenge_id, one.place or one.points or 0) for one in enrolment.wishes.all()]


def _replace(enrolment: Enrolment, ranking: str, wishes: Mapping[int, int], now: dt.datetime) -> None:
    field = "points" if ranking == Ranking.POINTS else "place"
    enrolment.wishes.all().delete()
    Wish.objects.bulk_create(Wish(enrolment=enrolment, challenge_id=pk, **{field: value}) for pk, value in wishes.items())
    enrolment.wishes_at = now
    enrolment.save(update_fields=["wishes_at"])
