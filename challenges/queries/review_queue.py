"""A reviewer's queue."""

import datetime as dt
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.kit import clock
from accounts.kit.compiled import PERSON, Compiled, compiled
from accounts.models import User
from challenges.enums import ChallengeState, Phase
from challenges.models import Review
from challenges.queries import visible
from challenges.queries.due import short
from challenges.queries.pseudonyms import called

A_PAGE = 50
_GOES_ON = Q(submission__milestone__released_at__isnull=True, submission__milestone__challenge__state=ChallengeState.PUBLISHED)
COLUMNS = [
    *("pk", "due_at", "saved_at", "submitted_at", "submission__team__pseudonym"),
    *(f"submission__milestone__{name}" for name in ("phase", "title", "released_at", "challenge__title", "challenge__state")),
]
OPEN = Q(submitted_at__isnull=True) & _GOES_ON


class Asked(NamedTuple):
    """One review as the database has it."""

    pk: int
    due_at: dt.datetime
    saved_at: dt.datetime | None
    submitted_at: dt.datetime | None
    pseudonym: str
    phase: str
    milestone: str
    released_at: dt.datetime | None
    challenge: str
    challenge_state: str


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

    page: Page[int]
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


def counts(user: User) -> tuple[int, int, int]:
    """How many reviews are submitted, how many are open, and how many there are."""
    done, still, every = next(iter(_counting().rows({PERSON: user.pk})), (0, 0, 0))
    return done, still, every


@cache
def _counting() -> Compiled:
    numbers = {"done": Count("pk", filter=Q(submitted_at__isnull=False)), "still": Count("pk", filter=OPEN), "every": Count("pk")}
    return compiled(Review.objects.order_by().filter(reviewer=PERSON).values("reviewer").annotate(**numbers).values_list(*numbers))


def queue(user: User, *, done: bool, page: str | None, now: dt.datetime) -> Queue:
    """A page of 50 reviews in two queries: what is to do by due date, or what is done, newest first."""
    submitted, still, every = counts(user)
    sheet = Paginator(range(every - still if done else still), A_PAGE).get_page(page)
    rows = [_row(Asked(*row), now) for row in _reading(done, sheet.number).rows({PERSON: user.pk})]
    return Queue(page=sheet, rows=rows, done=submitted, open=still, showing_done=done)


@lru_cache(maxsize=100)
def _reading(done: bool, number: int) -> Compiled:
    reader = User(pk=PERSON)
    found = finished_reviews(reader) if done else open_reviews(reader)
    first = (number - 1) * A_PAGE
    return compiled(found.select_related(None).values_list(*COLUMNS)[first : first + A_PAGE])


def following(user: User, after: Review) -> Review | None:
    """The next open review: the first one due after this, else the first of all."""
    later = Q(due_at__gt=after.due_at) | Q(due_at=after.due_at, pk__gt=after.pk)
    others = open_reviews(user).exclude(pk=after.pk)
    return others.filter(later).first() or others.first()


def _row(asked: Asked, now: dt.datetime) -> Row:
    state, tone = _state_of(asked, now)
    late = asked.submitted_at is None and asked.released_at is None and asked.due_at <= now
    return Row(
        pk=asked.pk,
        challenge=asked.challenge,
        milestone=f"{Phase(asked.phase).label} · {asked.milestone}",
        team=called(asked.pseudonym),
        state=state,
        tone=tone,
        due_at=asked.due_at,
        due=_("Overdue") if late else _("%(left)s left") % {"left": clock.time_left(asked.due_at, now)},
        late=late,
    )


def _state_of(asked: Asked, now: dt.datetime) -> tuple[str, str]:
    """Where a review stands in words, and the tone of its chip."""
    if asked.submitted_at:
        return (_("Submitted, results released"), "neutral") if asked.released_at else (_("Submitted"), "teal")
    if asked.released_at:
        return _("Closed: results were released without it"), "neutral"
    if asked.challenge_state != ChallengeState.PUBLISHED:
        return _("Closed: the challenge was cancelled"), "neutral"
    if asked.saved_at:
        return _("Draft saved %(when)s") % {"when": short(asked.saved_at, now)}, "amber"
    return _("Not begun"), "neutral"
