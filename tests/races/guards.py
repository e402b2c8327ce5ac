"""What guards a race, and how to take it away for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import QuerySet

FIND = """
SELECT named.relname, pg_get_indexdef(found.indexrelid), pg_get_constraintdef(ruled.oid)
FROM pg_index AS found
JOIN pg_class AS named ON named.oid = found.indexrelid
LEFT JOIN pg_constraint AS ruled ON ruled.conindid = found.indexrelid AND ruled.contype = 'u'
WHERE found.indrelid = %s::regclass AND found.indisunique AND NOT found.indisprimary
AND %s IN (
    named.relname,
    (SELECT string_agg(attname, ',') FROM pg_attribute WHERE attrelid = found.indrelid AND attnum = ANY(found.indkey))
)
"""


class Lock:
    """The rows of these models, locked one after the other before anything is checked."""

    def __init__(self, *models: type[models.Model]) -> None:
        self.models = models

    def __str__(self) -> str:
        return f"lock on {', '.join(model.__name__ for model in self.models)}"

    @contextmanager
    def away(self) -> Iterator[None]:
        """Reading for update reads and locks nothing."""
        locking = QuerySet.select_for_update

        def reading(queryset: QuerySet[Any], *args: Any, **kwargs: Any) -> QuerySet[Any]:
            return queryset.all() if queryset.model in self.models else locking(queryset, *args, **kwargs)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(QuerySet, "select_for_update", reading)
            yield


class Unique:
    """Unique constraints of a table, each known by its name, or by its column where a field alone is unique."""

    def __init__(self, model: type[models.Model], *names: str) -> None:
        self.model, self.names = model, names

    def __str__(self) -> str:
        return f"unique {self.model.__name__}: {', '.join(self.names)}"

    @contextmanager
    def away(self) -> Iterator[None]:
        """Dropped, and put back on the emptied table."""
        table = self.model._meta.db_table
        found = [self._find(table, name) for name in self.names]
        for index, _definition, constraint in found:
            _run(f"ALTER TABLE {table} DROP CONSTRAINT {index}" if constraint else f"DROP INDEX {index}")
        try:
            yield
        finally:
            _run(f"TRUNCATE {table} CASCADE")
            for index, definition, constraint in found:
                _run(f"ALTER TABLE {table} ADD CONSTRAINT {index} {constraint}" if constraint else definition)

    def _find(self, table: str, name: str) -> tuple[str, str, str | None]:
        with connection.cursor() as cursor:
            cursor.execute(FIND, [table, name])
            (found,) = cursor.fetchall()
        return found


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


class Statement:
    """A statement of SQL in a module that locks, and that takes one value."""

    def __init__(self, module: ModuleType, name: str) -> None:
        self.module, self.name = module, name

    def __str__(self) -> str:
        return f"{self.module.__name__.rpartition('.')[2]}.{self.name}"

    @contextmanager
    def away(self) -> Iterator[None]:
        """It only gives back what it was asked about."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.module, self.name, "SELECT %s")
            yield


Guard = Lock | Unique | Statement
