"""The life of a mail in the outbox."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """`dropped`: no longer mattered, or no longer allowed, when its turn came."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Dropped")


# What a person may do. All other steps are the worker's, on a row that it has claimed.
BY_HAND: dict[str, frozenset[str]] = {state: frozenset() for state in MailState.values} | {MailState.FAILED: frozenset({MailState.WAITING})}
