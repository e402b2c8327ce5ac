"""What a team hands in for a milestone: a shared draft, and every version that was handed in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import FileRecord
from challenges.models.milestones import Milestone
from challenges.models.participation import Team


class Draft(models.Model):
    """A team's draft for a milestone. `revision` rises with every save, so that a save on top of a newer one can be refused.

    `page` names the opened page that saved last, and `page_since` the revision that its first save in a row replaced: a page whose
    answer got lost on the way may save again without being taken for somebody else.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="drafts")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="drafts")
    text = models.TextField(_("your text"), blank=True, max_length=60000)
    revision = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=32, blank=True)
    page_since = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_draft_a_milestone", fields=["team", "milestone"])]

    def __str__(self) -> str:
        return f"draft {self.team_id}/{self.milestone_id} r{self.revision}"


class WorkFile(FileRecord):
    """A file of a team for a milestone. In the draft while `in_draft`; a version that was handed in keeps it for good."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="files")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="files")
    in_draft = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["uploaded_at", "pk"]


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def last_versions(self) -> "SubmissionQuerySet":
        """For each team and milestone the version that counts: the last."""
        newer = Submission.objects.filter(
            team=models.OuterRef("team"), milestone=models.OuterRef("milestone"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(newer))


class Submission(models.Model):
    """One version that was handed in. Versions count from 1 and are never changed; the last one counts."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="submissions")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    files: "models.ManyToManyField[WorkFile, models.Model]" = models.ManyToManyField(WorkFile, related_name="submissions")
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[SubmissionQuerySet] = SubmissionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["milestone__deadline", "team", "-version"]
        indexes = [models.Index(name="submission_newest", fields=["-handed_in_at", "-id"])]
        constraints = [
            models.UniqueConstraint(name="submission_version_once", fields=["team", "milestone", "version"]),
            models.CheckConstraint(name="submission_version_from_one", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"
