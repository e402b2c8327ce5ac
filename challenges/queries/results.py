"""Results as those who may read them see them: nowhere a word of who reviewed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.crypto import salted_hmac
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.kit import clock
from accounts.kit.together import attach, fetch_together
from challenges.enums import Phase
from challenges.models import Challenge, Milestone, Review, Score, Submission, Team
from challenges.queries.outcomes import Marks, bars
from challenges.scoring import Mark, Outcome, Standing, of_submission, standing


@dataclass(frozen=True)
class CriterionScore:
    """A criterion with the mean of what reviewers gave, as a meter."""

    label: str
    value: Decimal
    max: int
    words: str


@dataclass(frozen=True)
class Remark:
    """What one reviewer gave on one criterion: the level in words, and their comment."""

    criterion: str
    level: str
    comment: str


@dataclass(frozen=True)
class Feedback:
    """One reviewer's feedback. `who` is 'Reviewer 1'; the order is shuffled once and for all, and tells nothing."""

    who: str
    comment: str
    remarks: list[Remark]


@dataclass(frozen=True)
class MilestoneResult:
    """One assessed milestone for one team. `when` says in words when results come, until `released`."""

    milestone: Milestone
    phase: str
    released: bool
    when: str
    submission: Submission | None
    outcome: Outcome | None
    criteria: list[CriterionScore]
    feedback: list[Feedback]
    standing: Standing | None
    bars: list[dict[str, str | int | bool]]


@dataclass(frozen=True)
class TeamScore:
    """A team with its score on each assessed milestone; None where there is none, or not yet."""

    team: Team
    scores: list[tuple[Milestone, Decimal | None]]


def team_results(team: Team, now: dt.datetime, *, own: bool = False) -> list[MilestoneResult]:
    """The assessed milestones of a team's challenge with what came of its work; `own` marks the team's bar as the reader's.

    One statement.
    """
    milestones = Milestone.objects.filter(challenge=team.challenge_id, assessed=True)
    works = Submission.objects.last_versions().filter(team=team, milestone__in=milestones.order_by().values("pk"))
    released = works.filter(milestone__released_at__isnull=False)
    reviews = Review.objects.filter(submission__in=released.order_by().values("pk"), submitted_at__isnull=False)
    scores = Score.objects.filter(review__in=reviews.order_by().values("pk")).select_related("criterion", "level")
    given = Marks(milestones.filter(released_at__isnull=False))
    fetch_together(milestones, works, reviews, scores, *given.querysets)
    attach(reviews, "scores", scores)
    found, words, of = given.by_milestone(), _feedback(reviews), {one.milestone_id: one for one in works}
    return [_result(one, of.get(one.pk), found.get(one.pk, {}), words, now, own) for one in milestones]


def team_scores(challenge: Challenge, teams: Sequence[Team]) -> list[TeamScore]:
    """The released scores of several teams of one challenge. One statement."""
    milestones = Milestone.objects.filter(challenge=challenge, assessed=True)
    released = milestones.filter(released_at__isnull=False)
    works = Submission.objects.last_versions().filter(team__in=teams, milestone__in=released.order_by().values("pk"))
    keys = works.values_list("team_id", "milestone_id", "pk")
    given = Marks(released)
    fetch_together(milestones, keys, *given.querysets)
    marks = given.by_milestone()
    found = {(team, milestone): of_submission(list(marks.get(milestone, {}).get(pk, {}).values())) for team, milestone, pk in keys}
    return [
        TeamScore(team, [(one, outcome.score if (outcome := found.get((team.pk, one.pk))) else None) for one in milestones])
        for team in teams
    ]


def _result(
    milestone: Milestone,
    submission: Submission | None,
    given: dict[int, dict[int, list[Mark]]],
    words: dict[int, list[Review]],
    now: dt.datetime,
    is_own: bool,
) -> MilestoneResult:
    released = milestone.released_at is not None
    own = given.get(submission.pk, {}) if submission and released else {}
    outcome = of_submission(list(own.values()))
    scores = [one.score for marks in given.values() if (one := of_submission(list(marks.values())))]
    reviews = words.get(submission.pk, []) if submission and released else []
    found = standing(scores, outcome.score) if outcome else None
    return MilestoneResult(
        milestone=milestone,
        phase=str(Phase(milestone.phase).label),
        released=released,
        when="" if released else when_released(milestone, now),
        submission=submission,
        outcome=outcome,
        criteria=_criteria(outcome, reviews),
        feedback=[_said(number, review) for number, review in enumerate(reviews, start=1)],
        standing=found,
        bars=bars(found.bins, own=is_own) if found else [],
    )


def when_released(milestone: Milestone, now: dt.datetime) -> str:
    """When results can be expected, in words."""
    if milestone.is_open(now):
        return _("You can hand in until %(when)s. Reviewers read the work after that.") % {"when": clock.moment(milestone.deadline)}
    if milestone.reviews_due_at and now < milestone.reviews_due_at:
        return _("Reviewers read the work until %(when)s. Every team gets its results at the same moment after that.") % {
            "when": clock.moment(milestone.reviews_due_at)
        }
    return _("Reviewers are reading the work. Every team gets its results at the same moment, and you get a mail.")


def _feedback(given: Iterable[Review]) -> dict[int, list[Review]]:
    """Submitted reviews by submission, each in an order that has nothing to do with who was asked first."""
    found: dict[int, list[Review]] = {}
    for review in given:
        found.setdefault(review.submission_id, []).append(review)
    return {pk: sorted(reviews, key=_shuffled) for pk, reviews in found.items()}


def _shuffled(review: Review) -> str:
    return salted_hmac("challenges.results.order", str(review.pk)).hexdigest()


def _criteria(outcome: Outcome | None, reviews: list[Review]) -> list[CriterionScore]:
    if outcome is None or not reviews:
        return []
    titles = {score.criterion_id: score.criterion.title for review in reviews for score in review.scores.all()}
    return [
        CriterionScore(
            label=titles[criterion],
            value=mean.points,
            max=mean.most,
            words=_("%(points)s of %(most)s") % {"points": _plain(mean.points), "most": mean.most},
        )
        for criterion, mean in outcome.criteria.items()
    ]


def _plain(value: Decimal) -> str:
    return number_format(value.to_integral_value() if value == value.to_integral_value() else value)


def _said(number: int, review: Review) -> Feedback:
    scores: list[Score] = list(review.scores.all())
    return Feedback(
        who=_("Reviewer %(number)d") % {"number": number},
        comment=review.comment,
        remarks=[Remark(score.criterion.title, str(score.level) if score.level else "", score.comment) for score in scores],
    )
