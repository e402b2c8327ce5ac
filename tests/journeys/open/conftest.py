"""The pages of the portal as everyone sees them, found once for all tests of this folder."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.conftest import LOCALES
from tests.journeys.open import examine
from tests.journeys.open.crawl import Crawl, Sight
from tests.journeys.open.roles import ROLES
from tests.journeys.person import Person
from tests.journeys.stack import Stack


@dataclass(frozen=True)
class Site:
    """Every page that somebody can come to, and how each role is signed in."""

    crawl: Crawl
    sights: list[Sight]
    signed_in: dict[str, Any]


@pytest.fixture(scope="session")
def site(stack: Stack, browser: Browser) -> Site:
    """Each role signs in and follows every link."""
    crawl, sights, signed_in = Crawl(stack.url), [], {}
    for role in ROLES:
        context = browser.new_context(locale=LOCALES["en"])
        one = Person(context, stack.url)
        if role.address:
            one.sign_in(role.address)
        context.add_cookies([{"name": "django_language", "value": "en", "url": stack.url}])
        sights += crawl.walk(context, role.name, list(role.starts))
        signed_in[role.name] = context.storage_state()
        context.close()
    return Site(crawl, sights, signed_in)


@pytest.fixture
def reader(site: Site, person: Callable[..., Person]) -> Callable[..., Person]:
    """Makes somebody of a role with the instruments in the browser: `reader("coach")`."""

    def make(role: str, **options: Any) -> Person:
        one = person(storage_state=site.signed_in[role], **options)
        examine.prepare(one.context)
        return one

    return make


def speak(context: BrowserContext, url: str, language: str) -> None:
    """Choose the language of the pages to come."""
    context.add_cookies([{"name": "django_language", "value": language, "url": url}])
