"""The catalogue as a page: cards of what was found, and boxes to tick with their numbers."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Level
from accounts.enums.disciplines import NARROW
from accounts.kit.compiled import NOW, THING, Compiled, at, compiled
from challenges.enums import Mode, Size, Theme
from challenges.models import Challenge
from challenges.queries import cards
from challenges.queries.filters import STATUSES, Filters
from challenges.queries.found import PER_PAGE, Found, find
from partners.models import Organisation

MOST = {"discipline": 10, "organisation": 12}
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


def catalogue(asked: Filters, now: dt.datetime) -> Catalogue:
    """What a visitor sees for these filters; a page beyond the last gives the last. Two queries, however many challenges there are."""
    found = find(asked, now)
    page = Paginator(range(found.total), PER_PAGE).get_page(asked.page)
    if found.total and not found.numbers:
        found = find(replace(asked, page=page.number), now)
    return Catalogue(
        filters=asked,
        page=page,
        cards=_cards(found.numbers, now),
        facets=_facets(asked, found),
        total=found.total,
        over=0 if asked.status else found.counts["status"]["finished"],
    )


def _cards(numbers: list[int], now: dt.datetime) -> list[cards.Card]:
    """The cards of a page, in its order."""
    if not numbers:
        return []
    rows = Challenge.objects.raw(*_showing(len(numbers)).execution({**at(now), **dict(zip(_places(len(numbers)), numbers, strict=True))}))
    return cards.cards(sorted(rows, key=lambda row: numbers.index(row.pk)), now)


@cache
def _showing(count: int) -> Compiled:
    return compiled(cards.for_cards(Challenge.objects.order_by().filter(pk__in=_places(count)), NOW))


def _places(count: int) -> list[int]:
    return [THING + place for place in range(count)]


def _facets(asked: Filters, found: Found) -> list[Facet]:
    """Choices that would find something, and those that are ticked; of long lists those that would find most."""
    facets = []
    for name, known in {**_labels(get_language() or ""), "organisation": _organisations(asked, found.organisations)}.items():
        counts, chosen = found.counts.get(name, Counter()), asked.chosen(name)
        shown = _worth_showing(counts, MOST.get(name)) | set(chosen)
        options = [Option(value, label, counts[value], value in chosen) for value, label in known.items() if value in shown]
        if options:
            facets.append(Facet(name=name, legend=str(LEGENDS[name]), options=options))
    return facets


def _worth_showing(counts: Counter[str], most: int | None) -> set[str]:
    return {value for _count, value in sorted(((count, value) for value, count in counts.items() if count), reverse=True)[:most]}


@cache
def _labels(language: str) -> dict[str, dict[str, str]]:
    """The names of all values but organisations, in the active language, which is the one that is given."""
    labels: dict[str, dict[str, str | Promise]] = {
        "status": dict(STATUSES),
        "theme": dict(Theme.choices),
        "discipline": dict(NARROW),
        "level": dict(Level.choices),
        "language": dict(Language.choices),
        "mode": {value: label for value, label in Mode.choices if value != Mode.EITHER},
        "size": dict(Size.choices),
    }
    return {name: {value: str(label) for value, label in known.items()} for name, known in labels.items()}


def _organisations(asked: Filters, named: dict[str, str]) -> dict[str, str]:
    """Organisations by their names; one that is ticked and finds nothing costs a query."""
    if missing := set(asked.organisation) - set(named):
        named = named | dict(Organisation.objects.filter(slug__in=missing).values_list("slug", "name"))
    return {slug: named[slug] for slug in sorted(named, key=lambda slug: named[slug].casefold())}
