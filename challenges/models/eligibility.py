"""Who may join beside what a profile tells: prerequisites that one says to meet, and people whom the office lets in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.models.challenges import Challenge


class Prerequisite(models.Model):
    """Something that one must have or know, in the partner's words. Whoever joins says themselves that they meet it."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="prerequisites")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("prerequisite"), max_length=200)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class PrerequisiteMet(models.Model):
    """A person says that they meet a prerequisite: once, and when."""

    prerequisite = models.ForeignKey(Prerequisite, on_delete=models.CASCADE, related_name="met")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="prerequisites_met")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="prerequisite_met_once", fields=["prerequisite", "user"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.prerequisite}"


class Admission(models.Model):
    """The office lets a person in who does not meet a rule on who may join. The reason is the office's own."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="admissions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="admissions")
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint(name="admitted_once", fields=["challenge", "user"]),
            models.CheckConstraint(name="admission_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.challenge}"
