"""Questions that are answered for everyone, and announcements to all who joined."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.kit.fields import both_or_neither
from challenges.models.challenges import Challenge


class Question(models.Model):
    """A question on a challenge. Public once answered, without the name of who asked."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("question"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            both_or_neither("question_answer_has_a_name", "answered_at", "answered_by"),
            models.CheckConstraint(
                name="question_answer_has_words",
                condition=models.Q(answered_at__isnull=True, answer="") | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Announcement(models.Model):
    """Words from the partner, the faculty owner or the office to all who joined."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="announcements")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title
