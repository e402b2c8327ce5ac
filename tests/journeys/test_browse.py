"""A visitor looks around: no account, two languages, dark, a phone, and no script."""

import re

import pytest
from playwright.sync_api import expect

CASE = "The medicine that came back"


def test_a_visitor_reads_a_case_then_goes_on_in_dutch_and_in_the_dark(person):
    visitor = person()
    page = visitor.open("/challenges/")
    page.get_by_role("searchbox").fill("pharmacist")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile(r"q=pharmacist"))
    page.get_by_role("link", name=CASE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CASE)
    visitor.sees("Closes in 2 days")
    visitor.sees("7 seats left")
    visitor.sees("Demo: this case was made up to show the portal.")

    page.get_by_role("banner").get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.get_by_role("heading", level=1)).to_have_text(CASE)

    bright = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("button[name=theme][value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != bright
    visitor.open("/challenges/")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


@pytest.mark.parametrize("locale", ["en", "nl"])
def test_a_small_screen_needs_no_scrolling_sideways(person, locale):
    visitor = person(locale=locale, width=320, height=640, color_scheme="dark")
    for path in ("/", "/challenges/", "/challenges/the-medicine-that-came-back/", "/programmes/bitt-demo/", "/partners/roche-nederland/"):
        page = visitor.open(path)
        expect(page.locator("html")).to_have_attribute("lang", locale)
        assert not visitor.is_wider_than_its_window(), path


def test_without_script_one_can_search_filter_and_read(person):
    visitor = person(java_script_enabled=False)
    page = visitor.open("/challenges/?theme=sustainability")
    expect(page.get_by_role("link", name=CASE)).to_be_visible()
    page.get_by_role("searchbox").fill("injection")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="A second life for the injection pen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A second life for the injection pen")
