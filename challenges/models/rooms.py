"""What a team shares while it works: messages with its coach, files, and how it is going."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import FileRecord
from challenges.models.participation import Team

SCORES = range(1, 6)


class TeamMessage(models.Model):
    """Words of a member or the coach to the others; Markdown. It stays as it was sent."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="messages")
    text = models.TextField(_("message"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="message_of_team", fields=["team", "-at"])]

    def __str__(self) -> str:
        return f"{self.team}: {self.at:%Y-%m-%d}"


class TeamFile(FileRecord):
    """A file that the team and its coach share; it is never handed in by itself."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="shared_files")

    class Meta:
        ordering = ["-uploaded_at", "-pk"]


class PulseAnswer(models.Model):
    """How it is going, as one member says in one week, from 1 to 5; `week` is its Monday. Without `named` nobody learns who said it."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="pulse_answers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    score = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=500, blank=True)
    named = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-week", "pk"]
        constraints = [
            models.UniqueConstraint(name="pulse_once_a_week", fields=["team", "user", "week"]),
            models.CheckConstraint(name="pulse_from_one_to_five", condition=Q(score__in=list(SCORES))),
        ]

    def __str__(self) -> str:
        return f"{self.team}: {self.week}"
