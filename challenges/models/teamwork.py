"""How people come into a team besides an invitation by mail: a link that the team shares, and a request to join."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import TermsAcceptance
from challenges.enums.teams import RequestAnswer
from challenges.models.participation import Team


class TeamLink(models.Model):
    """The link with which a team takes people in. The secret is signed from the row when it is shown; `round` counts links: only the newest
    one works, and none while the link is closed."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="link")
    round = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="team_link_closes_later", condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")))
        ]

    def __str__(self) -> str:
        return str(self.team)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def open(self, now: dt.datetime) -> "JoinRequestQuerySet":
        """Without an answer, and not expired."""
        return self.filter(answer="", expires_at__gt=now)


class JoinRequest(models.Model):
    """Somebody asks to join a team. `terms` are those accepted with it; whoever is taken in joins under them."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    words = models.TextField(_("why you"), max_length=1000)
    terms = models.ForeignKey(TermsAcceptance, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=RequestAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects: ClassVar[JoinRequestQuerySet] = JoinRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_open_join_request", fields=["team", "user"], condition=Q(answer="")),
            models.CheckConstraint(name="join_request_expires_later", condition=Q(expires_at__gt=F("asked_at"))),
            models.CheckConstraint(
                name="join_request_answer_has_time",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(name="join_request_answer_known", condition=Q(answer__in=["", *RequestAnswer.values])),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.team}"
