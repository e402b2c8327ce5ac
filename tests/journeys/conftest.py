"""The portal and a browser for the journeys: one of each for all of them, a context of its own for each person."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from config.runtime.places import VAR
from tests.journeys.actor import Actor
from tests.journeys.database import Database
from tests.journeys.mailbox import Mailbox
from tests.journeys.person import TIMEOUT_MS, Person
from tests.journeys.stack import Stack

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The first two save memory of small machines; the others keep the browser from calling home.
ARGUMENTS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCALES = {"en": "en-GB", "nl": "nl-NL"}


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The running portal with the demo data. Its folder is open to whom Postgres may have to run as."""
    with tempfile.TemporaryDirectory(prefix="journeys-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        portal = Stack(Path(folder))
        try:
            portal.start()
            yield portal
        finally:
            portal.stop()


@pytest.fixture(scope="session")
def mailbox(stack: Stack) -> Mailbox:
    """Every mail that the portal has sent."""
    return Mailbox(stack.mail)


@pytest.fixture(scope="session")
def database(stack: Stack) -> Iterator[Database]:
    """What the portal has stored."""
    found = Database(stack)
    yield found
    found.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's chromium, without a window."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "The journeys need chromium: `make test` installs it where it may."
    expect.set_options(timeout=TIMEOUT_MS)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield found
        found.close()


@pytest.fixture
def person(stack: Stack, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Person]]:
    """Makes people: `person()` is a visitor, `person(locale="nl", width=320, color_scheme="dark")` one who reads Dutch on a phone at night.

    When a journey fails, each person's screen is kept in `var/journeys/`; when it does not, nothing may have gone wrong in any browser.
    """
    people: list[Person] = []

    def make(*, locale: str = "en", width: int = 1280, height: int = 900, **options: Any) -> Person:
        context = browser.new_context(
            locale=LOCALES[locale], viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        people.append(Person(context, stack.url))
        return people[-1]

    yield make
    failed = getattr(request.node, "has_failed", False)
    for number, one in enumerate(people, start=1):
        if failed:
            _keep_screen(one, request.node.name, number)
        one.context.close()
    faults = [fault for one in people for fault in one.faults]
    assert failed or not faults, faults


@pytest.fixture
def actor(person: Callable[..., Person], mailbox: Mailbox, database: Database) -> Callable[..., Actor]:
    """Makes people who act in their own language: `actor("Saar", "saar@students.uu.nl", "nl", width=320)`."""

    def make(name: str = "", address: str = "", language: str = "en", **options: Any) -> Actor:
        return Actor(person(locale=language, **options), name, address, language, mailbox, database)

    return make


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Let fixtures know whether their test has failed."""
    report = yield
    if report.when == "call" and report.failed:
        item.has_failed = True  # type: ignore[attr-defined]
    return report


def _keep_screen(one: Person, test: str, number: int) -> None:
    folder = VAR / "journeys"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", test).strip("-")
    one.page.screenshot(path=folder / f"{name}-{number}.png", full_page=True)
