"""Kinds of notice about joining on application: for the applicant alone. Who decides finds what waits on their pages."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from challenges.enums import ApplicationState
from challenges.models import Application


def _still(state: str) -> Callable[[Mail, dt.datetime], bool]:
    def is_so(mail: Mail, now: dt.datetime) -> bool:
        return Application.objects.filter(pk=mail.context["application"], user=mail.user_id, state=state).exists()

    return is_so


_WHY = _("You applied for this challenge.")

NOTICES: list[Notice] = [
    Notice(
        "application_received",
        label=_("Your application is in"),
        why=_WHY,
        relevant=_still(ApplicationState.WAITING),
    ),
    Notice(
        "application_accepted",
        label=_("Your application is accepted"),
        why=_WHY,
        essential=True,
        relevant=_still(ApplicationState.ACCEPTED),
    ),
    Notice(
        "application_refused",
        label=_("Your application is not accepted"),
        why=_WHY,
        essential=True,
        relevant=_still(ApplicationState.REFUSED),
    ),
]

DONE = {
    "application.made": _("applied"),
    "application.withdrawn": _("withdrew the application"),
    "application.accepted": _("accepted an application"),
    "application.refused": _("did not accept an application"),
}
