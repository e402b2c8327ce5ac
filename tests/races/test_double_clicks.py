"""A button pressed twice makes what one press makes; without its guard it makes more."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver

from tests.access.addresses import patterns
from tests.races.clicks import CLICKS, board, cases, forming, partners, people, taking_part, together, waiting

MODULES = [board, cases, forming, partners, people, taking_part, together, waiting]
LOST = [(name, guard) for name, line in CLICKS.items() for guard in line.lost]
# What takes a POST and makes nothing that could be there twice.
MAKES_NOTHING = {
    "account_confirm_login_code": "nobody signs in with a code",
    "account_login": "a session, which no person reads",
    "account_logout": "ends the session",
    "account_reauthenticate": "marks the session",
    "notifications_read": "marks rows",
    "session_end": "ends a session",
    "set_language": "a cookie",
    "set_theme": "a cookie",
    "usersessions_list": "ends sessions",
    "challenge_preview": "shows what was typed",
    "challenge_remove_file": "takes away",
    "proposal_move": "changes a place, once for each revision that a page showed",
    "proposal_pin": "marks places, once for each revision that a page showed",
    "proposal_gone": "takes places away, once for each revision that a page showed",
    "proposal_undo": "takes a change back, once for each revision that a page showed",
}

VALUES = {"slug": "x", "int": "1", "uuid": "00000000-0000-4000-8000-000000000000", "str": "x"}
# Addresses whose pattern is not a path.
PATHS = {
    "account_confirm_email": "accounts/confirm-email/x/",
    "account_reset_password_from_key": "accounts/password/reset/key/1-x/",
}

pytestmark = pytest.mark.django_db(transaction=True)


def taking_posts() -> Iterator[str]:
    """The names of the addresses that take a POST, administration aside."""
    client = Client()
    seen: set[str] = set()
    for route, _name, found in patterns(get_resolver()):
        if route.startswith("admin/") or (found.name or "") in seen:
            continue
        seen.add(found.name or "")
        path = "/" + re.sub(r"<(\w+):\w+>", lambda match: VALUES[match[1]], PATHS.get(found.name or "", route))
        if client.post(path).status_code != 405:
            yield found.name or path


def test_every_form_of_administrators_is_in_the_table(rf):
    request = rf.get("/admin/")
    request.user = people.administrator()
    ours = [made for made in admin.site._registry.values() if made.__module__ in {"accounts.admin", "partners.admin", "challenges.admin"}]
    adding = {made.opts.label_lower.replace(".", "_") for made in ours if made.has_add_permission(request)}

    assert {f"admin:{name}_add" for name in adding} == {name for name in CLICKS if name.startswith("admin:")}


def test_every_form_is_in_the_table():
    known = {name.partition(":")[0] for name in CLICKS if not name.startswith("admin:")} | MAKES_NOTHING.keys()

    assert set(taking_posts()) == known


@pytest.mark.parametrize("name", CLICKS)
def test_two_presses_make_what_one_makes(name):
    CLICKS[name].make().run()


@pytest.mark.parametrize(("name", "guard"), LOST, ids=[f"{name}-{guard}" for name, guard in LOST])
def test_two_presses_make_more_without_the_guard(name, guard):
    click = CLICKS[name].make()

    with guard.away(), pytest.raises(AssertionError):
        click.run()
