"""With the keyboard alone, on a screen as small as they come, in the dark, without a script."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Locator, expect

from tests.journeys.actor import Actor
from tests.journeys.keyboard import Keyboard

SMALL = {"width": 320, "height": 640, "color_scheme": "dark"}
CASE = "/challenges/the-bin-beside-the-operating-table/"
WORK = "We counted for a week what goes into the bin."
# People of the demo data, and something of their own that they must have come past.
ROLES = {
    "visitor": ("", {"home", "challenge_list", "challenge_detail", "programme_detail", "organisation_detail", "account_signup"}),
    "student": ("student-001@students.example.org", {"me", "team_own", "submission_work", "result_list", "profile", "notification_list"}),
    "reviewer": ("reviewer-01@example.org", {"me", "review_list", "review_detail"}),
    "partner": ("roche-owner@partner.example.org", {"challenge_edit", "challenge_approval", "partner_team_list", "organisation_staff"}),
    "coordinator": ("coordinator-1@example.org", {"desk", "challenge_teams", "review_assign", "release_page", "mail_list", "audit"}),
}


def test_a_student_joins_and_hands_in_with_the_keyboard_on_a_small_screen_without_script(actor, database):
    student = actor("Charlie Demo New", "new-student@students.example.org", java_script_enabled=False, **SMALL)
    keyboard = Keyboard(student)
    student.goes(f"{CASE}join/")
    keyboard.enters(link(student, "Sign in"))
    keyboard.types(student.field("E-mail address"), student.address)
    keyboard.types(student.field("Password"), "demo-only-2026")
    keyboard.enters(student.button("Sign in"))

    keyboard.enters(link(student, "Mend this"))
    keyboard.types(student.field("Institution"), "Utrecht U")
    keyboard.types(student.field("Programme of study"), "Science and Innovation")
    keyboard.types(student.field("Level"), "Master")
    keyboard.types(student.field("Discipline"), "Biology")
    keyboard.ticks(student.main.get_by_role("checkbox", name="English", exact=True))
    keyboard.enters(student.button("Save and go on"))

    keyboard.ticks(student.main.get_by_role("radio", name="Alone", exact=True))
    keyboard.ticks(student.main.get_by_role("checkbox", name="I accept these terms", exact=True))
    keyboard.enters(student.button("Join this challenge"))

    keyboard.enters(student.main.get_by_role("link", name="Write and hand in").first)
    keyboard.types(student.main.get_by_label("Your text"), WORK)
    keyboard.enters(student.button("Hand in version %(version)s", version=1))
    student.sees("This version counts")
    assert database.rows("SELECT version FROM challenges_submission WHERE text = %s", WORK) == [1]


def link(actor: Actor, words: str) -> Locator:
    return actor.main.get_by_role("link", name=actor.says(words), exact=True).first


@pytest.mark.parametrize("role", ROLES)
def test_no_page_that_one_comes_past_is_wider_than_a_small_screen(actor, role):
    """From the first page along every link, one page of each kind. What a browser complains about fails this too, as everywhere."""
    address, expected = ROLES[role]
    walker = actor("", address, **SMALL)
    starts = ["/", "/accounts/login/"]
    if address:
        walker.goes("/accounts/login/")
        walker.signs_in()
        starts = ["/me/", "/", "/manage/"][: 3 if role == "coordinator" else 2]
    seen = walk(walker, starts)
    assert expected - seen == set()


def walk(walker: Actor, starts: list[str]) -> set[str]:
    """Open one page of each kind that can be come to, and measure it; gives the names of the kinds."""
    waiting, seen, wide = deque(starts), set(), []
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if kind in seen:
            continue
        seen.add(kind)
        walker.goes(path)
        expect(walker.page.get_by_role("heading", level=1).first).to_be_attached()
        if walker.person.is_wider_than_its_window():
            wide.append(path)
        waiting += walker.page.locator("a[href^='/']:not([download])").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert wide == []
    return seen


def kind_of(path: str) -> str:
    """The name of its view; a path that leads nowhere is a kind of its own, and opening it fails."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path
