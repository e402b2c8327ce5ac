"""No page asks the database more than eight times, nor more often the more there is."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.queries.addresses import addresses
from tests.queries.counting import NOT_SHOWN, count, read, written
from tests.queries.grown import complete, grow
from tests.queries.table import TABLE
from tests.world import world

pytestmark = pytest.mark.django_db
MOST = 8
SAMPLES = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}
# Addresses that are no pages: told to machines, or leading on to a page that the table has.
NO_PAGES = [
    "healthz/live",
    "healthz/ready",
    "i18n/setlang/",
    "admin/logout/",
    "admin/r/<path:content_type_id>/<path:object_id>/",
    "admin/<app>/<model>/<path:object_id>/",
    "admin/<anything>",
]
# Pages of Django's and django-allauth's that are closed here for everybody in the table, and some that lead on.
SHOWN_TO_NOBODY = [
    "account_confirm_login_code",
    "account_set_password",
    "admin:accounts_institution_delete",
    "admin:accounts_rolegrant_delete",
    "admin:accounts_user_add",
    "admin:accounts_user_delete",
    "admin:login",
    "admin:password_change",
    "admin:partners_organisation_delete",
    "notification_open",
]


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def name_of(route: str, pattern: URLPattern) -> str:
    """The name by which the table knows a page of the resolver."""
    if not pattern.name:
        route = re.sub(r"^admin/\w+/\w+/<path:object_id>/$", "admin/<app>/<model>/<path:object_id>/", route)
        return re.sub(r"^admin/\(\?P<url>\.\*\)\$$", "admin/<anything>", route)
    return f"admin:{pattern.name}" if route.startswith("admin/") else pattern.name


def only_takes_posts(client, route: str) -> bool:
    address = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], route)
    return client.get(address).status_code == 405


def test_every_page_costs_each_reader_what_the_table_says_however_much_there_is():
    made = world()
    everything = complete(made)

    few = count(made, everything)
    grow(made, everything)
    many = count(made, everything)

    assert few == read(TABLE), f"tests/queries/table.py would say:\n{written(few)}"
    assert {page: (few[page], many[page]) for page in few if few[page] != many[page]} == {}


def test_no_number_in_the_table_is_above_eight_and_every_page_has_a_reader():
    numbers = {page: [int(one) for one in row.values() if one != NOT_SHOWN] for page, row in read(TABLE).items()}

    assert max(max(row, default=0) for row in numbers.values()) <= MOST
    shown = {page for page, row in numbers.items() if row}
    assert sorted(set(numbers) - shown) == sorted(SHOWN_TO_NOBODY)


def test_every_address_that_answers_get_stands_in_the_table(client):
    known = {page.partition("/")[0] for page in read(TABLE)}
    found = {name_of(route, pattern): route for route, pattern in patterns(get_resolver())}

    unknown = [route for name, route in found.items() if name not in known and route not in NO_PAGES and name not in NO_PAGES]
    assert [route for route in unknown if not only_takes_posts(client, route)] == []


def test_the_table_holds_no_page_that_is_gone():
    made = world()
    complete(made)
    assert list(read(TABLE)) == list(addresses(made))
