"""The line for a seat of a full challenge, and how many seats a discipline may have."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.kit.fields import both_or_neither
from challenges.enums.waiting import Passed, WaitEnd
from challenges.models.challenges import Challenge


class DisciplineQuota(models.Model):
    """At most so many seats for one discipline: a code of ISCED-F 2013 that is broad, narrow or detailed (2, 3 or 4 digits)."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="quotas")
    discipline = models.CharField(_("discipline"), max_length=4)
    most = models.PositiveSmallIntegerField(_("seats at most"), validators=[MinValueValidator(1), MaxValueValidator(2000)])

    class Meta:
        ordering: ClassVar[list[str]] = ["discipline"]
        constraints = [
            models.UniqueConstraint(name="quota_once_a_discipline", fields=["challenge", "discipline"]),
            models.CheckConstraint(name="quota_discipline_is_a_code", condition=Q(discipline__regex=r"^\d{2,4}$")),
            models.CheckConstraint(name="quota_has_a_seat", condition=Q(most__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.discipline}: {self.most}"


class WaitlistQuerySet(models.QuerySet["WaitlistEntry"]):
    def active(self) -> "WaitlistQuerySet":
        """Those that have not ended: who waits, and who has an offer."""
        return self.filter(ended_at__isnull=True)

    def waiting(self) -> "WaitlistQuerySet":
        """Those in the line; who has an offer has left it."""
        return self.active().filter(offered_at__isnull=True)

    def holding(self, now: dt.datetime) -> "WaitlistQuerySet":
        """Those whom a seat is kept from others for: an open offer, or the next free seat. Who was passed over keeps none."""
        return self.active().filter(Q(offered_at__isnull=True, passed="") | Q(offer_expires_at__gt=now))

    def offers(self, now: dt.datetime) -> "WaitlistQuerySet":
        """Those with an open offer."""
        return self.active().filter(offer_expires_at__gt=now)


class WaitlistEntry(models.Model):
    """One person in the line of a challenge, in the order of `waiting_since` and key. An open offer holds a seat until its hour.

    `passed` says why somebody was passed over when a seat was free; empty for everybody else.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="waitlist")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waitlist")
    waiting_since = models.DateTimeField()
    passed = models.CharField(max_length=10, choices=Passed.choices, blank=True)
    offered_at = models.DateTimeField(null=True)
    offer_expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=10, choices=WaitEnd.choices, blank=True)

    objects: ClassVar[WaitlistQuerySet] = WaitlistQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar[list[str]] = ["waiting_since", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_active_place_in_line", fields=["challenge", "user"], condition=Q(ended_at__isnull=True)),
            both_or_neither("waitlist_offer_has_an_hour", "offered_at", "offer_expires_at"),
            models.CheckConstraint(
                name="waitlist_offer_lasts", condition=Q(offered_at__isnull=True) | Q(offer_expires_at__gt=F("offered_at"))
            ),
            models.CheckConstraint(
                name="waitlist_end_has_a_reason",
                condition=Q(ended_at__isnull=True, ended_how="") | Q(ended_at__gte=F("waiting_since"), ended_how__in=WaitEnd.values),
            ),
            models.CheckConstraint(name="waitlist_passed_known", condition=Q(passed__in=["", *Passed.values])),
            models.CheckConstraint(name="waitlist_passed_has_no_offer", condition=Q(passed="") | Q(offered_at__isnull=True)),
        ]
        indexes = [
            models.Index(name="waitlist_active", fields=["challenge", "waiting_since"], condition=Q(ended_at__isnull=True)),
            models.Index(name="waitlist_of_user", fields=["user"], condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.challenge}"

    def has_offer(self, now: dt.datetime) -> bool:
        """Whether a seat is kept for this person at the instant `now`."""
        return self.ended_at is None and self.offer_expires_at is not None and now < self.offer_expires_at
