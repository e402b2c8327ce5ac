"""Who reviews what: the office's decisions."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.enums import Role
from accounts.kit.refusals import Refusal
from accounts.models import User
from accounts.queries.people import holders
from challenges.actions.locks import lock_milestone, lock_review
from challenges.assignment import spread
from challenges.enums import ChallengeState
from challenges.models import Milestone, Review, Submission
from challenges.queries.assigning import CONFLICTS, bars, to_review
from challenges.queries.pseudonyms import called
from challenges.queries.review_queue import OPEN


@dataclass(frozen=True)
class Assigned:
    """What an assignment came to: how many reviews were added, and which teams (under pseudonyms) still lack how many reviewers."""

    added: int
    short: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class _Facts:
    milestone: Milestone
    submissions: list[Submission]
    people: dict[int, User]
    barred: dict[tuple[int, int], str]
    given: set[tuple[int, int]]


def assign(
    *, milestone: Milestone, submissions: Collection[int], people: Collection[int], due_at: dt.datetime, by: User, now: dt.datetime
) -> Assigned:
    """Ask each of these people to review each of these submissions by `due_at`; who was asked already is not asked again.

    Refuses before the deadline, after release, a person without the faculty role, and anyone with a conflict, in words.
    """
    with transaction.atomic():
        facts = _gather(milestone, submissions, people, due_at, now)
        words = [
            str(CONFLICTS[facts.barred[one.pk, who]]) % {"reviewer": facts.people[who].name, "team": called(one.team.pseudonym)}
            for one in facts.submissions
            for who in facts.people
            if (one.pk, who) in facts.barred
        ]
        if words:
            raise Refusal(" ".join(words), field="people")
        wanted = [(one.pk, who) for one in facts.submissions for who in facts.people]
        return Assigned(_add(facts, wanted, due_at, by, now))


def assign_evenly(
    *,
    milestone: Milestone,
    submissions: Collection[int],
    people: Collection[int],
    each: int,
    due_at: dt.datetime,
    by: User,
    now: dt.datetime,
) -> Assigned:
    """Bring each submission up to `each` reviewers, spread evenly over these people; conflicts are stepped around.

    Refuses as `assign` does; where too few people may review a submission, says so in `short`.
    """
    with transaction.atomic():
        facts = _gather(milestone, submissions, people, due_at, now)
        found = spread(
            submissions=[one.pk for one in facts.submissions],
            reviewers=sorted(facts.people),
            each=each,
            barred=facts.barred.keys(),
            given=facts.given,
        )
        names = {one.pk: one.team.pseudonym for one in facts.submissions}
        return Assigned(
            _add(facts, found.pairs, due_at, by, now), tuple((called(names[one]), lacking) for one, lacking in found.short.items())
        )


def withdraw(*, review: Review, by: User, now: dt.datetime) -> None:
    """Take an assignment back; what was drafted goes with it. Refuses one that was submitted, and any after release.

    Tells the reviewer.
    """
    with transaction.atomic():
        milestone, locked = lock_review(review)
        if milestone.released_at or locked.submitted_at:
            raise Refusal(_("This review has been submitted, so it stays."))
        trail.record(
            "review.withdrawn",
            on=locked,
            within=milestone.challenge,
            by=by,
            now=now,
            reviewer=locked.reviewer.name,
            team=locked.submission.team.pseudonym,
        )
        context = {
            "challenge": milestone.challenge.title,
            "milestone": milestone.title,
            "team": locked.submission.team.pseudonym,
            "submission_id": locked.submission_id,
        }
        notifications.tell(kind="review_withdrawn", to=[locked.reviewer], path="/me/", context=context, key=str(locked.pk), now=now)
        locked.delete()


def move_due(*, milestone: Milestone, due_at: dt.datetime, by: User, now: dt.datetime) -> int:
    """Give every open review of a milestone another due date, and tell each reviewer once. Gives how many reviews moved.

    Refuses a moment that has passed, and when no review is open that is due at another moment.
    """
    with transaction.atomic():
        locked = lock_milestone(milestone)
        if due_at <= now:
            raise Refusal(_("This moment has passed. Choose one in the future."), field="due_at")
        moving = list(Review.objects.filter(OPEN, submission__milestone=locked).exclude(due_at=due_at))
        if not moving:
            raise Refusal(_("No open review is due at another moment, so nothing changes."), field="due_at")
        Review.objects.filter(pk__in=[one.pk for one in moving]).update(due_at=due_at)
        locked.reviews_due_at = due_at
        locked.save(update_fields=["reviews_due_at"])
        trail.record("reviews.moved", on=locked, within=locked.challenge, by=by, now=now, due=due_at.isoformat(), reviews=len(moving))
        asked = Counter(one.reviewer_id for one in moving)
        for person in User.objects.filter(pk__in=asked):
            _tell(locked, person, "review_moved", asked[person.pk], due_at, now)
        return len(moving)


def _gather(milestone: Milestone, submissions: Collection[int], people: Collection[int], due_at: dt.datetime, now: dt.datetime) -> _Facts:
    locked = lock_milestone(milestone)
    challenge = locked.challenge
    if challenge.state != ChallengeState.PUBLISHED or not locked.assessed:
        raise Refusal(_("There is nothing to review here."))
    if locked.released_at:
        raise Refusal(_("The results are released. Nobody can be asked to review any more."))
    if locked.is_open(now):
        raise Refusal(_("Teams can still hand in. Reviewers can be asked after the deadline."))
    if due_at <= now:
        raise Refusal(_("This moment has passed. Choose one in the future."), field="due_at")
    works = list(to_review(locked.pk).filter(pk__in=submissions))
    if len(works) != len(set(submissions)):
        raise Refusal(_("A team has handed in a newer version since. Look at the list again."), field="submissions")
    chosen = {person.pk: person for person in holders(Role.FACULTY, now).filter(pk__in=people)}
    if len(chosen) != len(set(people)):
        raise Refusal(_("Somebody you chose is not faculty any more. Look at the list again."), field="people")
    if not works or not chosen:
        raise Refusal(_("Choose at least one submission and one reviewer."), field="submissions" if chosen else "people")
    teams = {one.team_id: one for one in works}
    barred = {(teams[team].pk, who): reason for (team, who), reason in bars(challenge, [one.team for one in works], list(chosen)).items()}
    given = set(Review.objects.filter(submission__milestone=locked).values_list("submission_id", "reviewer_id"))
    return _Facts(locked, works, chosen, barred, given)


def _add(facts: _Facts, pairs: Sequence[tuple[int, int]], due_at: dt.datetime, by: User, now: dt.datetime) -> int:
    fresh = [pair for pair in pairs if pair not in facts.given]
    if not fresh:
        return 0
    Review.objects.bulk_create(
        Review(submission_id=submission, reviewer_id=who, assigned_at=now, assigned_by=by, due_at=due_at) for submission, who in fresh
    )
    _expect(facts.milestone, due_at)
    names = {one.pk: one.team.pseudonym for one in facts.submissions}
    trail.record(
        "reviews.assigned",
        on=facts.milestone,
        within=facts.milestone.challenge,
        by=by,
        now=now,
        due=due_at.isoformat(),
        pairs=[[names[submission], facts.people[who].name] for submission, who in fresh],
    )
    for who in dict.fromkeys(who for _submission, who in fresh):
        count = sum(one == who for _submission, one in fresh)
        _tell(facts.milestone, facts.people[who], "review_assigned", count, due_at, now)
    return len(fresh)


def _expect(milestone: Milestone, due_at: dt.datetime) -> None:
    """Students read until when reviewers have: the latest date that anybody was given."""
    if milestone.reviews_due_at is None or milestone.reviews_due_at < due_at:
        milestone.reviews_due_at = due_at
        milestone.save(update_fields=["reviews_due_at"])


def _tell(milestone: Milestone, person: User, kind: str, count: int, due_at: dt.datetime, now: dt.datetime) -> None:
    notifications.tell(
        kind=kind,
        to=[person],
        path="/reviews/",
        context={
            "challenge": milestone.challenge.title,
            "milestone": milestone.title,
            "milestone_id": milestone.pk,
            "count": count,
            "due": due_at.isoformat(),
        },
        key=f"{milestone.pk}:{now.isoformat()}",
        now=now,
    )
