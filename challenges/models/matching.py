"""Teams made by the office: runs of the solver, what they propose, and pairs of students."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from challenges.enums import Keep, RunState
from challenges.models.challenges import Challenge
from challenges.models.enrolments import Enrolment
from challenges.models.participation import Participation, Team
from challenges.models.programmes import Programme

_UNDER_WAY = Q(state__in=[RunState.WAITING, RunState.RUNNING])


class MatchingRunQuerySet(models.QuerySet["MatchingRun"]):
    def under_way(self) -> "MatchingRunQuerySet":
        """Those that have not ended."""
        return self.filter(_UNDER_WAY)

    def due(self, now: dt.datetime) -> "MatchingRunQuerySet":
        """Waiting, or left behind by a worker whose lease ran out."""
        return self.filter(Q(state=RunState.WAITING) | Q(state=RunState.RUNNING, leased_until__lte=now))


class MatchingRun(models.Model):
    """One search for teams: a row first, which a worker takes up. `weights` are points by name (`queries.matching.weights`);
    `most_moves`, for a change of teams that exist, is how many others may move; `based_on` the proposal whose pinned places stay."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="matching_runs")
    seed = models.PositiveIntegerField(_("seed"), default=1)
    weights = models.JSONField(default=dict)
    most_moves = models.PositiveSmallIntegerField(null=True)
    based_on = models.ForeignKey("Proposal", null=True, on_delete=models.SET_NULL, related_name="runs_after")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    obstacles = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[MatchingRunQuerySet] = MatchingRunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_matching_run_a_programme", fields=["programme"], condition=_UNDER_WAY),
            models.CheckConstraint(name="matching_run_state_known", condition=Q(state__in=RunState.values)),
            models.CheckConstraint(
                name="matching_run_leased_while_running",
                condition=Q(state=RunState.RUNNING, leased_until__isnull=False) | ~Q(state=RunState.RUNNING) & Q(leased_until__isnull=True),
            ),
            models.CheckConstraint(
                name="matching_run_ended_has_time",
                condition=_UNDER_WAY & Q(ended_at__isnull=True) | ~_UNDER_WAY & Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(name="matching_run_progress_is_percent", condition=Q(progress__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.pk}"

    def is_under_way(self) -> bool:
        return self.state in {RunState.WAITING, RunState.RUNNING}


class Proposal(models.Model):
    """Teams as a run proposes them and the office changes them. `most`: no placement is worth more (null where no bound is known);
    `revision` counts changes; `history` holds for each change what it replaced, so that it can be undone."""

    run = models.OneToOneField(MatchingRun, on_delete=models.CASCADE, related_name="proposal")
    most = models.IntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)
    history = models.JSONField(default=list)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.run.programme}: {self.pk}"


class ProposedPlace(models.Model):
    """Where a proposal puts one student: into a team that exists, or into the new team of a challenge with this number.

    Once it is published, `participation` is what was made of it, and `why` says as data why this student is there
    (`queries.matching.reasons`); who was in the team already keeps the reason of before.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="places")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="places")
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(null=True)
    pinned = models.BooleanField(default=False)
    participation = models.OneToOneField(Participation, null=True, on_delete=models.SET_NULL, related_name="place")
    why = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="one_place_a_proposal", fields=["proposal", "enrolment"]),
            models.CheckConstraint(
                name="place_in_a_team_or_a_new_one",
                condition=Q(team__isnull=False, number__isnull=True) | Q(team__isnull=True, number__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.challenge} {self.team or self.number}"


class KeptPair(models.Model):
    """Two students who are to be in one team, or are not; the reason is the office's. `one` has the lower number."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="kept_pairs")
    one = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    keep = models.CharField(max_length=10, choices=Keep.choices)
    reason = models.CharField(_("reason"), max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_rule_a_pair", fields=["one", "other"]),
            models.CheckConstraint(name="kept_pair_is_two", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(name="kept_pair_known", condition=Q(keep__in=Keep.values)),
        ]

    def __str__(self) -> str:
        return f"{self.one}, {self.other}: {self.keep}"
