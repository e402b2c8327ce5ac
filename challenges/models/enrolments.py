"""Who joined an edition, and which of its challenges they wish for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import TermsAcceptance
from challenges.models.challenges import Challenge
from challenges.models.programmes import Programme


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def active(self) -> "EnrolmentQuerySet":
        """Those who have not left."""
        return self.filter(left_at__isnull=True)


class Enrolment(models.Model):
    """One person in one edition, with the terms they accepted. Who left keeps the row; who comes back gets a new one."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    terms = models.ForeignKey(TermsAcceptance, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    wishes_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[EnrolmentQuerySet] = EnrolmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(name="one_active_enrolment", fields=["programme", "user"], condition=Q(left_at__isnull=True)),
            models.CheckConstraint(
                name="enrolment_leaves_after_joining", condition=Q(left_at__isnull=True) | Q(left_at__gte=models.F("joined_at"))
            ),
        ]
        indexes = [models.Index(name="enrolment_of_user", fields=["user"], condition=Q(left_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.user}: {self.programme}"


class Wish(models.Model):
    """One challenge that an enrolled person wishes for: its place (1 is first; two may share one) or its points. No wish is no row."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="wishes")
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="wishes")
    place = models.PositiveSmallIntegerField(null=True)
    points = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["place", "-points", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_wish_a_challenge", fields=["enrolment", "challenge"]),
            models.CheckConstraint(
                name="wish_has_place_or_points",
                condition=Q(place__isnull=False, place__gte=1, points__isnull=True)
                | Q(place__isnull=True, points__isnull=False, points__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.place or self.points}"
