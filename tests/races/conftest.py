"""A database in which every connection sees what others commit."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

# What migrations leave, and every test counts on.
STAYS = {"django_content_type", "auth_permission", "django_migrations"}


def sweep(_case: Any) -> None:
    """Delete every row, in one transaction, so that foreign keys are checked at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - STAYS
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in sorted(tables)))  # noqa: S608 - the database's own names


@pytest.fixture(scope="module", autouse=True)
def _swept_quickly() -> Iterator[None]:
    """Rows are deleted after each race: far quicker than emptying fifty tables anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", sweep)
        yield
