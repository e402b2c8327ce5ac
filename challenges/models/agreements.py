"""How a team wants to work together, and what it asks the programme office to decide."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from challenges.models.participation import Participation, Team


class TeamAgreement(models.Model):
    """One version of a team's agreement; the last one counts. A version that somebody accepted never changes: new words are a new one."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveIntegerField()
    how = models.TextField(_("how we work"), max_length=3000, blank=True)
    when = models.TextField(_("when we meet"), max_length=3000, blank=True)
    what_if = models.TextField(_("what if"), max_length=3000, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(name="agreement_version_once", fields=["team", "version"])]

    def __str__(self) -> str:
        return f"{self.team} {self.version}"


class AgreementAcceptance(models.Model):
    """A member's yes to one version."""

    agreement = models.ForeignKey(TeamAgreement, on_delete=models.CASCADE, related_name="acceptances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="agreement_accepted_once", fields=["agreement", "user"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.agreement}"


class RemovalRequest(models.Model):
    """A team asks a member to go; the programme office decides with words that the member and whoever asked read."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="removal_requests")
    reason = models.TextField(_("why"), max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    words = models.TextField(_("what the office says"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_open_removal_request", fields=["participation"], condition=Q(decided_at__isnull=True)),
            models.CheckConstraint(
                name="removal_decided_with_words",
                condition=Q(granted__isnull=True, decided_at__isnull=True, words="")
                | Q(granted__isnull=False, decided_at__isnull=False) & ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.participation)
