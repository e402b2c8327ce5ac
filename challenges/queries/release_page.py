"""What the office weighs before it releases: scores, how far reviewers lie apart, and who is late."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.kit.together import attach, fetch_together
from challenges.models import Milestone, Review, Submission, Team
from challenges.queries.assign_page import late_words
from challenges.queries.assigning import to_review
from challenges.queries.outcomes import Gaps, Marks, bars
from challenges.queries.pseudonyms import called
from challenges.scoring import Mark, Outcome, distribution, of_submission


@dataclass(frozen=True)
class OneReview:
    """A reviewer of a submission with the score they gave, or in words why there is none yet."""

    reviewer: str
    score: Decimal | None
    missing: str
    late: bool


@dataclass(frozen=True)
class Row:
    """One submission: its team, its score and what each review gave."""

    submission: Submission
    team: str
    name: str
    outcome: Outcome | None
    reviews: list[OneReview]


@dataclass(frozen=True)
class LateReviewer:
    """A reviewer whose reviews are overdue: how many, and how long the oldest."""

    name: str
    count: int
    words: str


@dataclass(frozen=True)
class ReleasePage:
    """One assessed milestone of a challenge before or after release. `bars` is empty until something is scored."""

    milestones: list[Milestone]
    milestone: Milestone
    rows: list[Row]
    gaps: Gaps
    late: list[LateReviewer]
    nothing: list[Team]
    bars: list[dict[str, str | int | bool]]
    is_open: bool

    @property
    def scored(self) -> int:
        return sum(row.outcome is not None for row in self.rows)

    @property
    def far_apart(self) -> int:
        return sum(row.outcome is not None and row.outcome.far_apart for row in self.rows)

    @property
    def complete(self) -> bool:
        """Whether every submission is reviewed and no review is open."""
        return bool(self.rows) and not self.gaps.open and not self.gaps.unreviewed


def release_page(milestones: list[Milestone], milestone: Milestone, now: dt.datetime) -> ReleasePage:
    """Everything about one milestone. One statement."""
    submissions = to_review(milestone.pk).defer("text")
    reviews = Review.objects.filter(submission__in=submissions.order_by().values("pk")).select_related("reviewer").order_by("pk")
    given = Marks(Milestone.objects.filter(pk=milestone.pk))
    handed = submissions.order_by().values("team")
    teams = Team.objects.filter(challenge=milestone.challenge_id, participations__left_at__isnull=True, participations__isnull=False)
    nothing = teams.exclude(pk__in=handed).distinct().order_by("name")
    fetch_together(submissions, reviews, nothing, *given.querysets)
    attach(submissions, "reviews", reviews)
    marks = given.by_milestone().get(milestone.pk, {})
    rows = [_row(submission, marks.get(submission.pk, {}), now) for submission in submissions]
    scores = [row.outcome.score for row in rows if row.outcome]
    return ReleasePage(
        milestones=milestones,
        milestone=milestone,
        rows=rows,
        gaps=Gaps(
            len(rows),
            sum(one.score is None for row in rows for one in row.reviews),
            sum(all(one.score is None for one in row.reviews) for row in rows),
        ),
        late=_late(reviews, milestone, now),
        nothing=list(nothing),
        bars=bars(distribution(scores)) if scores else [],
        is_open=milestone.is_open(now),
    )


def _row(submission: Submission, given: dict[int, list[Mark]], now: dt.datetime) -> Row:
    outcome = of_submission(list(given.values()))
    scores = dict(zip(given, outcome.reviews, strict=True)) if outcome else {}
    return Row(
        submission=submission,
        team=called(submission.team.pseudonym),
        name=submission.team.name,
        outcome=outcome,
        reviews=[_review(review, scores.get(review.pk), now) for review in submission.reviews.all()],
    )


def _review(review: Review, score: Decimal | None, now: dt.datetime) -> OneReview:
    late = score is None and review.due_at <= now
    words = "" if score is not None else late_words(review.due_at, now) if late else _("open")
    return OneReview(review.reviewer.name, score, words, late)


def _late(reviews: Iterable[Review], milestone: Milestone, now: dt.datetime) -> list[LateReviewer]:
    if milestone.released_at:
        return []
    found: dict[str, list[Review]] = {}
    for review in sorted(reviews, key=lambda one: (one.due_at, one.pk)):
        if review.submitted_at is None and review.due_at <= now:
            found.setdefault(review.reviewer.name, []).append(review)
    return [LateReviewer(name, len(ones), late_words(ones[0].due_at, now)) for name, ones in found.items()]
