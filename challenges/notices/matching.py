"""Kinds of notice about teams that the office forms."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from accounts.queries.people import holders
from challenges.models import Participation


def _takes_part(mail: Mail, now: dt.datetime) -> bool:
    return Participation.objects.active().filter(pk=mail.context["participation"], user=mail.user_id).exists()


def _is_office(mail: Mail, now: dt.datetime) -> bool:
    return holders(Role.COORDINATOR, now).filter(pk=mail.user_id).exists()


_PLACED = _("You are in an edition for which the programme office forms the teams.")

NOTICES: list[Notice] = [
    Notice("team_placed", label=_("You are placed in a team"), why=_PLACED, essential=True, relevant=_takes_part),
    Notice("team_moved", label=_("You are moved to another team"), why=_PLACED, essential=True, relevant=_takes_part),
    Notice("teams_run_ended", label=_("Forming teams has ended"), why=_("You asked for a proposal of teams."), relevant=_is_office),
]

DONE = {
    "kept_pair.made": _("said what has to hold for two students"),
    "kept_pair.removed": _("removed what had to hold for two students"),
    "matching.started": _("had teams formed"),
    "matching.stopped": _("stopped forming teams"),
    "participation.placed": _("placed somebody in a team"),
    "teams.published": _("published teams"),
    "teams.refused": _("tried to publish teams; a confidential rule did not hold"),
}
