"""Kinds of notice that time itself sets off."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from challenges.enums import ChallengeState
from challenges.models import Participation


def _still_ahead(mail: Mail, now: dt.datetime) -> bool:
    """The person still takes part, the challenge goes on, and the deadline is the one that the mail names and has not passed."""
    deadline = dt.datetime.fromisoformat(mail.context["deadline"])
    return (
        now < deadline
        and Participation.objects.active()
        .filter(
            user=mail.user_id,
            challenge__state=ChallengeState.PUBLISHED,
            challenge__milestones__pk=mail.context["milestone_id"],
            challenge__milestones__deadline=deadline,
        )
        .exists()
    )


_TAKES_PART = _("You take part in this challenge.")

NOTICES: list[Notice] = [
    Notice("deadline_7d", label=_("A deadline in seven days"), why=_TAKES_PART, relevant=_still_ahead),
    Notice("deadline_24h", label=_("A deadline within a day"), why=_TAKES_PART, relevant=_still_ahead),
]
