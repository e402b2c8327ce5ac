"""Joining on application: what a challenge asks, and what people answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from challenges.enums.states import ApplicationState
from challenges.models.challenges import Challenge


class ApplicationQuestion(models.Model):
    """A question to everybody who applies, in the partner's words."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="application_questions")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("question"), max_length=300)
    required = models.BooleanField(_("needs an answer"), default=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Application(models.Model):
    """One person asks to join one challenge. The partner knows it by its `pseudonym`; `revision` counts its savings.

    `words` are what the office said to the applicant when it decided. Who withdrew and applies again keeps the row.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="applications")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications")
    pseudonym = models.CharField(max_length=40)
    motivation = models.TextField(_("motivation"), max_length=4000)
    state = models.CharField(max_length=10, choices=ApplicationState.choices, default=ApplicationState.WAITING)
    revision = models.PositiveIntegerField(default=1)
    applied_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("words to the applicant"), blank=True, max_length=2000)

    class Meta:
        ordering = ["applied_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_application", fields=["challenge", "user"]),
            models.UniqueConstraint(name="application_pseudonym_once_a_challenge", fields=["challenge", "pseudonym"]),
            models.CheckConstraint(name="application_state_known", condition=Q(state__in=ApplicationState.values)),
            models.CheckConstraint(
                name="application_decided_with_name_and_time",
                condition=Q(state__in=ApplicationState.decided(), decided_at__isnull=False, decided_by__isnull=False)
                | ~Q(state__in=ApplicationState.decided()) & Q(decided_at__isnull=True, decided_by__isnull=True),
            ),
            models.CheckConstraint(name="application_refused_in_words", condition=~Q(state=ApplicationState.REFUSED) | ~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.challenge}"


class ApplicationAnswer(models.Model):
    """What an applicant answers to one question; an empty answer has no row."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(ApplicationQuestion, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("answer"), max_length=3000)

    class Meta:
        ordering = ["question__position", "question_id"]
        constraints = [models.UniqueConstraint(name="one_answer_a_question", fields=["application", "question"])]

    def __str__(self) -> str:
        return self.text[:80]
