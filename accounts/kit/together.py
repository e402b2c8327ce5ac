"""Several lists in one statement: what a page needs of unrelated tables costs one way to the database and back."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from accounts.kit.compiled import Compiled, StandIns

Converter = Callable[[Any], Any]
Columns = list[tuple[str, Converter]]
Querysets = list[Any]  # each of its own model

# JSON knows no dates, decimals and the like: what the driver would have given for a column, by the column's kind.
FROM_JSON: "dict[type[models.Field[Any, Any]], Converter]" = {
    models.DateTimeField: dt.datetime.fromisoformat,
    models.DateField: dt.date.fromisoformat,
    models.DecimalField: Decimal,
    models.FloatField: float,
    models.UUIDField: UUID,
    models.JSONField: json.dumps,
}


class Statement:
    """Querysets that are read in one statement. Its SQL is made once; read again and again, it takes other values each time.

    Rows come in the order of their queryset, with what `select_related`, `annotate`, `values` and slices ask for. A queryset that cannot
    match anything is left out. What `prefetch_related` names costs its own statements, as always.
    """

    def __init__(self, *querysets: QuerySet[Any, Any]) -> None:
        self._querysets = querysets
        self._compilers = [one.query.get_compiler(connection.alias) for one in querysets]
        self._columns: list[Columns] = [[] for _queryset in querysets]
        self._parts: dict[int, str] = {}
        values: list[Any] = []
        for place, compiler in enumerate(self._compilers):
            try:
                sql, params = compiler.as_sql()
            except EmptyResultSet:
                continue
            converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
            compiler.get_converters = lambda _columns, known=converters: known
            columns = self._columns[place]
            columns += [(f"c{number}", _converter(column.output_field)) for number, (column, _sql, _alias) in enumerate(compiler.select)]
            names = ", ".join(name for name, _convert in columns)
            self._parts[place] = f"(SELECT json_agg(t)::text FROM ({sql}) AS t ({names}))"  # noqa: S608 - Django wrote it, values apart
            values += params
        self._asked = Compiled("SELECT " + ", ".join(self._parts.values()), tuple(values))

    def read(self) -> None:
        """Evaluate the querysets themselves; each then holds its rows as if it had been read alone."""
        self._fill(self._querysets, self._compilers, self._answers(self._asked.sql, self._asked.values))

    def fetch(self, stand_ins: StandIns) -> Querysets:
        """The same querysets, evaluated with the values that their stand-ins stand for (`kit.compiled`)."""
        found = [queryset.all() for queryset in self._querysets]
        self._fill(found, [copy(compiler) for compiler in self._compilers], self._answers(*self._asked.execution(stand_ins)))
        return found

    def _fill(self, querysets: Sequence[Any], compilers: Sequence[SQLCompiler], answers: Iterable[Sequence[dict[str, Any]]]) -> None:
        """Let each queryset make its rows from its answer, by the same way as from the driver's."""
        for queryset, compiler, columns, objects in zip(querysets, compilers, self._columns, answers, strict=True):
            if not objects:
                queryset._result_cache, queryset._prefetch_done = [], True
                continue
            rows = [tuple(None if one[name] is None else convert(one[name]) for name, convert in columns) for one in objects]
            compiler.execute_sql = lambda *args, rows=rows, **kwargs: [rows]  # type: ignore[method-assign, assignment]
            query = queryset.query
            query.get_compiler = lambda *args, compiler=compiler, **kwargs: compiler
            try:
                queryset._fetch_all()
            finally:
                del query.get_compiler

    def _answers(self, sql: str, values: Sequence[Any]) -> list[list[dict[str, Any]]]:
        if not self._parts:
            return [[] for _queryset in self._querysets]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            answers = dict(zip(self._parts, cursor.fetchone(), strict=True))
        return [json.loads(answers.get(place) or "[]", parse_float=Decimal) for place in range(len(self._querysets))]


def fetch_together(*querysets: QuerySet[Any, Any]) -> None:
    """Evaluate the querysets in one statement; one that was read already is left out."""
    Statement(*(one for one in querysets if one._result_cache is None)).read()


def attach(parents: Iterable[Model], name: str, children: Iterable[Model], *, by: str = "") -> None:
    """Give each parent its children, as `prefetch_related(name)` would have; their order stays.

    `name` is a reverse foreign key. For a list of many to many, `by` names the annotation in which each child carries its parent's key.
    """
    found: dict[Any, list[Model]] = {}
    for parent in parents:
        manager: Any = getattr(parent, name)
        if not found:
            key = by or manager.field.attname
            for child in children:
                found.setdefault(getattr(child, key), []).append(child)
        rows = manager.get_queryset()
        rows._result_cache, rows._prefetch_done = found.get(parent.pk, []), True
        if not by:
            for child in rows:
                setattr(child, manager.field.name, parent)
        kept_as = name if by else manager.field.remote_field.cache_name
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[kept_as] = rows


def _converter(field: "models.Field[Any, Any]") -> Converter:
    if isinstance(field, ArrayField):
        convert = _converter(field.base_field)
        return lambda values: [None if one is None else convert(one) for one in values]
    return next((convert for kind, convert in FROM_JSON.items() if isinstance(field, kind)), lambda value: value)
