"""The screen of one review: the work on one side, the rubric on the other. Nothing on it says whose work it is."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from accounts.kit.together import attach, fetch_together
from challenges.enums import ChallengeState, Phase
from challenges.models import Criterion, Review, RubricLevel, WorkFile
from challenges.queries.pseudonyms import called, neutral_name


@dataclass(frozen=True)
class File:
    """A file of the work under a neutral name."""

    name: str
    size: int
    key: UUID
    work_file: WorkFile


@dataclass(frozen=True)
class ReviewPage:
    """What the reviewer reads. `locked` when nothing can be changed any more, `submitted` when it can be opened again."""

    review: Review
    title: str
    team: str
    version: int
    handed_in_at: dt.datetime
    text: str
    files: list[File]
    criteria: list[Criterion]
    submitted: bool
    locked: bool


def rubric_of(review: Review) -> list[Criterion]:
    """The rubric that a review is written by, with its levels. The review's scores and the files of its work are read with it, in the
    same statement, and stay with the review."""
    submission = review.submission
    found = Criterion.objects.filter(challenge=submission.milestone.challenge_id)
    levels = RubricLevel.objects.filter(criterion__in=found.order_by().values("pk"))
    scores = review.scores.select_related("criterion", "level")
    work = submission.files.annotate(of=F("submissions")).filter(of=submission.pk)
    fetch_together(found, levels, scores, work)
    attach(found, "levels", levels)
    attach([review], "scores", scores)
    attach([submission], "files", work, by="of")
    return list(found)


def review_page(review: Review, criteria: list[Criterion]) -> ReviewPage:
    """The page of a review whose rubric was read by `rubric_of`, without a statement of its own."""
    submission = review.submission
    milestone = submission.milestone
    return ReviewPage(
        review=review,
        title=f"{milestone.challenge.title} · {Phase(milestone.phase).label} · {milestone.title}",
        team=called(submission.team.pseudonym),
        version=submission.version,
        handed_in_at=submission.handed_in_at,
        text=submission.text,
        files=files(list(submission.files.all())),
        criteria=criteria,
        submitted=review.submitted_at is not None,
        locked=milestone.released_at is not None or milestone.challenge.state != ChallengeState.PUBLISHED,
    )


def files(found: list[WorkFile]) -> list[File]:
    """Files of one version under neutral names, in their order."""
    return [File(neutral_name(place, one.name), one.size, one.key, one) for place, one in enumerate(found, start=1)]
