"""The office forms the teams of an edition of a hundred students: one of the office reads English, another Dutch, like the students."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.actor import Actor
from tests.sheets import workbook

EDITION = "bitt-next-demo"
TEAMS = f"/manage/programmes/{EDITION}/teams/"
RUN_MS = 120_000
PUBLISHED = "%(students)d students were placed and %(moved)d moved; %(teams)d teams are new. Everyone concerned is told."
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LISTED = """
SELECT u.email, u.name, p.programme_of_study FROM accounts_user u JOIN challenges_enrolment e ON e.user_id = u.id
JOIN challenges_programme g ON g.id = e.programme_id JOIN accounts_profile p ON p.user_id = u.id WHERE g.slug = %s ORDER BY u.email
"""
# Somebody in a team of at least so many, who got their wish of this number or a later one.
PLACED = """
SELECT u.name, u.email FROM challenges_proposedplace w JOIN challenges_participation p ON p.id = w.participation_id
JOIN accounts_user u ON u.id = p.user_id WHERE u.language = %s AND (w.why ->> 'wish')::int >= %s AND p.left_at IS NULL
AND (SELECT count(*) FROM challenges_participation o WHERE o.team_id = p.team_id AND o.left_at IS NULL) >= %s ORDER BY u.email LIMIT 1
"""
REOPEN = """
UPDATE challenges_programme SET join_until = now() + interval '1 day', ranks_until = greatest(ranks_until, now() + interval '2 days')
WHERE slug = %s RETURNING id
"""
FREE = """
SELECT u.name, u.email FROM accounts_user u JOIN accounts_profile p ON p.user_id = u.id JOIN accounts_rolegrant g ON g.user_id = u.id
WHERE u.language = %s AND g.role = 'student' AND g.confirmed_at IS NOT NULL AND g.revoked_at IS NULL
AND (g.until IS NULL OR g.until >= current_date)
AND NOT EXISTS (SELECT 1 FROM challenges_enrolment e WHERE e.user_id = u.id)
AND (SELECT count(*) FROM challenges_participation o WHERE o.user_id = u.id AND o.left_at IS NULL) < 2 ORDER BY u.email LIMIT 1
"""


@pytest.fixture
def demo(actor, database):
    """Signs somebody of the demo data in, by name and address."""

    def make(name: str, address: str, language: str, **options: object) -> Actor:
        found: Actor = actor(name, address, language, **options)
        found.goes("/accounts/login/")
        found.signs_in()
        return found

    return make


def test_the_office_forms_the_teams_of_an_edition_and_replaces_one_who_left(demo, database):
    office = demo("", "coordinator-1@example.org", "en")

    _brings_in(office, database.rows(LISTED, EDITION))
    _proposes(office)
    _drags_and_undoes(office)
    _moves_by_keyboard(office, but=_moves_by_keyboard(office))
    office.presses("Publish the teams")
    office.sees(PUBLISHED, **_sums(office))

    for language in ("en", "nl"):
        _reads_why(demo(*database.one(PLACED, language, 2, 1), language, width=320))

    leaver = demo(*database.one(PLACED, "nl", 1, 6), "nl")
    team = _leaves(leaver)
    newcomer = demo(*database.one(FREE, "nl"), "nl", width=320)
    # The office lets people in for another day.
    database.one(REOPEN, EDITION)
    newcomer.goes(f"/programmes/{EDITION}/join/")
    newcomer.ticks("I accept these terms")
    newcomer.presses("Join this edition")

    second = demo("", "coordinator-2@example.org", "nl")
    second.goes(TEAMS)
    assert second.field("How many others may move").input_value() == "0"
    second.presses("Propose a change")
    _looks_at_the_proposal(second)
    second.sees_text(newcomer.name)
    second.sees_nothing_of(leaver.name)
    second.presses("Publish the teams")
    second.sees(
        PUBLISHED,
        students=1,
        moved=0,
        teams=0,
    )

    newcomer.opens_mail("team_placed")
    newcomer.sees("Why you are in this team")
    assert team
    everything = "\n".join(newcomer.read)
    assert leaver.name not in everything
    assert not re.search(r"[a-z]+-[0-9]+@students", everything.replace(newcomer.address, ""))


def _brings_in(office: Actor, people: list[tuple[str, str, str]]) -> None:
    """A hundred students by a workbook; they are all in the edition already, so the list alone changes."""
    assert len(people) == 100
    office.goes(f"/manage/programmes/{EDITION}/list/")
    rows = [("address", "name", "programme"), *people]
    office.field("File").set_input_files({"name": "students.xlsx", "mimeType": SHEET, "buffer": workbook(rows)})
    office.presses("Show what it would do")
    office.sees("Nothing has happened yet.")
    office.presses("Do this")
    office.sees("The list is in. Whoever is new has been told or invited.")


def _proposes(office: Actor) -> None:
    office.goes(TEAMS)
    office.presses("Make a proposal")
    _looks_at_the_proposal(office)
    office.sees("Every rule holds")
    office.sees("Wishes granted")


def _looks_at_the_proposal(office: Actor) -> None:
    """Wait until the worker has ended; the page tells it without being opened anew."""
    link = office.main.get_by_role("link", name=office.says("Look at the proposal"))
    expect(link).to_be_visible(timeout=RUN_MS)
    office.follows("Look at the proposal")


def _drags_and_undoes(office: Actor) -> None:
    """Drag somebody into another team with the mouse: who is under it is who moves, and it can be taken back."""
    page = office.page
    page.wait_for_load_state("networkidle")
    student = office.main.locator("[data-enrolment]").first
    name, number = str(student.locator("strong").inner_text()), student.get_attribute("data-enrolment")
    home = student.locator("xpath=ancestor::*[@data-team]").get_attribute("data-team")
    team = office.main.locator(f"[data-team]:not([data-team='{home}'])").first
    key = team.get_attribute("data-team")
    student.scroll_into_view_if_needed()
    begin, end = student.locator("strong").bounding_box(), team.bounding_box()
    assert begin
    assert end
    page.mouse.move(begin["x"] + 5, begin["y"] + 5)
    page.mouse.down()
    page.mouse.move(begin["x"] + 30, begin["y"] + 20, steps=4)
    page.mouse.move(end["x"] + 60, end["y"] + 40, steps=8)
    page.mouse.up()
    expect(page.locator("body > [aria-live=polite]")).to_contain_text(f"{name} is in ")
    expect(page.locator(f"[data-team='{key}'] [data-enrolment='{number}']")).to_be_visible()
    office.button("Undo the last change").click()
    expect(page.locator(f"[data-team='{home}'] [data-enrolment='{number}']")).to_be_visible()


def _moves_by_keyboard(office: Actor, *, but: str = "") -> str:
    """Move somebody to where no rule breaks, without a pointer; the page says what it did, and the keyboard stays with who was moved."""
    page = office.page
    # Whoever said something in confidence stays where the solver put them: nothing on the page tells who that is.
    stay = {str(one) for one in office.database.rows("SELECT enrolment_id FROM challenges_confidentialmark")}
    for student in office.main.locator("[data-enrolment]").all():
        if not _is_of_a_large_team(student) or student.get_attribute("data-enrolment") in stay:
            continue
        if student.locator("strong").inner_text() == but:
            continue
        student.get_by_role("link").press("Enter")
        choice = page.locator("#id_to")
        expect(choice).to_be_focused()
        options = choice.locator("option").all_inner_texts()
        place = next((place for place, words in enumerate(options) if "breaks" not in words), None)
        if place is None:
            continue
        for _step in range(place):
            choice.press("ArrowDown")
        # Its place on the page is another afterwards, its name and number are not.
        name, number = str(student.locator("strong").inner_text()), student.get_attribute("id")
        page.locator("#moving").get_by_role("button", name="Move", exact=True).press("Enter")
        expect(page.locator("body > [aria-live=polite]")).to_contain_text(f"{name} is in ")
        expect(page.locator(f"#{number} a").first).to_be_focused()
        return name
    raise AssertionError("Nobody can be moved without breaking a rule.")


def _is_of_a_large_team(student: Locator) -> bool:
    return student.locator("xpath=..").locator("[data-enrolment]").count() > 5


def _sums(office: Actor) -> dict[str, int]:
    """How many students and teams there are, as the database knows it."""
    found = office.database.one(
        """SELECT count(*), count(DISTINCT w.team_id) FROM challenges_participation w JOIN challenges_challenge c ON c.id = w.challenge_id
        JOIN challenges_programme g ON g.id = c.programme_id WHERE g.slug = %s AND w.left_at IS NULL""",
        EDITION,
    )
    return {"students": found[0], "moved": 0, "teams": found[1]}


def _reads_why(student: Actor) -> None:
    """The reason comes by mail, and stands on the page of the team: which wish it was, and what was traded."""
    mail = student.opens_mail("team_placed")
    reason = student.section("Why you are in this team")
    sentences = reason.get_by_role("listitem").all_inner_texts()
    assert len(sentences) >= 2
    assert all(sentence in re.sub(r"\s+", " ", mail) for sentence in sentences)
    student.sees("Only you read this. The others read their own reasons.")


def _leaves(student: Actor) -> str:
    """Leave the team and the edition; gives the team's name."""
    student.opens_mail("team_placed")
    team = str(student.main.get_by_role("heading", level=1).inner_text())
    student.unfolds("Leave this challenge")
    student.presses("Leave")
    student.goes(f"/programmes/{EDITION}/wishes/")
    student.unfolds("Leave this edition")
    student.presses("Leave this edition")
    return team
