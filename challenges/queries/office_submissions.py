"""The office's list of what was handed in: of each team and milestone the version that counts, the newest first."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.kit.compiled import NOW, Compiled, at, compiled
from challenges.models import Review, Submission
from challenges.models.submissions import SubmissionQuerySet
from challenges.queries.pseudonyms import called

A_PAGE = 50
MOST_WORDS = 8
_REVIEWS = Review.objects.order_by().filter(submission=OuterRef("pk"))
_TO_RELEASE = Q(milestone__assessed=True, milestone__released_at__isnull=True)
SHOWN = {
    "": gettext_lazy("All"),
    "unassigned": gettext_lazy("Without a reviewer"),
    "waiting": gettext_lazy("Being reviewed"),
    "reviewed": gettext_lazy("Reviewed, not released"),
    "released": gettext_lazy("Released"),
}
_MEANS = {
    "unassigned": _TO_RELEASE & Q(milestone__deadline__lt=NOW) & ~Q(Exists(_REVIEWS)),
    "waiting": _TO_RELEASE & Q(Exists(_REVIEWS.filter(submitted_at__isnull=True))),
    "reviewed": _TO_RELEASE & Q(Exists(_REVIEWS)) & ~Q(Exists(_REVIEWS.filter(submitted_at__isnull=True))),
    "released": Q(milestone__released_at__isnull=False),
}
COLUMNS = [
    *("milestone_id", "version", "handed_in_at", "team_id", "team__name", "team__solo", "team__pseudonym"),
    *(f"milestone__{name}" for name in ("title", "deadline", "assessed", "released_at", "challenge__slug", "challenge__title")),
    *("asked", "done"),
]


class HandedIn(NamedTuple):
    """One submission as the database has it; `asked` and `done` count its reviews."""

    milestone_id: int
    version: int
    handed_in_at: dt.datetime
    team_id: int
    team: str
    solo: bool
    pseudonym: str
    milestone: str
    deadline: dt.datetime
    assessed: bool
    released_at: dt.datetime | None
    slug: str
    challenge: str
    asked: int
    done: int

    @property
    def url(self) -> str:
        """Where the office reads it."""
        return f"/challenges/{self.slug}/team/{self.team_id}/work/{self.milestone_id}/{self.version}/"

    @property
    def known_as(self) -> str:
        """What partners and reviewers call the team."""
        return called(self.pseudonym)

    def state(self, now: dt.datetime) -> tuple[str, str]:
        """Where its reviews stand in words, and the tone of its chip."""
        if self.released_at:
            return _("Released"), "teal"
        if not self.assessed:
            return _("Not assessed"), "neutral"
        if now <= self.deadline:
            return _("Still open"), "neutral"
        if not self.asked:
            return _("Without a reviewer"), "coral"
        words = ngettext("%(done)d of %(asked)d review", "%(done)d of %(asked)d reviews", self.asked)
        return words % {"done": self.done, "asked": self.asked}, "teal" if self.done == self.asked else "amber"


@dataclass(frozen=True)
class Listed:
    """One page of the list."""

    page: Page[int]
    rows: list[HandedIn]
    total: int


def listed(*, words: str, shown: str, page: str | None, now: dt.datetime) -> Listed:
    """A page of 50, found by words in the names of team, pseudonym, challenge or milestone. Two queries."""
    asked = tuple(words.split()[:MOST_WORDS])
    ((total,),) = _counting(asked, shown).rows(at(now))
    sheet = Paginator(range(total), A_PAGE).get_page(page)
    return Listed(sheet, [HandedIn(*row) for row in _reading(asked, shown, sheet.number).rows(at(now))], total)


@lru_cache(maxsize=200)
def _counting(words: tuple[str, ...], shown: str) -> Compiled:
    """Versions are numbered from one without gaps: there are as many that count as there are first ones."""
    found = _found(words, shown) if shown else _found(words, "").filter(version=1)
    every = compiled(found.values("pk"))
    return Compiled(f"SELECT count(*) FROM ({every.sql}) AS found", every.values)  # noqa: S608 - Django wrote it, values apart


@lru_cache(maxsize=200)
def _reading(words: tuple[str, ...], shown: str, number: int) -> Compiled:
    first = (number - 1) * A_PAGE
    reviews = _REVIEWS.values("submission")
    found = _found(words, shown).last_versions() if not shown else _found(words, shown)
    return compiled(
        found.annotate(asked=_count(reviews), done=_count(reviews.filter(submitted_at__isnull=False)))
        .order_by("-handed_in_at", "-pk")
        .values_list(*COLUMNS)[first : first + A_PAGE]
    )


def _count(reviews: "QuerySet[Review, Any]") -> Coalesce:
    return Coalesce(Subquery(reviews.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)


def _found(words: tuple[str, ...], shown: str) -> SubmissionQuerySet:
    names = ("team__name", "team__pseudonym", "milestone__title", "milestone__challenge__title")
    asked = [reduce(lambda one, other: one | other, (Q(**{f"{name}__icontains": word}) for name in names)) for word in words]
    found = Submission.objects.order_by()
    if shown:
        found = found.last_versions().filter(_MEANS[shown])
    return found.filter(reduce(and_, asked)) if asked else found
