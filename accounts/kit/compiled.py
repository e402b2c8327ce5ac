"""Queries whose SQL is made once and whose values are put in each time, for the pages that are asked for most.

Django makes the SQL of a query anew at every call, which for a page of many conditions takes longer than the database needs to answer
it. A query is built once with stand-ins where its values will stand; `filled` puts the values in their places. What is kept is SQL
alone, never data.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet

from accounts.kit.clock import today

Row = TypeVar("Row", bound=Model)
Sql = tuple[str, tuple[Any, ...]]
Values = list[Any]
StandIns = dict[Any, Any]

NOW = dt.datetime(1900, 1, 1, 12, tzinfo=dt.UTC)
TODAY = today(NOW)
# Numbers that no row has; several things count on from THING.
PERSON, THING = -(2**62), -(2**61)
SLUG = "<slug>"  # no slug has such signs
KNOWN = {"person": PERSON, "slug": SLUG}
NOTHING_FITS: Sql = ("", ())


def sql_of(query: "QuerySet[Any, Any]") -> Sql:
    """The SQL of a query and its values, stand-ins among them; `NOTHING_FITS` for a query that can find nothing."""
    try:
        sql, values = query.query.sql_with_params()
    except EmptyResultSet:
        return NOTHING_FITS
    return sql, tuple(values)


def filled(values: tuple[Any, ...], stand_ins: Mapping[Any, Any]) -> Values:
    """The values of a query with the real ones in the places of their stand-ins."""
    return [stand_ins[value] if isinstance(value, (int, str, dt.date)) and value in stand_ins else value for value in values]


def at(now: dt.datetime, **others: Any) -> StandIns:
    """The stand-ins with what they stand for: the aware instant `now` and its date in Amsterdam; `person` and `slug` where given."""
    return {NOW: now, TODAY: today(now), **{KNOWN[name]: value for name, value in others.items()}}
