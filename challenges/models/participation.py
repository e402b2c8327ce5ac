"""Who takes part, and with whom. Whoever works alone is a team of one, so that work always belongs to a team."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, TermsAcceptance
from challenges.models.challenges import Challenge


class Team(models.Model):
    """A team of a challenge. `pseudonym` is the name under which partner and reviewers know it; `solo` marks a team of one by choice.

    `captain` is whom the one before handed over to; without one it is who is in the team longest (`queries.captains`).
    A team that `seeks` somebody is on the board and takes requests to join; whoever may join reads its name and those words.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("name of the team"), max_length=60)
    solo = models.BooleanField(default=False)
    pseudonym = models.CharField(max_length=40)
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="coached_teams", verbose_name=_("coach")
    )
    captain = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("captain")
    )
    seeks = models.TextField(_("whom the team looks for"), max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("challenge", Lower("name"), name="team_name_once_a_challenge", condition=Q(solo=False)),
            models.UniqueConstraint(name="team_pseudonym_once_a_challenge", fields=["challenge", "pseudonym"]),
        ]

    def __str__(self) -> str:
        return self.name


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def active(self) -> "ParticipationQuerySet":
        """Those who have not left."""
        return self.filter(left_at__isnull=True)


class Participation(models.Model):
    """One person in one challenge, with the terms they accepted. Who left keeps the row; who comes back gets a new one."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="participations")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="participations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participations")
    terms = models.ForeignKey(TermsAcceptance, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ParticipationQuerySet] = ParticipationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_active_participation", fields=["challenge", "user"], condition=Q(left_at__isnull=True)),
            models.CheckConstraint(
                name="participation_leaves_after_joining", condition=Q(left_at__isnull=True) | Q(left_at__gte=models.F("joined_at"))
            ),
        ]
        indexes = [models.Index(name="participation_of_user", fields=["user"], condition=Q(left_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.user}: {self.challenge}"

    def is_active(self) -> bool:
        return self.left_at is None


class TeamInvitation(Invitation):
    """Asks the person behind an address to join a team. Where an introduction on the board led to it, the team knows whom it asks by name
    (`introduced`) and never by address."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    introduced = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(Invitation.Meta):
        constraints = [
            *Invitation.Meta.constraints,
            models.UniqueConstraint(
                name="one_undecided_team_invitation",
                fields=["team", "address"],
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True),
            ),
        ]

    @property
    def shown(self) -> str:
        """Whom the team asks, as it knows them."""
        return self.introduced.name if self.introduced else str(self.address)

    def is_open(self, now: dt.datetime) -> bool:
        return self.state(now) == "open"
