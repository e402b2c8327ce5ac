"""What reviews came to: the bridge from rows to `challenges.scoring`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from challenges.models import Criterion, Score, Submission
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


def marks(milestones: Collection[int]) -> dict[int, dict[int, list[Mark]]]:
    """The marks of submitted reviews: by submission (versions that count), then by review in the order of assignment. Two queries."""
    most = dict(
        Criterion.objects.filter(challenge__milestones__in=milestones).annotate(most=Max("levels__points")).values_list("pk", "most")
    )
    rows = (
        Score.objects.filter(
            review__submission__in=Submission.objects.last_versions().filter(milestone__in=milestones),
            review__submitted_at__isnull=False,
            level__isnull=False,
        )
        .order_by("review_id", "criterion__position", "criterion_id")
        .values_list("review__submission_id", "review_id", "criterion_id", "criterion__weight", "level__points")
    )
    found: dict[int, dict[int, list[Mark]]] = {}
    for submission, review, criterion, weight, points in rows:
        found.setdefault(submission, {}).setdefault(review, []).append(Mark(criterion, weight, points, most[criterion]))
    return found


def bars(bins: Iterable[Bin], *, own: bool = False) -> list[dict[str, str | int | bool]]:
    """Bins as the chart takes them: '7–8' with its count; `own` marks the reader's bar."""
    return [{"label": f"{one.low}–{one.high}", "count": one.count, "own": own and one.own} for one in bins]
