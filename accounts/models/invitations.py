"""An invitation by e-mail: single use, expiring, bound to the address, revocable, and it can be sent again."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.kit.fields import AddressField

LIFETIME = dt.timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def undecided(self) -> "InvitationQuerySet":
        """Neither accepted, declined nor revoked; it may have expired."""
        return self.filter(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True)

    def open(self, now: dt.datetime) -> "InvitationQuerySet":
        """Undecided and not expired."""
        return self.undecided().filter(expires_at__gt=now)


class Invitation(models.Model):
    """What invitations into an organisation and into a team share. `round` counts sendings: only the newest link works."""

    address = AddressField(_("e-mail address"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    declined_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_decided_once",
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True)
                | Q(accepted_at__isnull=True, revoked_at__isnull=True)
                | Q(declined_at__isnull=True, revoked_at__isnull=True),
            ),
            models.CheckConstraint(name="%(app_label)s_%(class)s_expires_later", condition=Q(expires_at__gt=models.F("invited_at"))),
        ]

    def __str__(self) -> str:
        return str(self.address)

    def state(self, now: dt.datetime) -> str:
        """'accepted', 'declined', 'revoked', 'expired' or 'open' at the instant `now`."""
        if self.accepted_at:
            return "accepted"
        if self.declined_at:
            return "declined"
        if self.revoked_at:
            return "revoked"
        return "open" if now < self.expires_at else "expired"
