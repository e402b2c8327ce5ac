"""Joining an edition, and leaving it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications, terms
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions.locks import lock_programme
from challenges.models import Enrolment, Programme
from challenges.queries.enrolling import may_not_leave, standing
from challenges.queries.terms import terms_of_edition


def enrol(*, programme: Programme, by: User, seen: str, now: dt.datetime) -> Enrolment:
    """Join an edition and accept its terms; `seen` is the mark of those that were read. Refuses whoever may not join, and other terms."""
    with transaction.atomic():
        locked = lock_programme(programme.pk)
        found = standing(by, locked, now)
        if not found.can_join:
            raise Refusal(found.why_not)
        present = terms_of_edition(locked)
        if seen != present.mark:
            raise Refusal(_("The terms have changed since you opened this page. Read them again before you accept."), field="terms")
        accepted = terms.accept(
            user=by, document=present.document, title=present.title, version=present.version, text=present.text, now=now
        )
        enrolment = Enrolment.objects.create(programme=locked, user=by, terms=accepted, joined_at=now)
        trail.record("enrolment.joined", on=enrolment, within=locked, by=by, now=now, terms=present.version)
        notifications.tell(
            kind="programme_joined",
            to=[by],
            path=f"/programmes/{locked.slug}/wishes/",
            context={
                "programme": locked.name,
                "until": locked.ranks_until.isoformat() if locked.ranks_until else "",
                "enrolment": enrolment.pk,
            },
            key=str(enrolment.pk),
            now=now,
        )
        return enrolment


def leave(*, programme: Programme, by: User, now: dt.datetime) -> None:
    """Leave an edition; what one wished, and said in confidence, is forgotten. Refuses whoever is not in it, or takes part in one
    of its challenges."""
    with transaction.atomic():
        locked = lock_programme(programme.pk)
        enrolment = enrolment_of(locked, by)
        if words := may_not_leave(enrolment):
            raise Refusal(words)
        enrolment.wishes.all().delete()
        enrolment.marks.all().delete()
        enrolment.left_at, enrolment.wishes_at = max(now, enrolment.joined_at), None
        enrolment.save(update_fields=["left_at", "wishes_at"])
        trail.record("enrolment.left", on=enrolment, within=locked, by=by, now=now)


def enrolment_of(programme: Programme, user: User) -> Enrolment:
    """The person's active enrolment in a locked programme. Refuses whoever is not in it any more."""
    found = programme.enrolments.active().filter(user=user).first()
    if found is None:
        raise Refusal(_("You are not in this edition any more."))
    found.programme = programme
    return found
