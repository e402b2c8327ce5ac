"""Roles: who holds which, since when, by whose word, until when."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import GrantSource, Role
from accounts.kit.clock import today
from accounts.models.institutions import Institution


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self, now: dt.datetime) -> "RoleGrantQuerySet":
        """Confirmed, not revoked, and not past their last day (Amsterdam's date)."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today(now)), confirmed_at__isnull=False, revoked_at__isnull=True)

    def awaiting(self) -> "RoleGrantQuerySet":
        """Stated by the person and not yet decided by the office."""
        return self.filter(confirmed_at__isnull=True, revoked_at__isnull=True)


class RoleGrant(models.Model):
    """One role of one person: proposed (stated), confirmed, revoked. A refused statement is a revocation of an unconfirmed grant."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    source = models.CharField(_("how"), max_length=10, choices=GrantSource.choices)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    statement = models.TextField(_("statement"), blank=True, max_length=1000)
    proposed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateField(_("until and including"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(_("reason of refusing or revoking"), blank=True, max_length=1000)

    objects: ClassVar[RoleGrantQuerySet] = RoleGrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-proposed_at"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(name="one_live_grant_a_role", fields=["user", "role"], condition=Q(revoked_at__isnull=True)),
            models.CheckConstraint(name="role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="role_until_after_proposal", condition=Q(until__isnull=True) | Q(until__gte=F("proposed_at__date"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"

    def state(self, now: dt.datetime) -> str:
        """'awaiting', 'in force', 'expired', 'refused' or 'revoked' at the instant `now`."""
        if self.revoked_at:
            return "revoked" if self.confirmed_at else "refused"
        if not self.confirmed_at:
            return "awaiting"
        return "expired" if self.until and self.until < today(now) else "in force"
