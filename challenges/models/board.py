"""The board of a challenge: students without a team, and what teams write to them. A team is on the board while it `seeks` somebody."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.kit.fields import both_or_neither
from challenges.models.challenges import Challenge
from challenges.models.participation import Team


class BoardCard(models.Model):
    """Somebody who looks for a team and wants to be seen. Goes when they join one."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="board_cards")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="board_cards")
    brings = models.CharField(_("what I bring"), max_length=300)
    seeks = models.CharField(_("what I look for"), max_length=300, blank=True)
    shown_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-shown_at", "pk"]
        constraints = [models.UniqueConstraint(name="board_card_once_a_challenge", fields=["challenge", "user"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.challenge}"


class Introduction(models.Model):
    """Words of a team, written `by` a member, to somebody on the board; once for each pair. Whoever wants into a team asks it instead."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="introductions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="introductions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(_("your words"), max_length=500)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint(name="introduction_once_a_pair", fields=["team", "user"]),
            both_or_neither("introduction_answered_at_a_moment", "answered_at", "accepted"),
            models.CheckConstraint(name="introduction_answered_later", condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("at"))),
        ]

    def __str__(self) -> str:
        return f"{self.team}, {self.user}"
