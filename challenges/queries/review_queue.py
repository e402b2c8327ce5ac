"""A reviewer's queue."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.kit import clock
from accounts.models import User
from challenges.enums import ChallengeState, Phase
from challenges.models import Review
from challenges.queries import visible
from challenges.queries.due import short
from challenges.queries.pseudonyms import called

A_PAGE = 50
_GOES_ON = Q(submission__milestone__released_at__isnull=True, submission__milestone__challenge__state=ChallengeState.PUBLISHED)
OPEN = Q(submitted_at__isnull=True) & _GOES_ON


@dataclass(frozen=True)
class Row:
    """One review as its reviewer meets it: the team under its pseudonym, and where the review stands in words."""

    pk: int
    challenge: str
    milestone: str
    team: str
    state: str
    tone: str
    due_at: dt.datetime
    due: str
    late: bool


@dataclass(frozen=True)
class Queue:
    """One page of what is to do, or of what is done, with the counts of both."""

    page: Page[Review]
    rows: list[Row]
    done: int
    open: int
    showing_done: bool

    @property
    def total(self) -> int:
        return self.done + self.open


def open_reviews(user: User) -> QuerySet[Review]:
    """What a reviewer still has to do, soonest due first."""
    return visible.reviews(user).filter(OPEN).order_by("due_at", "pk")


def finished_reviews(user: User) -> QuerySet[Review]:
    """What a reviewer has submitted, newest first, then what a release or a cancellation closed."""
    return visible.reviews(user).exclude(OPEN).order_by(F("submitted_at").desc(nulls_last=True), "-pk")


def counts(user: User) -> tuple[int, int]:
    """How many reviews are submitted, and how many are open."""
    found = visible.reviews(user).aggregate(done=Count("pk", filter=Q(submitted_at__isnull=False)), open=Count("pk", filter=OPEN))
    return found["done"], found["open"]


def queue(user: User, *, done: bool, page: str | None, now: dt.datetime) -> Queue:
    """A page of 50 reviews in three queries: what is to do by due date, or what is done, newest first."""
    submitted, still = counts(user)
    found = finished_reviews(user) if done else open_reviews(user)
    case = "submission__milestone__challenge"
    lean = found.defer("submission__text", *(f"{case}__{field}" for field in ("case", "search_nl", "search_en", "search_simple")))
    sheet = Paginator(lean, A_PAGE).get_page(page)
    return Queue(page=sheet, rows=[_row(review, now) for review in sheet.object_list], done=submitted, open=still, showing_done=done)


def following(user: User, after: Review) -> Review | None:
    """The next open review: the first one due after this, else the first of all."""
    later = Q(due_at__gt=after.due_at) | Q(due_at=after.due_at, pk__gt=after.pk)
    others = open_reviews(user).exclude(pk=after.pk)
    return others.filter(later).first() or others.first()


def _row(review: Review, now: dt.datetime) -> Row:
    milestone = review.submission.milestone
    state, tone = state_of(review, now)
    late = review.submitted_at is None and milestone.released_at is None and review.due_at <= now
    left = clock.time_left(review.due_at, now)
    return Row(
        pk=review.pk,
        challenge=milestone.challenge.title,
        milestone=f"{Phase(milestone.phase).label} · {milestone.title}",
        team=called(review.submission.team.pseudonym),
        state=state,
        tone=tone,
        due_at=review.due_at,
        due=_("Overdue") if late else _("%(left)s left") % {"left": left},
        late=late,
    )


def state_of(review: Review, now: dt.datetime) -> tuple[str, str]:
    """Where a review stands in words, and the tone of its chip."""
    milestone = review.submission.milestone
    if review.submitted_at:
        return (_("Submitted, results released"), "neutral") if milestone.released_at else (_("Submitted"), "teal")
    if milestone.released_at:
        return _("Closed: results were released without it"), "neutral"
    if milestone.challenge.state != ChallengeState.PUBLISHED:
        return _("Closed: the challenge was cancelled"), "neutral"
    if review.saved_at:
        return _("Draft saved %(when)s") % {"when": short(review.saved_at, now)}, "amber"
    return _("Not begun"), "neutral"
