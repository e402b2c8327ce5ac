"""Marks given in confidence: what the office lets students say, and what they say. A person's marks leave no trace in the audit trail."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.kit import clock
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions.enrolling import enrolment_of
from challenges.actions.locks import lock_programme
from challenges.models import ConfidentialMark, MarkKind, Participation, Programme
from challenges.queries.marks import why_closed

MOST_KINDS = 8


def offer(*, programme: Programme, words: str, by: User, now: dt.datetime) -> MarkKind:
    """Let students of an edition say this in confidence. Refuses the same words twice, and more than eight kinds."""
    with transaction.atomic():
        locked = lock_programme(programme.pk)
        words = words.strip().rstrip(".")
        if not words:
            raise Refusal(_("Say how the sentence ends."), field="words")
        if locked.mark_kinds.filter(words__iexact=words).exists():
            raise Refusal(_("This can be said already."), field="words")
        if locked.mark_kinds.count() >= MOST_KINDS:
            raise Refusal(_("At most %(most)d sentences. Remove one first.") % {"most": MOST_KINDS}, field="words")
        kind = MarkKind.objects.create(programme=locked, words=words)
        trail.record("mark_kind.offered", on=locked, by=by, now=now, words=words)
        return kind


def stop_offering(*, kind: MarkKind, by: User, now: dt.datetime) -> None:
    """Take a sentence away, with whatever was said by it. One that is gone already stays gone."""
    with transaction.atomic():
        locked = lock_programme(kind.programme_id)
        if locked.mark_kinds.filter(pk=kind.pk).exists():
            trail.record("mark_kind.removed", on=locked, by=by, now=now, words=kind.words)
            kind.delete()


def give(*, programme: Programme, kinds: Collection[int], consents: bool, by: User, now: dt.datetime) -> None:
    """Keep exactly these marks of an enrolled person; none takes all back, at any moment.

    Refuses a mark without explicit consent, one that the edition does not offer, and any once the person is placed or the edition over.
    """
    with transaction.atomic():
        locked = lock_programme(programme.pk)
        enrolment = enrolment_of(locked, by)
        enrolment.marks.exclude(kind__in=kinds).delete()
        if not kinds:
            return
        if words := why_closed(enrolment, now):
            raise Refusal(words)
        if not consents:
            raise Refusal(_("Nothing is kept without your consent: tick it, or untick everything."), field="consent")
        if locked.mark_kinds.filter(pk__in=kinds).count() != len(set(kinds)):
            raise Refusal(_("One of these can't be said any more. Look again."), field="kinds")
        there = set(enrolment.marks.values_list("kind_id", flat=True))
        ConfidentialMark.objects.bulk_create(
            ConfidentialMark(enrolment=enrolment, kind_id=kind, consented_at=now) for kind in sorted(set(kinds) - there)
        )


def erase(programme: Programme, now: dt.datetime) -> None:
    """Erase every mark of an edition: its teams are formed. Goes into the transaction of publishing them."""
    ConfidentialMark.objects.filter(enrolment__programme=programme).delete()
    trail.record("marks.erased", on=programme, by=None, now=now)


def erase_old(*, now: dt.datetime) -> None:
    """Erase what serves no purpose any more: marks of editions that are over, and of whoever left one or is in a team of it by now."""
    active = Participation.objects.active()
    placed = active.filter(user=OuterRef("enrolment__user"), challenge__programme=OuterRef("enrolment__programme"))
    over = Q(enrolment__programme__ends_on__lt=clock.today(now)) | Q(enrolment__left_at__isnull=False)
    ConfidentialMark.objects.filter(over | Exists(placed)).delete()
