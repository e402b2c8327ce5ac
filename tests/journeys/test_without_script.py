"""What one comes for works without JavaScript; joining alone stands in test_keyboard_and_small.py."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.cast import PDF

ADDRESS = "no.script@students.uu.nl"
WORK = "/challenges/a-second-life-for-the-injection-pen/submissions/2/"
TEXT = "Forty pens a week could be used again."


@pytest.fixture
def plain(actor):
    """Makes somebody whose browser runs no script; with an address of the demo data they are signed in."""

    def make(address: str = "", **options: object):
        one = actor("Nora Noscript", address, java_script_enabled=False, **options)
        if address and address != ADDRESS:
            one.goes("/accounts/login/")
            one.signs_in()
        return one

    return make


def test_making_an_account(plain):
    newcomer = plain(ADDRESS)
    newcomer.goes("/accounts/signup/")
    newcomer.asks_for_account()
    newcomer.confirms_address()
    newcomer.sees_text("Nora")


def test_filtering_the_catalogue_and_choosing_language_and_colours(plain):
    visitor = plain()
    visitor.goes("/challenges/")
    before = visitor.main.locator(".list-card").count()
    visitor.main.locator("input[name=theme]").first.check()
    visitor.presses("Show results")
    assert "theme=" in visitor.page.url
    assert 0 < visitor.main.locator(".list-card").count() < before

    footer = visitor.page.get_by_role("contentinfo")
    with visitor.page.expect_navigation():
        footer.get_by_role("button", name="Nederlands").click()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "nl")
    assert "theme=" in visitor.page.url
    with visitor.page.expect_navigation():
        footer.get_by_role("button", name="Donker").click()
    expect(visitor.page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_handing_in_with_a_file(plain, database):
    student = plain("student-001@students.example.org")
    student.goes(WORK)
    student.fills("Your team's text", TEXT)
    student.field("Add files").set_input_files({"name": "pens.pdf", "mimeType": "application/pdf", "buffer": PDF})
    student.presses("Add")
    student.sees_text("pens.pdf")
    expect(student.page.locator("#text")).to_have_value(TEXT)
    student.main.get_by_role("button", name=re.compile("^Hand in version")).click()
    student.sees("This version counts")
    student.sees_text("pens.pdf")
    assert database.rows("SELECT count(*) FROM challenges_submission WHERE text = %s", TEXT) == [1]


def test_reviewing(plain, database):
    reviewer = plain("reviewer-01@example.org")
    pk = database.rows(
        """SELECT r.id FROM challenges_review r JOIN accounts_user u ON u.id = r.reviewer_id
        WHERE u.email = %s AND r.submitted_at IS NULL ORDER BY r.id DESC""",
        reviewer.address,
    )[0]
    reviewer.goes(f"/reviews/{pk}/")
    for group in reviewer.main.locator("fieldset.levels").all():
        group.locator("label").nth(2).click()
    for comment in reviewer.main.locator("textarea").all():
        comment.fill("You weigh both sides well; next, say at what price the second one works, and for whom it does not.")
    reviewer.presses("Submit and next")
    assert database.one("SELECT submitted_at IS NOT NULL FROM challenges_review WHERE id = %s", pk)


def test_approving(plain, database):
    office = plain("coordinator-1@example.org")
    office.goes("/challenges/the-second-opinion-of-a-colleague/approval/")
    office.presses("Approve for the office")
    assert database.one("SELECT state FROM challenges_challenge WHERE slug = 'the-second-opinion-of-a-colleague'") == "published"


def test_writing_a_milestone_more(plain):
    partner = plain("roche-owner@partner.example.org")
    partner.goes("/challenges/cold-boxes-that-come-home/edit/times/")
    before = partner.main.get_by_role("group", name=re.compile("^Milestone")).count()
    partner.presses("Add a milestone")
    assert partner.main.get_by_role("group", name=re.compile("^Milestone")).count() == before + 1
