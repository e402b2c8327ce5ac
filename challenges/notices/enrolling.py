"""Kinds of notice about joining an edition."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from challenges.models import Enrolment, ListedStudent


def _is_in(mail: Mail, now: dt.datetime) -> bool:
    return Enrolment.objects.active().filter(pk=mail.context["enrolment"], user=mail.user_id).exists()


def _still_listed(mail: Mail, now: dt.datetime) -> bool:
    """On the list, not in the edition yet, and it can still be joined."""
    one = ListedStudent.objects.filter(pk=mail.context["listed"], user=mail.user_id, programme__join_until__gt=now).first()
    return one is not None and not Enrolment.objects.active().filter(programme=one.programme_id, user=mail.user_id).exists()


NOTICES: list[Notice] = [
    Notice("programme_joined", label=_("You joined an edition"), why=_("You joined this edition."), essential=True, relevant=_is_in),
    Notice(
        "programme_invited",
        label=_("You are invited to join an edition"),
        why=_("The programme office has your address on the list of students of this edition."),
        essential=True,
        relevant=_still_listed,
    ),
    Notice(
        "programme_listed",
        label=_("You can join an edition"),
        why=_("You are on the list of students of this edition."),
        essential=True,
        relevant=_still_listed,
    ),
]

DONE = {
    "enrolment.joined": _("joined the edition"),
    "enrolment.ranked": _("ranked the challenges of the edition"),
    "students.listed": _("brought in a list of students"),
    "student.unlisted": _("took somebody off the list of students"),
    "enrolment.left": _("left the edition"),
}
