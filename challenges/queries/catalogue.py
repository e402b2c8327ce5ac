"""The catalogue: which challenges fit, in which order, and how many would fit each other choice."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, reduce
from itertools import chain
from operator import attrgetter, or_
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Level
from accounts.enums.disciplines import NARROW
from accounts.kit.compiled import NOTHING_FITS, NOW, THING, Sql, at, filled, sql_of
from challenges.enums import ChallengeState, Mode, Size, Theme
from challenges.models import Challenge
from challenges.queries import cards, filters, search
from challenges.queries.filters import LIVE, STATUSES, Filters
from partners.models import Organisation

Counts = dict[tuple[str, str], int]

PUBLISHED = ChallengeState.PUBLISHED
PER_PAGE = 20
MOST = {"discipline": 10, "organisation": 12}

# Where more than these are over, the number is not worth what counting them costs.
MOST_COUNTED = 1000
OVER = ("finished", "released")
BOTH = (Mode.SOLO, Mode.TEAM)
COLUMNS = [
    *("pk", "themes", "disciplines", "levels", "working_languages", "mode", "size", "organisation__slug", "organisation__name"),
    *("join_until", "published_at", "title"),
]
LEGENDS: dict[str, Promise] = {
    "status": _("Can I still join?"),
    "theme": _("Theme"),
    "discipline": _("Discipline wanted"),
    "level": _("Level"),
    "language": _("Working language"),
    "mode": _("Alone or in a team"),
    "size": _("Size"),
    "organisation": _("Brought in by"),
}


@dataclass(frozen=True)
class Option:
    """One box to tick: `count` challenges would be found with it, the other filters left as they are."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """One group of boxes."""

    name: str
    legend: str
    options: list[Option]


@dataclass(frozen=True)
class Catalogue:
    """One page of results. `over` is how many finished challenges fit too while they are left out."""

    filters: Filters
    page: "Page[int]"
    cards: list[cards.Card]
    facets: list[Facet]
    total: int
    over: int

    def chosen(self) -> list[tuple[str, Option]]:
        """Every box that is ticked, with the name of its filter."""
        return [(facet.name, option) for facet in self.facets for option in facet.options if option.checked]


class Candidate(NamedTuple):
    """A challenge that may be found: its values of each facet, under the facet's name, and what puts it in order."""

    pk: int
    theme: Sequence[str]
    discipline: Iterable[str]
    level: Sequence[str]
    language: Sequence[str]
    mode: Sequence[str]
    size: Sequence[str]
    organisation: Sequence[str]
    status: Sequence[str]
    organisation_name: str
    join_until: dt.datetime
    published_at: dt.datetime
    title: str
    rank: float

    @property
    def is_live(self) -> bool:
        return "finished" not in self.status


def _read(row: tuple[Any, ...]) -> Candidate:
    """From a row of COLUMNS, STATUSES and the rank."""
    pk, themes, disciplines, levels, languages, mode, size, slug, name, join_until, published_at, title, *statuses, rank = row
    status = [one for one, holds in zip(STATUSES, statuses, strict=True) if holds]
    if "finished" in status:
        status = [one for one in status if one in OVER]
    narrow = {code[:3] for code in disciplines}
    modes = BOTH if mode == Mode.EITHER else (mode,)
    return Candidate(pk, themes, narrow, levels, languages, modes, (size,), (slug,), status, name, join_until, published_at, title, rank)


# The last keys make each order total, so that no challenge falls between two pages.
ORDERS: dict[str, Callable[[Candidate], tuple[Any, ...]]] = {
    "closing": lambda one: closing(one),
    "newest": lambda one: (-one.published_at.timestamp(), one.pk),
    "title": lambda one: (one.title.casefold(), one.pk),
    "relevance": lambda one: (-one.rank, *closing(one)),
}


def closing(one: Candidate) -> tuple[bool, float, int]:
    """What can be joined first, the soonest to close on top; then the rest, the latest on top."""
    instant = one.join_until.timestamp()
    joinable = "open" in one.status
    return (not joinable, instant if joinable else -instant, one.pk)


def catalogue(asked: Filters, now: dt.datetime) -> Catalogue:
    """What a visitor sees for these filters; a page beyond the last gives the last. Three queries, however many challenges there are."""
    candidates = _candidates(asked, now)
    found = sorted(_fitting(candidates, asked), key=ORDERS[asked.sort])
    page = Paginator([one.pk for one in found], PER_PAGE).get_page(asked.page)
    counts = {**_counts(candidates, asked), **_over(asked, now)}
    return Catalogue(
        filters=asked,
        page=page,
        cards=_cards(list(page.object_list), now),
        facets=_facets(asked, counts, {one.organisation[0]: one.organisation_name for one in candidates}),
        total=len(found),
        over=0 if asked.status else counts[("status", "finished")],
    )


def _candidates(asked: Filters, now: dt.datetime) -> list[Candidate]:
    """The published ones that the words find and that are not over, or of a status that was asked for."""
    sql, values = _finding(asked.q, frozenset(asked.status) & frozenset(OVER), asked.sort == "relevance")
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, filled(values, at(now)))
        return [_read(row) for row in cursor.fetchall()]


