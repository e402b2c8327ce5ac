"""What a reviewer does: drafts, submits, and takes it back until release."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions.locks import lock_review
from challenges.enums import ChallengeState
from challenges.models import Criterion, Milestone, Review, Score, Submission
from challenges.rules.work import conflict


@dataclass(frozen=True)
class Judgement:
    """What a reviewer filled in: for each criterion the chosen level (or None) and a comment, and the feedback on the whole."""

    marks: Mapping[int, tuple[int | None, str]]
    comment: str

    def has_words(self) -> bool:
        """Whether there is any feedback in words at all."""
        return bool(self.comment.strip()) or any(comment.strip() for _level, comment in self.marks.values())


def save_draft(*, review: Review, judgement: Judgement, now: dt.datetime) -> None:
    """Keep what is filled in so far; nobody else sees it. Refuses a review that is submitted, and any after release."""
    with transaction.atomic():
        milestone, locked = lock_review(review)
        _check_open(locked, milestone)
        _write(locked, judgement, now)


def submit(*, review: Review, judgement: Judgement, by: User, now: dt.datetime) -> None:
    """Make the judgement final, until the reviewer changes it or the office releases.

    Refuses while a level is missing or there is no word of feedback, while teams can still hand in, after release, and a reviewer
    who has come to have a conflict. A release at the same moment either counts this review or refuses it.
    """
    with transaction.atomic():
        milestone, locked = lock_review(review)
        _check_open(locked, milestone)
        _check_current(locked.submission, milestone, now)
        if conflict(by, locked.submission.team):
            raise Refusal(_("You cannot review this team any more, because you are now involved with it. Tell the programme office."))
        _write(locked, judgement, now)
        if locked.scores.filter(level__isnull=False).count() < Criterion.objects.filter(challenge=milestone.challenge_id).count():
            raise Refusal(_("Choose a level for every criterion."))
        if not judgement.has_words():
            raise Refusal(_("Write at least one comment: a team learns from words."), field="comment")
        locked.submitted_at = now
        locked.save(update_fields=["submitted_at"])
        _note("review.submitted", locked, milestone, by, now)


def reopen(*, review: Review, by: User, now: dt.datetime) -> None:
    """Let the reviewer change a submitted review; it counts again once submitted. Refuses after release."""
    with transaction.atomic():
        milestone, locked = lock_review(review)
        if milestone.released_at:
            raise _released()
        if locked.submitted_at is None:
            raise WrongState(_("This review is open already."))
        locked.submitted_at = None
        locked.save(update_fields=["submitted_at"])
        _note("review.reopened", locked, milestone, by, now)


def _check_open(review: Review, milestone: Milestone) -> None:
    if milestone.released_at:
        raise _released()
    if milestone.challenge.state != ChallengeState.PUBLISHED:
        raise WrongState(_("The challenge was cancelled, so that nothing is reviewed any more."))
    if review.submitted_at:
        raise WrongState(_("You have submitted this review. Choose “Change my review” first."))


def _check_current(submission: Submission, milestone: Milestone, now: dt.datetime) -> None:
    if milestone.is_open(now):
        raise Refusal(_("The deadline has moved and teams can hand in again. Your draft is kept; submit after the deadline."))
    if Submission.objects.filter(team=submission.team_id, milestone=milestone, version__gt=submission.version).exists():
        raise Refusal(_("The team has handed in a newer version. Your draft is kept; the programme office will ask you about the new one."))


def _released() -> Refusal:
    return WrongState(_("The results are released, so that reviews can no longer be changed."))


def _write(review: Review, judgement: Judgement, now: dt.datetime) -> None:
    rubric = {
        criterion.pk: {level.pk for level in criterion.levels.all()}
        for criterion in Criterion.objects.filter(challenge=review.submission.team.challenge_id).prefetch_related("levels")
    }
    for criterion, (level, _comment) in judgement.marks.items():
        if criterion not in rubric or (level is not None and level not in rubric[criterion]):
            raise Refusal(_("The rubric has changed in the meantime. Look at the page again."))
    Score.objects.bulk_create(
        [
            Score(review=review, criterion_id=criterion, level_id=level, comment=comment)
            for criterion, (level, comment) in judgement.marks.items()
        ],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["level", "comment"],
    )
    review.comment, review.saved_at = judgement.comment, now
    review.save(update_fields=["comment", "saved_at"])


def _note(action: str, review: Review, milestone: Milestone, by: User, now: dt.datetime) -> None:
    trail.record(action, on=review, within=milestone.challenge, by=by, now=now, team=review.submission.team.pseudonym)
