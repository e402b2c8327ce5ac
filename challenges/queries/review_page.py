"""The screen of one review: the work on one side, the rubric on the other. Nothing on it says whose work it is."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from challenges.enums import ChallengeState, Phase
from challenges.models import Criterion, Review, WorkFile
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


def review_page(review: Review) -> ReviewPage:
    """Everything about one review but the marks in it. Three queries."""
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
        criteria=criteria(milestone.challenge_id),
        submitted=review.submitted_at is not None,
        locked=milestone.released_at is not None or milestone.challenge.state != ChallengeState.PUBLISHED,
    )


def criteria(challenge_id: int) -> list[Criterion]:
    """The rubric of a challenge with its levels. Two queries."""
    return list(Criterion.objects.filter(challenge=challenge_id).prefetch_related("levels"))


def files(found: list[WorkFile]) -> list[File]:
    """Files of one version under neutral names, in their order."""
    return [File(neutral_name(place, one.name), one.size, one.key, one) for place, one in enumerate(found, start=1)]
