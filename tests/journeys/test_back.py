"""Back to a page on which one has typed: it stands there again, and never in the place of what somebody else has saved meanwhile."""

import pytest
from playwright.sync_api import expect

WORK = "/challenges/a-second-life-for-the-injection-pen/submissions/2/"
CASE = "/challenges/cold-boxes-that-come-home/edit/case/"
# More than any form takes.
TOO_MANY = [{"name": f"{number}.txt", "mimeType": "text/plain", "buffer": b"Words."} for number in range(102)]
REFUSED = "We could not read this request"


@pytest.fixture
def signed_in(actor):
    """Makes somebody of the demo data, signed in."""

    def make(address: str, **options: object):
        one = actor("Demo", address, **options)
        one.goes("/accounts/login/")
        one.signs_in()
        return one

    return make


def is_refused(one) -> None:
    """The page that says so, of which the browser's console tells too."""
    expect(one.page.get_by_role("heading", name=REFUSED)).to_be_visible()
    assert all("413" in fault for fault in one.person.faults)
    one.person.faults.clear()


def test_what_a_team_wrote_is_there_after_too_many_files_and_is_saved(signed_in, database):
    student = signed_in("student-001@students.example.org")
    student.goes(WORK)
    student.fills("Your team's text", "Typed a moment before the files.")
    student.field("Add files").set_input_files(TOO_MANY)
    is_refused(student)
    student.page.get_by_role("button", name="Back").click()
    expect(student.page.locator("#text")).to_have_value("Typed a moment before the files.")
    expect(student.page.locator("#saved")).to_contain_text("Saved")
    assert database.rows("SELECT count(*) FROM challenges_draft WHERE text = 'Typed a moment before the files.'") == [1]


def test_without_script_too(signed_in):
    student = signed_in("student-001@students.example.org", java_script_enabled=False)
    student.goes(WORK)
    student.fills("Your team's text", "Typed without a script.")
    student.field("Add files").set_input_files(TOO_MANY)
    student.presses("Add")
    is_refused(student)
    expect(student.page.get_by_role("button", name="Back")).to_be_hidden()
    student.page.go_back()
    expect(student.page.locator("#text")).to_have_value("Typed without a script.")


@pytest.mark.parametrize("meanwhile", [False, True])
def test_what_was_typed_comes_back_only_over_the_text_that_it_was_typed_over(signed_in, meanwhile):
    partner = signed_in("roche-owner@partner.example.org")
    partner.goes(CASE)
    stood = partner.field("The case").input_value()
    partner.fills("The case", "Typed, and not saved.")
    partner.page.goto(f"{partner.person.url}/challenges/")
    if meanwhile:
        office = signed_in("coordinator-1@example.org")
        office.goes(CASE)
        office.fills("The case", f"{stood} And the office says more.")
        office.button("Save").click()
        office.sees("Saved.")
    partner.page.go_back()
    expect(partner.field("The case")).to_have_value(f"{stood} And the office says more." if meanwhile else "Typed, and not saved.")
