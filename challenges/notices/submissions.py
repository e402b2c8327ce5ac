"""Kinds of notice about handing in."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from challenges.models import Participation


def _is_member(mail: Mail, now: dt.datetime) -> bool:
    return Participation.objects.active().filter(team=mail.context["team_id"], user=mail.user_id).exists()


NOTICES: list[Notice] = [
    Notice(
        "submission_received",
        label=_("Receipt of what you handed in"),
        why=_("You were a member of the team when it handed in; this is its receipt."),
        essential=True,
        relevant=_is_member,
    ),
]

DONE = {
    "submission.handed_in": _("handed in"),
    "work_file.removed": _("removed a file from the draft"),
}
