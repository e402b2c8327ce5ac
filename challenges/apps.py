from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.kit import clock

if TYPE_CHECKING:
    from allauth.account.models import EmailAddress


class ChallengesConfig(AppConfig):
    name = "challenges"
    verbose_name = _("Challenges")

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        from accounts.queries import privacy
        from challenges import notices
        from challenges.queries import marks

        notices.register()
        privacy.register(marks.own)
        email_confirmed.connect(_claim)


def _claim(email_address: "EmailAddress", **_sent: object) -> None:
    """Somebody has proved that an address is theirs: they may stand on lists under it."""
    from challenges.actions import lists

    lists.claim(user=email_address.user, address=email_address.email, now=clock.now())
