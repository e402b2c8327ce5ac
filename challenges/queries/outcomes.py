"""What reviews came to: the bridge from rows to `challenges.scoring`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from challenges.models import Criterion, Milestone, Score, Submission
from challenges.scoring import Bin, Mark


@dataclass(frozen=True)
class Gaps:
    """What a milestone still misses: reviews that are open, and submissions without any submitted review."""

    submissions: int
    open: int
    unreviewed: int


def gaps(milestone_id: int) -> Gaps:
    """Counted over the versions that count, in one query."""
    rows = (
        Submission.objects.last_versions()
        .filter(milestone=milestone_id)
        .annotate(
            open=Count("reviews", filter=Q(reviews__submitted_at__isnull=True)),
            done=Count("reviews", filter=Q(reviews__submitted_at__isnull=False)),
        )
        .values_list("open", "done")
    )
    found = list(rows)
    return Gaps(len(found), sum(open_ for open_, _ in found), sum(not done for _, done in found))


class Marks:
    """The marks of submitted reviews of some milestones. Read `querysets` together with what else a page needs, then ask for them."""

    def __init__(self, milestones: QuerySet[Milestone]) -> None:
        keys = milestones.order_by().values("pk")
        self._most = (
            Criterion.objects.filter(challenge__milestones__in=keys)
            .order_by()
            .annotate(most=Max("levels__points"))
            .values_list("pk", "most")
        )
        self._rows = (
            Score.objects.filter(
                review__submission__in=Submission.objects.last_versions().filter(milestone__in=keys),
                review__submitted_at__isnull=False,
                level__isnull=False,
            )
            .order_by("review_id", "criterion__position", "criterion_id")
            .values_list(
                "review__submission__milestone_id",
                "review__submission_id",
                "review_id",
                "criterion_id",
                "criterion__weight",
                "level__points",
            )
        )
        self.querysets: list[QuerySet[Any, Any]] = [self._most, self._rows]

    def by_milestone(self) -> dict[int, dict[int, dict[int, list[Mark]]]]:
        """By milestone, then by submission (versions that count), then by review in the order of assignment."""
        most = dict(self._most)
        found: dict[int, dict[int, dict[int, list[Mark]]]] = {}
        for milestone, submission, review, criterion, weight, points in self._rows:
            reviews = found.setdefault(milestone, {}).setdefault(submission, {})
            reviews.setdefault(review, []).append(Mark(criterion, weight, points, most[criterion]))
        return found


def bars(bins: Iterable[Bin], *, own: bool = False) -> list[dict[str, str | int | bool]]:
    """Bins as the chart takes them: '7–8' with its count; `own` marks the reader's bar."""
    return [{"label": f"{one.low}–{one.high}", "count": one.count, "own": own and one.own} for one in bins]