@lru_cache(maxsize=500)
def _finding(q: str, over: frozenset[str], ranked: bool) -> Sql:
    known = filters.statuses(NOW)
    published = Challenge.objects.order_by().filter(state=PUBLISHED)
    if q:
        published = published.filter(search.matching(q, few=not over))
    wanted = reduce(or_, (known[name] for name in over), known[LIVE])
    flags = {name: ExpressionWrapper(condition, BooleanField()) for name, condition in filters.of_live(NOW).items()}
    more = {name: ExpressionWrapper(known[name], BooleanField()) if name in over else Value(False) for name in OVER}
    rank = search.rank(q) if ranked else Value(0.0)
    return sql_of(published.filter(wanted).annotate(**flags, **more, rank=rank).values_list(*COLUMNS, *STATUSES, "rank"))


def _over(asked: Filters, now: dt.datetime) -> Counts:
    """How many that are over fit the other filters, up to a number from which on nobody counts."""
    parts = _counting_over(replace(asked, page=1, sort="", status=()))
    if not parts:
        return dict.fromkeys((("status", name) for name in OVER), 0)
    shown = ", ".join(f"(SELECT count(*) FROM ({sql}) AS {name})" for name, (sql, _values) in parts.items())  # noqa: S608 - Django wrote it
    values = tuple(chain.from_iterable(values for _sql, values in parts.values()))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {shown}", filled(values, at(now)))
        return {("status", name): count for name, count in zip(parts, cursor.fetchone(), strict=True)}


@lru_cache(maxsize=500)
def _counting_over(asked: Filters) -> dict[str, Sql]:
    found = Challenge.objects.order_by().filter(*filters.conditions(asked).values(), state=PUBLISHED)
    if asked.q:
        found = found.filter(search.matching(asked.q))
    parts = {name: sql_of(found.filter(filters.statuses(NOW)[name]).values("pk")[:MOST_COUNTED]) for name in OVER}
    return {} if NOTHING_FITS in parts.values() else parts


def _fitting(candidates: list[Candidate], asked: Filters, *, but: str = "") -> list[Candidate]:
    """Those that fit every filter but one; without a chosen status, those that are not over."""
    if but != "status" and not asked.status:
        candidates = [one for one in candidates if one.is_live]
    for name in LEGENDS:
        if name != but and (chosen := frozenset(asked.chosen(name))):
            candidates = [one for one in candidates if not chosen.isdisjoint(getattr(one, name))]
    return candidates


def _counts(candidates: list[Candidate], asked: Filters) -> Counts:
    """How many challenges each value would find, by facet and value, with every filter but the facet's own applied."""
    counts: Counts = {}
    for facet in LEGENDS:
        values = chain.from_iterable(map(attrgetter(facet), _fitting(candidates, asked, but=facet)))
        counts |= {(facet, value): count for value, count in Counter(values).items()}
    return counts


def _cards(numbers: list[int], now: dt.datetime) -> list[cards.Card]:
    """The cards of a page, in its order."""
    if not numbers:
        return []
    sql, values = _showing(len(numbers))
    rows = Challenge.objects.raw(sql, filled(values, {**at(now), **dict(zip(_places(len(numbers)), numbers, strict=True))}))
    return cards.cards(sorted(rows, key=lambda row: numbers.index(row.pk)), now)


@cache
def _showing(count: int) -> Sql:
    return sql_of(cards.for_cards(Challenge.objects.order_by().filter(pk__in=_places(count)), NOW))


def _places(count: int) -> list[int]:
    return [THING + place for place in range(count)]


def _facets(asked: Filters, counts: Counts, organisations: dict[str, str]) -> list[Facet]:
    """Choices that would find something, and those that are ticked; of long lists those that would find most."""
    found = []
    for name, known in {**_labels(), "organisation": _organisations(asked, organisations)}.items():
        shown = _worth_showing(name, asked, counts)
        options = [
            Option(value=value, label=str(label), count=counts.get((name, value), 0), checked=value in asked.chosen(name))
            for value, label in known.items()
            if value in shown
        ]
        if options:
            found.append(Facet(name=name, legend=str(LEGENDS[name]), options=options))
    return found


def _worth_showing(name: str, asked: Filters, counts: Counts) -> set[str]:
    most = sorted(((count, value) for (facet, value), count in counts.items() if facet == name and count), reverse=True)
    return {value for _count, value in most[: MOST.get(name)]} | set(asked.chosen(name))


@cache
def _labels() -> dict[str, dict[str, str | Promise]]:
    return {
        "status": dict(STATUSES),
        "theme": dict(Theme.choices),
        "discipline": dict(NARROW),
        "level": dict(Level.choices),
        "language": dict(Language.choices),
        "mode": {value: label for value, label in Mode.choices if value != Mode.EITHER},
        "size": dict(Size.choices),
    }


def _organisations(asked: Filters, named: dict[str, str]) -> dict[str, str | Promise]:
    """Organisations by their names; one that is ticked and finds nothing costs a query."""
    if missing := set(asked.organisation) - set(named):
        named = named | dict(Organisation.objects.filter(slug__in=missing).values_list("slug", "name"))
    return {slug: named[slug] for slug in sorted(named, key=lambda slug: named[slug].casefold())}
