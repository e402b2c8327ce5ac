"""Every view, walked by each role: what they get is what the table says, and what is not for them looks like nothing."""

import re

import pytest
from django.contrib import admin
from django.urls import get_resolver

from tests.access.addresses import patterns, views
from tests.access.conftest import Scene
from tests.access.lines import Line, lines
from tests.access.roles import ROLES
from tests.access.walking import Seen, Walker

pytestmark = pytest.mark.django_db
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# Looking where a notification leads does not read it.
HEAD_DIFFERS = {"notification_open": {"d": "r"}}


def _states_its_rule(view: object) -> bool:
    while view is not None:
        if hasattr(view, "access_rule"):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_view_stands_in_the_table():
    known = {line.view for line in lines()}
    there = {one.name for one in views() if not one.is_admin}
    assert there - known == set()
    assert known - there == set()


def test_every_view_of_ours_states_who_may_use_it():
    ours = [one for one in views() if one.is_ours and not one.is_admin]
    assert len(ours) > 100
    assert [one.route for one in ours if not _states_its_rule(one.pattern.callback)] == []


def test_an_address_belongs_to_one_view():
    routes = [route for route, _name, _pattern in patterns(get_resolver()) if not route.startswith(("admin/", "accounts/"))]
    assert sorted(routes) == sorted(set(routes))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(role: str, scene: Scene):
    walker = scene.walker(role)
    wrong = [found for line in lines() for found in _walk(scene, walker, line, role)]
    assert wrong == []


def _walk(scene: Scene, walker: Walker, line: Line, role: str) -> list[str]:
    """What of a line is not as the table says."""
    url = scene.address(line.view, scene.meant(line))
    found = []

    def ask(column: str, expected: str, method: str, data: object = None) -> None:
        seen = walker.ask(method, url, data)
        if seen.letter != expected:
            found.append(f"{line} {column}: {seen.letter} instead of {expected}")
        if seen.letter == "4" and not _looks_like_nothing(walker, seen, method, url):
            found.append(f"{line} {column}: not found, but unlike what does not exist")

    if role in "vc" or line.get[role] != "m":
        ask("GET", line.get[role], "GET")
    if role in "ca" and line.get[role] != "m":
        ask("HEAD", HEAD_DIFFERS.get(line.view, {}).get(line.get[role], line.get[role]), "HEAD")
    if role in "vc" or line.post[role] != "m":
        ask("POST", line.post[role], "POST", scene.form(line, role) if line.post[role] not in "ms4" or role in "txnka" else {})
    if line.empty[role] not in "-4s":
        ask("EMPTY", line.empty[role], "POST")
    return found


def _looks_like_nothing(walker: Walker, seen: Seen, method: str, url: str) -> bool:
    nowhere = f"{re.match('/[^/]+/([^/]+/)?', url)[0]}nothing/is/here/"  # type: ignore[index]
    status, headers, body = walker.once(method, nowhere)
    one, others, other = seen.told_apart_by(url)
    # How long an answer may be kept is said by the kind of page alone; `test_swapped` compares it within one.
    return (one, {**others, "Cache-Control": ""}, other) == (status, {**headers, "Cache-Control": ""}, body)


@pytest.mark.parametrize("role", "vc")
def test_no_other_method_changes_or_tells_anything(role: str, scene: Scene):
    walker, wrong = scene.walker(role), []
    for line in {line.view: line for line in lines()}.values():
        url = scene.address(line.view, scene.meant(line))
        for method in OTHER_METHODS:
            seen = walker.ask(method, url)
            if seen.wrote or seen.letter == "?" or (seen.letter == "2" and not line.view.startswith(("account_", "usersessions_"))):
                wrong.append(f"{method} {line}: {seen.letter}")
    assert wrong == []


# What an administrator gets where it is not a page.
ADMINISTRATOR = {
    "admin:login": "r",
    "admin:logout": "m",
    "admin:password_change": "r",
    "admin:autocomplete": "3",
    "admin:view_on_site": "4",
    "admin:accounts_user_add": "3",
    "admin:accounts_user_delete": "3",
    "admin:accounts_institution_delete": "3",
    "admin:accounts_rolegrant_delete": "3",
    "admin:partners_organisation_delete": "3",
}


def _administration() -> dict[str, str]:
    """The address of each page of the administration, with a row of each model in it, by its name."""
    found = {}
    for one in views():
        if one.is_admin:
            name = one.name if one.name.startswith("admin:") and one.pattern.name else f"/{one.route}"
            url = f"/{one.route}".replace("<path:content_type_id>", "1")
            model = next((model for model in admin.site._registry if f"/{model._meta.label_lower.replace('.', '/')}/" in url), None)
            row = model._default_manager.first() if model else None
            url = url.replace("<path:object_id>", str(row.pk if row else 1))
            found[name] = re.sub(r"\^?\(\?P<(\w+)>[^)]*\)", lambda part: {"app_label": "accounts"}.get(part[1], "nothing"), url).rstrip("$")
    return found


def test_administration_is_there_for_administrators_alone(scene: Scene):
    wrong = []
    for name, url in _administration().items():
        for_administrators = ADMINISTRATOR.get(name, "4" if "P<url>" in name else "r" if name.endswith("_id>/") else "2")
        for role in "vica":
            expected = {"v": "r" if name == "admin:logout" else "s", "a": for_administrators}.get(role, "4")
            for method in ("GET", "POST") if role == "c" else ("GET",):
                seen = scene.walker(role).ask(method, url)
                if seen.letter != expected or (role not in "va" and not _looks_like_nothing(scene.walker(role), seen, method, url)):
                    wrong.append(f"{role} {method} {url}: {seen.letter} instead of {expected}")
    assert wrong == []


def test_every_list_of_the_administration_can_be_searched(scene: Scene):
    for model, shown in admin.site._registry.items():
        if shown.search_fields:
            url = f"/admin/{model._meta.label_lower.replace('.', '/')}/?q=somebody"
            assert scene.walker("a").ask("GET", url).letter == "2", url
