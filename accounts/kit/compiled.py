"""Queries whose SQL is made once and that Postgres plans once, for the pages that are asked for most.

Django makes the SQL of a query anew at every call, and Postgres its plan: for a page of many conditions both take longer than the answer.
Here a query is built once with stand-ins where its values will stand, and prepared (PREPARE) on each connection that needs it; then it is
only executed, with the real values. What is kept is SQL and plans alone, never data. psycopg 3 does this by itself; psycopg2 does not.
"""

import datetime as dt
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import QuerySet
from psycopg2.extensions import AsIs

from accounts.kit.clock import today

StandIns = Mapping[Any, Any]
Execution = tuple[str, list[Any]]
Rows = list[tuple[Any, ...]]

NOW = dt.datetime(1900, 1, 1, 12, tzinfo=dt.UTC)
TODAY = today(NOW)
# Numbers that no row has; several things count on from THING.
PERSON, THING = -(2**62), -(2**61)
SLUG = "<slug>"  # no slug has such signs
KNOWN = {"person": PERSON, "slug": SLUG}
# The most that is kept prepared on a connection; what was asked longest ago makes room.
MOST = 60
TYPES = {dt.datetime: "timestamptz", dt.date: "date", int: "bigint", str: "text"}

_numbers = count(1)


@dataclass(frozen=True, eq=False)
class Compiled:
    """A statement with its values, stand-ins among them; `sql` has a `%s` for each value."""

    sql: str
    values: tuple[Any, ...]

    def execution(self, stand_ins: StandIns) -> Execution:
        """What to execute on this connection for these values of the stand-ins, with its parameters; fit for a cursor and for `raw`.

        Prepares the statement where this connection has not yet. Each of its stand-ins has to be in `stand_ins`.
        """
        connection.ensure_connection()
        known = _prepared.setdefault(connection.connection, OrderedDict())
        if self in known:
            known.move_to_end(self)
        else:
            known[self] = _prepare(self, stand_ins)
            if len(known) > MOST:
                _forget(known.popitem(last=False)[1][0])
        name, places = known[self]
        given = [stand_ins[place] for place in places]
        return (f"EXECUTE {name} ({', '.join(['%s'] * len(given))})" if given else f"EXECUTE {name}"), given

    def rows(self, stand_ins: StandIns) -> Rows:
        """What the statement finds for these values of the stand-ins."""
        with connection.cursor() as cursor:
            cursor.execute(*self.execution(stand_ins))
            found: Rows = cursor.fetchall()
            return found


Known = OrderedDict[Compiled, tuple[str, list[Any]]]
_prepared: "WeakKeyDictionary[Any, Known]" = WeakKeyDictionary()


def compiled(query: "QuerySet[Any, Any]") -> Compiled:
    """The statement of a query. Refuses (EmptyResultSet) a query that can find nothing."""
    sql, values = query.query.sql_with_params()
    return Compiled(sql, tuple(values))


def at(now: dt.datetime, **others: Any) -> StandIns:
    """The stand-ins with what they stand for: the aware instant `now` and its date in Amsterdam; `person` and `slug` where given."""
    return {NOW: now, TODAY: today(now), **{KNOWN[name]: value for name, value in others.items()}}


def _prepare(statement: Compiled, stand_ins: StandIns) -> tuple[str, list[Any]]:
    """Prepare on this connection; gives the name, and which stand-ins its parameters are, in order."""
    name, places = f"compiled_{next(_numbers)}", []
    for value in statement.values:
        if isinstance(value, (int, str, dt.date)) and value in stand_ins and value not in places:
            places.append(value)
    parameters = {place: AsIs(f"${number}") for number, place in enumerate(places, start=1)}
    values = [parameters[value] if isinstance(value, (int, str, dt.date)) and value in parameters else value for value in statement.values]
    types = f"({', '.join(TYPES[type(place)] for place in places)})" if places else ""
    with connection.connection.cursor() as cursor:
        cursor.execute(f"PREPARE {name} {types} AS {cursor.mogrify(statement.sql, values).decode()}")
    return name, places


def _forget(name: str) -> None:
    with connection.connection.cursor() as cursor:
        cursor.execute(f"DEALLOCATE {name}")
