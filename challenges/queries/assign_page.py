"""The office's page on which reviewers are asked."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.kit import clock
from accounts.kit.together import attach, fetch_together
from accounts.models import User
from accounts.queries.people import holders
from challenges.models import Challenge, Milestone, Review, Submission
from challenges.queries.assigning import to_review
from challenges.queries.pseudonyms import called

REVIEWING = dt.timedelta(days=14)


@dataclass(frozen=True)
class Asked:
    """One reviewer of one submission and where the review stands; `can_withdraw` until it is submitted."""

    pk: int
    reviewer: str
    state: str
    tone: str
    due_at: dt.datetime
    can_withdraw: bool


@dataclass(frozen=True)
class Work:
    """One submission with its team under both names, and who was asked."""

    submission: Submission
    team: str
    name: str
    coach: str
    asked: list[Asked]


@dataclass(frozen=True)
class Load:
    """Somebody of faculty with what they have of this milestone: open and submitted reviews."""

    user: User
    open: int
    done: int


@dataclass(frozen=True)
class AssignPage:
    """One assessed milestone of a challenge. `closed` says why nobody can be asked now, else it is empty."""

    milestones: list[Milestone]
    milestone: Milestone
    works: list[Work]
    loads: list[Load]
    closed: str
    due_at: dt.datetime

    @property
    def without(self) -> int:
        """How many submissions nobody was asked to review."""
        return sum(not work.asked for work in self.works)

    @property
    def open(self) -> list[Asked]:
        """The reviews whose due date can still move."""
        if self.milestone.released_at or not self.milestone.challenge.is_public:
            return []
        return [one for work in self.works for one in work.asked if one.can_withdraw]

    @property
    def due_now(self) -> list[dt.datetime]:
        """When the open reviews are due, in order."""
        return sorted({one.due_at for one in self.open})


def assessed(challenge: Challenge) -> list[Milestone]:
    """The milestones of a challenge that are reviewed, in order of deadline."""
    return list(challenge.milestones.filter(assessed=True))


def pick(milestones: list[Milestone], wanted: str | None, now: dt.datetime) -> Milestone | None:
    """The milestone asked for, else the first that is closed and not released, else the last one closed, else the first."""
    for milestone in milestones:
        if wanted == str(milestone.pk):
            return milestone
    closed = [one for one in milestones if not one.is_open(now)]
    waiting = [one for one in closed if one.released_at is None]
    return next(iter(waiting or closed[-1:] or milestones), None)


def assign_page(milestones: list[Milestone], milestone: Milestone, now: dt.datetime) -> AssignPage:
    """The submissions of a milestone and the people who may review them. One statement."""
    submissions = to_review(milestone.pk).select_related("team__coach").defer("text")
    asked = Review.objects.filter(submission__in=submissions.order_by().values("pk"))
    reviews = asked.select_related("reviewer").order_by("reviewer__name", "pk")
    faculty = holders(Role.FACULTY, now)
    fetch_together(submissions, reviews, faculty)
    attach(submissions, "reviews", reviews)
    todo = Counter(review.reviewer_id for review in reviews if not review.submitted_at)
    done = Counter(review.reviewer_id for review in reviews if review.submitted_at)
    return AssignPage(
        milestones=milestones,
        milestone=milestone,
        works=[_work(submission, milestone, now) for submission in submissions],
        loads=[Load(user, todo[user.pk], done[user.pk]) for user in faculty],
        closed=_closed(milestone, now),
        due_at=_due(milestone, now),
    )


def _closed(milestone: Milestone, now: dt.datetime) -> str:
    if milestone.released_at:
        return _("The results were released on %(when)s.") % {"when": clock.moment(milestone.released_at)}
    if not milestone.challenge.is_public:
        return _("The challenge is not published, so that nothing is reviewed.")
    if milestone.is_open(now):
        return _("Teams can hand in until %(when)s. Reviewers can be asked after that.") % {"when": clock.moment(milestone.deadline)}
    return ""


def late_words(due_at: dt.datetime, now: dt.datetime) -> str:
    """'3 days late'; a day from the first minute on."""
    days = max(1, (now - due_at) // dt.timedelta(days=1))
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}


def _due(milestone: Milestone, now: dt.datetime) -> dt.datetime:
    due = milestone.reviews_due_at
    if due is None or due <= now:
        due = (clock.local(now) + REVIEWING).replace(hour=17, minute=0, second=0, microsecond=0)
    return due


def _work(submission: Submission, milestone: Milestone, now: dt.datetime) -> Work:
    team = submission.team
    return Work(
        submission=submission,
        team=called(team.pseudonym),
        name=team.name,
        coach=team.coach.name if team.coach else "",
        asked=[_asked(review, milestone, now) for review in submission.reviews.all()],
    )


def _asked(review: Review, milestone: Milestone, now: dt.datetime) -> Asked:
    if review.submitted_at:
        state, tone = _("Submitted"), "teal"
    elif milestone.released_at:
        state, tone = _("Closed at release"), "neutral"
    elif review.due_at <= now:
        state, tone = late_words(review.due_at, now), "coral"
    elif review.saved_at:
        state, tone = _("Draft"), "amber"
    else:
        state, tone = _("Not begun"), "neutral"
    return Asked(review.pk, review.reviewer.name, state, tone, review.due_at, review.submitted_at is None and milestone.released_at is None)
