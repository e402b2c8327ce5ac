"""Milestones: dated deliverables in the phases engage, investigate and act."""

import datetime as dt
from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.kit.fields import both_or_neither
from challenges.enums import Phase
from challenges.models.challenges import Challenge


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def to_be_released(self, now: dt.datetime) -> "MilestoneQuerySet":
        """Assessed ones whose results are still to come. One that closed without any work has none, and keeps nobody waiting."""
        handed_in = apps.get_model("challenges", "Submission").objects.order_by().filter(milestone=OuterRef("pk"))
        expected = Q(deadline__gte=now) | Exists(handed_in)
        return self.filter(expected, assessed=True, released_at__isnull=True)


class Milestone(models.Model):
    """What is handed in by `deadline` (UTC; the server's clock decides). An assessed one is reviewed, and released at once for all."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="milestones")
    phase = models.CharField(_("phase"), max_length=15, choices=Phase.choices)
    title = models.CharField(_("deliverable"), max_length=120)
    brief = models.TextField(_("what to hand in"), blank=True, max_length=3000, help_text=_("Markdown."))
    deadline = models.DateTimeField(_("deadline"))
    assessed = models.BooleanField(_("reviewed with the rubric"), default=False)
    reviews_due_at = models.DateTimeField(_("reviews due"), null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[MilestoneQuerySet] = MilestoneQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["deadline", "pk"]
        indexes = [
            models.Index(name="milestone_deadline", fields=["deadline", "challenge"]),
            models.Index(name="milestone_released", fields=["challenge"], condition=Q(released_at__isnull=False)),
            models.Index(name="milestone_not_released", fields=["challenge"], condition=Q(released_at__isnull=True, assessed=True)),
        ]
        constraints = [
            models.CheckConstraint(name="milestone_phase_known", condition=Q(phase__in=Phase.values)),
            both_or_neither("milestone_release_has_a_name", "released_at", "released_by"),
            models.CheckConstraint(name="milestone_released_if_assessed", condition=Q(released_at__isnull=True) | Q(assessed=True)),
            models.CheckConstraint(
                name="milestone_released_after_deadline", condition=Q(released_at__isnull=True) | Q(released_at__gt=models.F("deadline"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self, now: dt.datetime) -> bool:
        """Whether a hand-in at the aware instant `now` counts: up to and including the deadline's own instant."""
        return now <= self.deadline
