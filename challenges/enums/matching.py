"""The states of a run that forms teams, and what the office says about pairs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """A run waits for a worker, is computed, and ends: with a proposal, with the reasons why there is none, stopped, or failed."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    FOUND = "found", _("Proposal made")
    IMPOSSIBLE = "impossible", _("Impossible")
    CANCELLED = "cancelled", _("Stopped")
    FAILED = "failed", _("Failed")


RUN_STEPS: dict[str, frozenset[str]] = {
    RunState.WAITING: frozenset({RunState.RUNNING, RunState.CANCELLED}),
    RunState.RUNNING: frozenset({RunState.FOUND, RunState.IMPOSSIBLE, RunState.CANCELLED, RunState.FAILED}),
    RunState.FOUND: frozenset(),
    RunState.IMPOSSIBLE: frozenset(),
    RunState.CANCELLED: frozenset(),
    RunState.FAILED: frozenset(),
}


class Keep(models.TextChoices):
    """What has to hold for a pair of students."""

    APART = "apart", _("Not in one team")
    TOGETHER = "together", _("In one team")
