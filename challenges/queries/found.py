"""Which challenges fit what was asked of the catalogue, in which order, and how many each other choice would find: one statement."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import chain
from operator import or_

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, ExpressionWrapper, Q, Value

from accounts.kit.compiled import NOW, THING, Compiled, at, compiled
from challenges.enums import ChallengeState, Mode
from challenges.models import Challenge
from challenges.queries import filters, search
from challenges.queries.filters import LIVE, STATUSES, Filters

Counts = dict[str, Counter[str]]

PER_PAGE = 20
PUBLISHED = ChallengeState.PUBLISHED
# Where more than these are over, the number is not worth what counting them costs.
MOST_COUNTED = 1000
OVER = ("finished", "released")
COLUMNS = {
    "pk": "pk",
    "themes": "themes",
    "disciplines": "disciplines",
    "levels": "levels",
    "working_languages": "languages",
    "mode": "mode",
    "size": "size",
    "organisation__slug": "slug",
    "organisation__name": "name",
    "join_until": "join_until",
    "published_at": "published_at",
    "title": "title",
}
# Each facet's values of a challenge as words; of the disciplines the codes in one word.
VALUES = {
    "theme": "array_to_string(themes, ' ')",
    "discipline": "array_to_string(disciplines, ',')",
    "level": "array_to_string(levels, ' ')",
    "language": "array_to_string(languages, ' ')",
    "mode": f"CASE mode WHEN '{Mode.EITHER}' THEN '{Mode.SOLO} {Mode.TEAM}' ELSE mode END",
    "size": "size",
    "organisation": "slug",
}
# The last keys make each order total, so that no challenge falls between two pages.
CLOSING = "NOT open, CASE WHEN open THEN join_until END, join_until DESC, pk"
ORDERS = {
    "closing": CLOSING,
    "newest": "published_at DESC, pk",
    "title": 'lower(title) COLLATE "C", pk',
    "relevance": f"rank DESC, {CLOSING}",
}


@dataclass(frozen=True)
class Found:
    """The primary keys of one page in their order, how many there are, how many each value of each facet would find with the filters of
    the other facets applied, and the names of the organisations by slug."""

    numbers: list[int]
    total: int
    counts: Counts
    organisations: dict[str, str]


def find(asked: Filters, now: dt.datetime) -> Found:
    """What the asked page has; nothing for a page beyond the last."""
    statement = _finding(replace(asked, page=1), now.replace(hour=0, minute=0, second=0, microsecond=0))
    if statement is None:
        return Found([], 0, {"status": Counter()}, {})
    ((found,),) = statement.rows({**at(now), THING: (asked.page - 1) * PER_PAGE})
    counts = {facet: Counter((found[facet] or "").split()) for facet in VALUES}
    counts["discipline"] = Counter(chain.from_iterable(map(_narrow, counts["discipline"].elements())))
    counts["status"] = Counter({name: found[name] for name in STATUSES})
    return Found(found["numbers"] or [], found["total"], counts, found["organisations"] or {})


@lru_cache(maxsize=500)
def _finding(asked: Filters, day: dt.datetime) -> Compiled | None:
    try:
        known = filters.statuses(NOW, since=day)
        candidates, over = _candidates(asked, known), _over(asked, known)
    except EmptyResultSet:
        return None
    everything = _fitting(asked)
    page = f"SELECT pk FROM found WHERE {everything} ORDER BY {ORDERS[asked.sort]} LIMIT {PER_PAGE} OFFSET %s"
    counted = {
        "total": f"count(*) FILTER (WHERE {everything})",
        **{name: f"count(*) FILTER (WHERE {_holds(name)} AND {_fitting(asked, but='status')})" for name in STATUSES if name not in over},
        **{facet: f"string_agg({values}, ' ') FILTER (WHERE {_fitting(asked, but=facet)})" for facet, values in VALUES.items()},
    }
    apart = {
        "numbers": f"SELECT json_agg(pk) FROM ({page}) AS page",
        "organisations": "SELECT json_object_agg(slug, name) FROM (SELECT DISTINCT slug, name FROM found) AS known",
        **{name: f"SELECT count(*) FROM ({one.sql}) AS counted" for name, one in over.items()},
    }
    shown = ", ".join(f"'{name}', {sql}" for name, sql in {**counted, **{name: f"({sql})" for name, sql in apart.items()}}.items())
    columns = ", ".join([*COLUMNS.values(), LIVE, *STATUSES, "rank", *(f"fits_{name}" for name in filters.conditions(asked))])
    return Compiled(
        f"WITH found ({columns}) AS MATERIALIZED ({candidates.sql}) SELECT json_build_object({shown}) FROM found",
        (*candidates.values, THING, *chain.from_iterable(one.values for one in over.values())),
    )


def _candidates(asked: Filters, known: dict[str, Q]) -> Compiled:
    """The published ones that the words find and that are not over, or of a status that was asked for; each with what it is and fits."""
    over = frozenset(asked.status) & frozenset(OVER)
    published = Challenge.objects.order_by().filter(state=PUBLISHED)
    if asked.q:
        published = published.filter(search.matching(asked.q, few=not over))
    if "finished" not in over:  # with them it is all there are
        published = published.filter(reduce(or_, (known[name] for name in over), known[LIVE]))
    rank = search.rank(asked.q) if asked.sort == "relevance" else Value(0.0)
    flags = {
        LIVE: ExpressionWrapper(known[LIVE], BooleanField()) if over else Value(True),
        **{name: ExpressionWrapper(condition, BooleanField()) for name, condition in filters.of_live(NOW).items()},
        **{name: ExpressionWrapper(known[name], BooleanField()) if name in over else Value(False) for name in OVER},
    }
    fits = {f"fits_{name}": ExpressionWrapper(condition, BooleanField()) for name, condition in filters.conditions(asked).items()}
    return compiled(published.annotate(**flags, rank=rank, **fits).values_list(*COLUMNS, *flags, "rank", *fits))


def _over(asked: Filters, known: dict[str, Q]) -> dict[str, Compiled]:
    """Those that are over and fit the other filters, where they are no candidates: up to a number from which on nobody counts."""
    found = Challenge.objects.order_by().filter(*filters.conditions(asked).values(), state=PUBLISHED)
    if asked.q:
        found = found.filter(search.matching(asked.q))
    return {name: compiled(found.filter(known[name]).values("pk")[:MOST_COUNTED]) for name in OVER if name not in asked.status}


def _fitting(asked: Filters, *, but: str = "") -> str:
    """The condition of every filter but one; without a chosen status, what is over does not fit."""
    conditions = [f"fits_{name}" for name in filters.conditions(asked) if name != but]
    if but != "status":
        conditions.append(f"({' OR '.join(_holds(name) for name in asked.status)})" if asked.status else LIVE)
    return " AND ".join(conditions) or "true"


def _holds(status: str) -> str:
    return status if status in OVER else f"({LIVE} AND {status})"


@lru_cache(maxsize=10_000)
def _narrow(codes: str) -> frozenset[str]:
    """The narrow fields of detailed ones: three of their four digits (ISCED-F 2013)."""
    return frozenset(code[:3] for code in codes.split(","))
