"""Races of the office and the reviewers: asking, reviewing, releasing."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from accounts.audit.models import Entry
from accounts.models import User
from challenges.actions import assigning, cancelling, releasing, reviews, writing
from challenges.models import Challenge, Criterion, Review
from challenges.queries.facts import revision
from challenges.rules.typed import CriterionTyped, LevelTyped
from tests.challenges.scenes import Scene, closed_scene, judgement, submitted
from tests.factories import ReviewFactory, coordinator, faculty, staff_of
from tests.races.guards import Lock
from tests.races.handing_in import with_deadline
from tests.races.table import Race, guarded_by, parted, told, trail

DAY = dt.timedelta(days=1)
CLOSED = "The results are released, so that reviews can no longer be changed."
WITHDRAWN = "The programme office has withdrawn this review in the meantime."


def judging(review: Review, scene: Scene) -> Callable[[], None]:
    return partial(reviews.submit, review=review, judgement=judgement(scene.challenge), by=review.reviewer, now=timezone.now())


def releasing_by(scene: Scene, by: User, *, despite_gaps: bool = True) -> Callable[[], None]:
    return partial(releasing.release, milestone=scene.milestone, despite_gaps=despite_gaps, by=by, now=timezone.now())


@guarded_by({Lock(Challenge): "a review was in that the release had counted as missing"})
def release_against_a_late_review() -> Race:
    """The office releases in spite of an open review while the reviewer submits it."""
    scene = closed_scene(teams=1)
    submitted(scene.works[0], 4)
    late = ReviewFactory(submission=scene.works[0])

    def check(found: list[Any]) -> None:
        late.refresh_from_db()
        scene.milestone.refresh_from_db()
        parted(found)
        counted = late.submitted_at is not None
        assert (found[0], bool(scene.milestone.released_at)) == (None, True)
        assert found[1] is None if counted else str(found[1]) == CLOSED
        assert Entry.objects.get(action="results.released").detail["open_reviews"] == (not counted)
        assert trail() == {"results.released": 1} | ({"review.submitted": 1} if counted else {})
        assert told()["result_released"] == 2

    return Race([releasing_by(scene, coordinator()), judging(late, scene)], check)


@guarded_by({Lock(Challenge): "the release was recorded twice, under two names"})
def two_coordinators_release() -> Race:
    """Two coordinators release the same results."""
    scene = closed_scene(teams=2)
    for work in scene.works:
        submitted(work)

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        assert (done, words) == ([None], ["The results were released already."])
        assert (told(), trail()) == ({"result_released": 4, "results_ready": 1}, {"results.released": 1})

    return Race([releasing_by(scene, coordinator(), despite_gaps=False) for _ in range(2)], check)


@guarded_by({Lock(Challenge): "the results of a cancelled challenge were released"})
def release_against_cancelling() -> Race:
    """One coordinator releases while another one cancels."""
    scene = closed_scene(teams=1)
    submitted(scene.works[0])

    def check(found: list[Any]) -> None:
        scene.milestone.refresh_from_db()
        scene.challenge.refresh_from_db()
        _done, (words,) = parted(found)
        released = bool(scene.milestone.released_at)
        assert (scene.challenge.state, found[0] is None) == ("published" if released else "cancelled", released)
        assert words == (
            "Results have been released, so it can't be cancelled any more." if released else "There are no results to release here."
        )
        assert trail() == ({"results.released": 1} if released else {"challenge.cancelled": 1})

    cancel = partial(cancelling.cancel, challenge=scene.challenge, reason="No data.", by=coordinator(), now=timezone.now())
    return Race([releasing_by(scene, coordinator()), cancel], check)


@guarded_by({Lock(Challenge): "teams could hand in again what was reviewed already"})
def deadline_moves_while_reviewed() -> Race:
    """The deadline moves later while a reviewer submits the first review."""
    scene = closed_scene(teams=1)
    review, later = ReviewFactory(submission=scene.works[0]), timezone.now() + 2 * DAY

    def check(found: list[Any]) -> None:
        review.refresh_from_db()
        scene.milestone.refresh_from_db()
        _done, (words,) = parted(found)
        judged = review.submitted_at is not None
        assert judged == (scene.milestone.deadline != later)
        assert words == (
            "It is being reviewed; this deadline stays."
            if judged
            else "The deadline has moved and teams can hand in again. Your draft is kept; submit after the deadline."
        )
        assert trail() == ({"review.submitted": 1} if judged else {"challenge.changed": 1})

    move = with_deadline(scene.milestone, later, staff_of(scene.challenge.organisation), timezone.now())
    return Race([judging(review, scene), move], check)


@guarded_by({})
def rubric_changes_while_reviewed() -> Race:
    """The words of the rubric change while a reviewer saves the first draft: mended before, or kept word for word after."""
    scene = closed_scene(teams=1)
    review = ReviewFactory(submission=scene.works[0])
    criteria = [
        CriterionTyped(
            title=f"{one.title}, mended",
            description=one.description,
            weight=one.weight,
            levels=tuple(LevelTyped(level.title, level.description) for level in one.levels.all()),
            pk=one.pk,
        )
        for one in scene.challenge.criteria.all()
    ]

    def check(found: list[Any]) -> None:
        # Saved under the new words, or saved first, so that the words stay.
        parted(found)
        assert found[0] is None
        mended = isinstance(found[1], Challenge)
        assert [one.title.endswith("mended") for one in Criterion.objects.all()] == [mended] * 2
        assert mended or str(found[1]) == "Reviewing has begun: the rubric stays word for word."
        assert Review.objects.get().saved_at is not None
        assert trail() == ({"challenge.changed": 1} if mended else {})

    save = partial(
        writing.save,
        challenge=scene.challenge,
        section="rubric",
        values={"criteria": criteria},
        revision_read=revision(scene.challenge, "rubric"),
        by=staff_of(scene.challenge.organisation),
    )

    def save_late() -> Challenge:
        return save(now=timezone.now())

    def draft() -> None:
        reviews.save_draft(review=review, judgement=judgement(scene.challenge), now=timezone.now())

    return Race([draft, save_late], check)


@guarded_by({Lock(Challenge): "the loser met an error of the database instead of words"})
def review_withdrawn_while_submitted() -> Race:
    """The office withdraws a review while the reviewer submits it."""
    scene = closed_scene(teams=1)
    review = ReviewFactory(submission=scene.works[0])

    def check(found: list[Any]) -> None:
        _done, (words,) = parted(found)
        stays = Review.objects.filter(submitted_at__isnull=False).exists()
        assert (found[0] is None) == stays == Review.objects.exists()
        assert words == ("This review has been submitted, so it stays." if stays else WITHDRAWN)
        assert told() == ({} if stays else {"review_withdrawn": 1})
        assert trail() == ({"review.submitted": 1} if stays else {"review.withdrawn": 1})

    withdraw = partial(assigning.withdraw, review=review, by=coordinator(), now=timezone.now())
    return Race([judging(review, scene), withdraw], check)


@guarded_by({})
def due_date_moves_while_submitted() -> Race:
    """The due date of reviews moves while a reviewer submits: moved and submitted, or submitted and so not moved."""
    scene = closed_scene(teams=1)
    review, due = ReviewFactory(submission=scene.works[0]), timezone.now() + 9 * DAY
    before = review.due_at

    def check(found: list[Any]) -> None:
        review.refresh_from_db()
        scene.milestone.refresh_from_db()
        parted(found)
        moved = found[1] == 1
        assert (found[0], bool(review.submitted_at)) == (None, True)
        assert moved or str(found[1]) == "No open review is due at another moment, so nothing changes."
        assert (review.due_at, scene.milestone.reviews_due_at) == ((due, due) if moved else (before, None))
        assert told() == ({"review_moved": 1} if moved else {})
        assert trail() == {"review.submitted": 1} | ({"reviews.moved": 1} if moved else {})

    move = partial(assigning.move_due, milestone=scene.milestone, due_at=due, by=coordinator(), now=timezone.now())
    return Race([judging(review, scene), move], check)


@guarded_by({Lock(Challenge): "the loser met an error of the database instead of words"})
def two_coordinators_assign() -> Race:
    """Two coordinators ask the same reviewers for the same submissions."""
    scene, people = closed_scene(teams=2), [faculty(), faculty()]

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        assert (sorted(one.added for one in done), words) == ([0, 4], [])
        assert Review.objects.count() == 4
        assert (told(), trail()) == ({"review_assigned": 2}, {"reviews.assigned": 1})

    ask = partial(
        assigning.assign,
        milestone=scene.milestone,
        submissions=[one.pk for one in scene.works],
        people=[one.pk for one in people],
        due_at=timezone.now() + 7 * DAY,
        now=timezone.now(),
    )
    return Race([partial(ask, by=coordinator()) for _ in range(2)], check)


@guarded_by({Lock(Challenge): "one text was lost without a word"})
def two_coordinators_write_the_outcome() -> Race:
    """Two coordinators write what came of a challenge."""
    from accounts.kit.marks import mark

    scene = closed_scene(teams=1)

    def check(found: list[Any]) -> None:
        scene.challenge.refresh_from_db()
        done, (words,) = parted(found)
        assert done == [None]
        assert scene.challenge.outcome == f"Text {found.index(None)}."
        assert words.startswith("Somebody else saved this after you opened the page.")
        assert trail() == {"challenge.outcome_written": 1}

    write = partial(releasing.write_outcome, challenge=scene.challenge, seen=mark(""), now=timezone.now())
    return Race([partial(write, text=f"Text {n}.", by=coordinator()) for n in range(2)], check)
