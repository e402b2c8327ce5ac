"""The catalogue: which challenges fit, in which order, and how many would fit each other choice."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, OrderBy, QuerySet
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Level
from accounts.enums.disciplines import NARROW
from challenges.enums import ChallengeState, Mode, Size, Theme
from challenges.models import Challenge
from challenges.queries import cards, filters, search
from challenges.queries.filters import LIVE, STATUSES, Filters
from partners.models import Organisation

PER_PAGE = 20
MOST = {"discipline": 10, "organisation": 12}

# Each facet's value in a row of `found`, and what is joined to get at it. A challenge for both ways of working
# counts for either, and one that wants two disciplines of one field counts for it once.
SOURCES = {
    "theme": ("value", "found, unnest(themes) AS value"),
    "discipline": ("value", "found, LATERAL (SELECT DISTINCT left(code, 3) AS value FROM unnest(disciplines) AS code) AS field"),
    "level": ("value", "found, unnest(levels) AS value"),
    "language": ("value", "found, unnest(working_languages) AS value"),
    "mode": ("value", "found, unnest(CASE mode WHEN 'either' THEN ARRAY['solo', 'team'] ELSE ARRAY[mode] END) AS value"),
    "size": ("size", "found"),
    "organisation": ("slug", "found JOIN partners_organisation ON partners_organisation.id = organisation_id"),
}
COLUMNS = ("themes", "disciplines", "levels", "working_languages", "mode", "size", "organisation_id")
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
    page: "Page[Challenge]"
    cards: list[cards.Card]
    facets: list[Facet]
    total: int
    over: int

    def chosen(self) -> list[tuple[str, Option]]:
        """Every box that is ticked, with the name of its filter."""
        return [(facet.name, option) for facet in self.facets for option in facet.options if option.checked]


def catalogue(asked: Filters, now: dt.datetime) -> Catalogue:
    """What a visitor sees for these filters; a page beyond the last gives the last. Three queries, however many challenges there are."""
    counts = _counts(asked, now)
    total = counts.get(("total", ""), 0)
    paginator = Paginator(_results(asked, now), PER_PAGE)
    paginator.count = total
    page = paginator.get_page(asked.page)
    return Catalogue(
        filters=asked,
        page=page,
        cards=cards.cards(page.object_list, now),
        facets=_facets(asked, counts),
        total=total,
        over=0 if asked.status else counts.get(("status", "finished"), 0),
    )


def _results(asked: Filters, now: dt.datetime) -> QuerySet[Challenge]:
    found = Challenge.objects.filter(
        filters.status_condition(asked, now), *filters.conditions(asked).values(), state=ChallengeState.PUBLISHED
    )
    if asked.q:
        found = found.filter(search.matching(asked.q, few=not {"finished", "released"} & set(asked.status)))
    return cards.with_facts(found, now).order_by(*_order(asked, now))


def _order(asked: Filters, now: dt.datetime) -> list[OrderBy | str]:
    """The last keys make the order total, so that no challenge falls between two pages."""
    match asked.sort:
        case "newest":
            return [F("published_at").desc(), "pk"]
        case "title":
            return [Lower("title").asc(), "pk"]
        case "relevance" if search.words_of(asked.q):
            return [search.rank(asked.q).desc(), *filters.closing_order(now)]
    return filters.closing_order(now)


def _counts(asked: Filters, now: dt.datetime) -> dict[tuple[str, str], int]:
    """How many challenges each value would find, by facet and value, in one pass over those that the words find."""
    flags = {f"is_{name}": condition for name, condition in filters.statuses(now).items()}
    fits = {f"fits_{name}": condition for name, condition in filters.conditions(asked).items()}
    published = Challenge.objects.filter(state=ChallengeState.PUBLISHED)
    flagged = (
        (published.filter(search.matching(asked.q)) if asked.q else published)
        .order_by()
        .values("pk", *COLUMNS)
        .annotate(**{name: ExpressionWrapper(condition, BooleanField()) for name, condition in {**flags, **fits}.items()})
    )
    try:
        sql, values = flagged.query.sql_with_params()
    except EmptyResultSet:
        return {}
    status = "(" + " OR ".join(f"is_{name}" for name in asked.status or (LIVE,)) + ")"
    with connection.cursor() as cursor:
        cursor.execute(f"WITH everything AS MATERIALIZED ({sql}), {_tally(status, list(fits))}", values)  # noqa: S608 (no word of it is typed by anyone)
        return {(facet, value): count for facet, value, count in cursor.fetchall()}


def _tally(status: str, fits: list[str]) -> str:
    """The SELECT that counts each facet over `everything`, with every filter but its own applied; made of names in this module,
    of nothing that was typed. Most of `everything` is over, and left out of `found` unless it is asked for."""
    fitting = " AND ".join(fits) or "TRUE"
    columns = ", ".join(f"count(*) FILTER (WHERE is_{name}) AS {name}" for name in STATUSES)
    pairs = ", ".join(f"('{name}', {name})" for name in STATUSES)
    statuses = f"(SELECT {columns} FROM everything WHERE {fitting}) AS counted, LATERAL (VALUES {pairs}) AS pair (value, number)"  # noqa: S608
    parts = [
        f"SELECT 'status' AS facet, pair.value, pair.number FROM {statuses}",  # noqa: S608
        f"SELECT 'total', '', count(*) FROM found WHERE {fitting}",  # noqa: S608
    ]
    for name, (value, source) in SOURCES.items():
        others = " AND ".join(fit for fit in fits if fit != f"fits_{name}") or "TRUE"
        parts.append(f"SELECT '{name}', {value}, count(*) FROM {source} WHERE {others} GROUP BY 2")  # noqa: S608
    return f"found AS MATERIALIZED (SELECT * FROM everything WHERE {status}) " + " UNION ALL ".join(parts)  # noqa: S608


def _facets(asked: Filters, counts: dict[tuple[str, str], int]) -> list[Facet]:
    """Choices that would find something, and those that are ticked; of long lists those that would find most."""
    found = []
    for name, known in {**_labels(), "organisation": _organisations(asked, counts)}.items():
        shown = _worth_showing(name, asked, counts)
        options = [
            Option(value=value, label=str(label), count=counts.get((name, value), 0), checked=value in asked.chosen(name))
            for value, label in known.items()
            if value in shown
        ]
        if options:
            found.append(Facet(name=name, legend=str(LEGENDS[name]), options=options))
    return found


def _worth_showing(name: str, asked: Filters, counts: dict[tuple[str, str], int]) -> set[str]:
    most = sorted(((count, value) for (facet, value), count in counts.items() if facet == name and count), reverse=True)
    return {value for _count, value in most[: MOST.get(name)]} | set(asked.chosen(name))


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


def _organisations(asked: Filters, counts: dict[tuple[str, str], int]) -> dict[str, str | Promise]:
    slugs = _worth_showing("organisation", asked, counts)
    return dict(Organisation.objects.filter(slug__in=slugs).order_by("name").values_list("slug", "name"))
