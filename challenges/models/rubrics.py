"""The rubric of a challenge: weighted criteria with described levels."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from challenges.models.challenges import Challenge


class Criterion(models.Model):
    """One thing that is judged. Weights are percentages and add up to 100 before a challenge can be submitted."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("criterion"), max_length=100)
    description = models.CharField(_("what it asks"), max_length=400, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight in %"), validators=[MinValueValidator(1), MaxValueValidator(100)])

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(name="criterion_weight_percent", condition=Q(weight__gte=1, weight__lte=100))]

    def __str__(self) -> str:
        return self.title


class RubricLevel(models.Model):
    """One described level of a criterion. Points start at 1; the highest level is worth the criterion's whole weight."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    points = models.PositiveSmallIntegerField(_("points"), validators=[MinValueValidator(1), MaxValueValidator(10)])
    title = models.CharField(_("level"), max_length=60)
    description = models.CharField(_("what one sees"), max_length=300, blank=True)

    class Meta:
        ordering = ["points"]
        constraints = [
            models.UniqueConstraint(name="level_once_a_criterion", fields=["criterion", "points"]),
            models.CheckConstraint(name="level_points_in_range", condition=Q(points__gte=1, points__lte=10)),
        ]

    def __str__(self) -> str:
        return f"{self.points} · {self.title}"
