"""Counts what each page asks of the database, for each kind of reader."""

import time

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.queries.addresses import addresses
from tests.world import World

# Column of the table and who reads: `student` takes part, `other` does not; `all` holds every role.
READERS = {
    "visitor": "",
    "student": "student_in",
    "other": "student_out",
    "partner": "owner",
    "reviewer": "reviewer",
    "owner": "faculty_owner",
    "coach": "coach",
    "office": "coordinator",
    "admin": "administrator",
    "all": "all",
}
NOT_SHOWN = "·"
Counts = dict[str, dict[str, str]]


def count(world: World, everything: User) -> Counts:
    """For each page and reader the number of statements of a GET; a dot where the reader does not get the page."""
    pages = addresses(world)
    found: Counts = {page: {} for page in pages}
    for column, attribute in READERS.items():
        user = everything if column == "all" else getattr(world.people, attribute, None)
        client = _signed_in(user)
        for page, address in pages.items():
            found[page][column] = _asked(client, address)
    return found


def _signed_in(user: User | None) -> Client:
    """A client of somebody who has just given their password."""
    client = Client()
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": user.email}]
        session.save()
    return client


def _asked(client: Client, address: str) -> str:
    connection.queries_log.clear()  # it forgets the oldest of 9,000
    ContentType.objects.clear_cache()  # what an earlier page has found
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        if answer.streaming:
            answer.getvalue()
    assert len(asked) <= 8, f"{address} asks {len(asked)} times:\n" + "\n".join(one["sql"][:200] for one in asked.captured_queries)
    return str(len(asked)) if answer.status_code == 200 else NOT_SHOWN


def written(counts: Counts) -> str:
    """The counts as the table in the test."""
    wide = max(map(len, counts)) + 1
    lines = ["page".ljust(wide) + " ".join(READERS)]
    for page, row in counts.items():
        lines.append(page.ljust(wide) + " ".join(row[column].rjust(len(column)) for column in READERS))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def read(table: str) -> Counts:
    """The table in the test as counts."""
    _head, *lines = table.strip().splitlines()
    return {page: dict(zip(READERS, numbers.split(), strict=True)) for page, _space, numbers in (line.partition("  ") for line in lines)}
