"""Kinds of notice about the board of a challenge."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from accounts.queries.people import holders
from challenges.models import Introduction


def _waits(mail: Mail, now: dt.datetime) -> bool:
    return Introduction.objects.filter(pk=mail.context["introduction"], user=mail.user_id, answered_at__isnull=True).exists()


def _was_made_by(mail: Mail, now: dt.datetime) -> bool:
    found = Introduction.objects.filter(pk=mail.context["introduction"], by=mail.user_id, answered_at__isnull=False)
    return found.filter(team__participations__user=mail.user_id, team__participations__left_at__isnull=True).exists()


def _is_office(mail: Mail, now: dt.datetime) -> bool:
    return holders(Role.COORDINATOR, now).filter(pk=mail.user_id).exists()


NOTICES: list[Notice] = [
    Notice(
        "introduction_made",
        label=_("A team introduces itself to you"),
        why=_("You are on the board of this challenge."),
        relevant=_waits,
    ),
    Notice(
        "introduction_answered",
        label=_("Your introduction is answered"),
        why=_("You introduced your team on the board of this challenge."),
        relevant=_was_made_by,
    ),
    Notice(
        "board_reported",
        label=_("Something on a board is not right"),
        why=_("You look after the boards, for the programme office."),
        relevant=_is_office,
    ),
]

DONE = {
    "board.reported": _("reported something on the board"),
    "board_card.removed": _("took a card off the board"),
}
