"""Kinds of notice about joining an edition."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from challenges.models import Enrolment


def _is_in(mail: Mail, now: dt.datetime) -> bool:
    return Enrolment.objects.active().filter(pk=mail.context["enrolment"], user=mail.user_id).exists()


NOTICES: list[Notice] = [
    Notice("programme_joined", label=_("You joined an edition"), why=_("You joined this edition."), essential=True, relevant=_is_in),
]

DONE = {
    "enrolment.joined": _("joined the edition"),
    "enrolment.ranked": _("ranked the challenges of the edition"),
    "enrolment.left": _("left the edition"),
}
