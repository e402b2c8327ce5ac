"""The whole database at a moment, and what a request made of it."""

import re
from typing import Any

from django.db import connection

Rows = dict[str, list[str]]
# Who came by, and what the framework fills: nothing that a form could mean.
_LEFT_OUT = {"django_session", "cache", "usersessions_usersession", "django_migrations", "django_content_type", "auth_permission"}
# What differs from one moment to the next, or by chance.
_BY_CHANCE = [
    re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d(:\d\d)?|Z)?"),
    re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}"),
    re.compile(r"[0-9a-f]{32}"),
    re.compile(r"(?<=\w/)[0-9a-f]{2}/"),
    re.compile(r'"md5\$[^"]+"'),
    re.compile(r'"pseudonym": "[^"]+"'),
]


def everything() -> Rows:
    """Every row of every table, as text that two moments can be compared by."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - _LEFT_OUT)
        found: Rows = {}
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(one) - ARRAY['search_nl', 'search_en', 'search_simple'] FROM \"{table}\" one")  # noqa: S608
            found[table] = [str(row) for (row,) in cursor.fetchall()]
        return found


def difference(before: Rows, after: Rows) -> dict[str, tuple[list[str], list[str]]]:
    """For each table that differs, the rows that are gone and those that are new, without what is by chance."""
    return {
        table: (sorted(map(_plain, set(rows) - set(after[table]))), sorted(map(_plain, set(after[table]) - set(rows))))
        for table, rows in before.items()
        if set(rows) != set(after[table])
    }


def counters() -> dict[str, Any]:
    """Where every sequence of the database stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'")
        return dict(cursor.fetchall())


def set_counters(stood: dict[str, Any]) -> None:
    """Put them back there, so that the same request makes rows with the same numbers again."""
    with connection.cursor() as cursor:
        for name, value in stood.items():
            cursor.execute("SELECT setval(%s, %s, %s)", [f'"{name}"', value or 1, bool(value)])


def _plain(row: str) -> str:
    for pattern in _BY_CHANCE:
        row = pattern.sub("…", row)
    return row
