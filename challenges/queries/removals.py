"""Members whom their teams asked to go, as the programme office sees them."""

from dataclasses import dataclass

from accounts.kit.together import fetch_together
from challenges.models import RemovalRequest

MOST_DECIDED = 30


@dataclass(frozen=True)
class Removals:
    """What waits for a decision, oldest first, and the last decisions, newest first."""

    waiting: list[RemovalRequest]
    decided: list[RemovalRequest]


def removals() -> Removals:
    """All that waits, and what was decided lately. One statement. Who left by themselves meanwhile is no longer waited for."""
    rows = RemovalRequest.objects.select_related(
        "participation__user", "participation__team", "participation__challenge", "asked_by", "decided_by"
    )
    waiting = rows.filter(decided_at__isnull=True, participation__left_at__isnull=True).order_by("asked_at", "pk")
    decided = rows.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")[:MOST_DECIDED]
    fetch_together(waiting, decided)
    return Removals(list(waiting), list(decided))
