"""Reviews: one assessor's judgement of one submission by the rubric."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.models.rubrics import Criterion, RubricLevel
from challenges.models.submissions import Submission


class Review(models.Model):
    """A review of a submission by a reviewer: assigned, drafted, and final once submitted. Students never learn whose it is."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    due_at = models.DateTimeField(_("due"))
    comment = models.TextField(_("feedback for the team"), max_length=6000, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [models.UniqueConstraint(name="reviewer_once_a_submission", fields=["submission", "reviewer"])]
        indexes = [models.Index(name="review_open", fields=["reviewer", "due_at"], condition=models.Q(submitted_at__isnull=True))]

    def __str__(self) -> str:
        return f"review {self.pk}"


class Score(models.Model):
    """The level that a reviewer chose on one criterion, and what they say about it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(RubricLevel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(_("what stands out, and what is the next step?"), max_length=3000, blank=True)

    class Meta:
        ordering = ["criterion__position", "pk"]
        constraints = [models.UniqueConstraint(name="score_once_a_criterion", fields=["review", "criterion"])]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.level_id}"
