"""A double click on everything that makes something: the same form posted twice at the same moment, and once more after that."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.apps import apps
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.races import race
from tests.races.guards import Guard

# What a browser carries along, and no person made.
NOT_COUNTED = {"sessions.Session", "usersessions.UserSession"}


def counted() -> dict[str, int]:
    """How many rows each table has."""
    return {
        model._meta.label: count
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in NOT_COUNTED and (count := model._default_manager.count())
    }


@dataclass(frozen=True)
class Click:
    """A form as a page shows it to `by`: where it goes, what it carries, which rows one press makes, and words that one press reads.

    `data` is made anew for each press, so that files can be read again. `after` looks at what a count of rows does not show.
    `signed_in` is a client that did more than sign in. With `is_over` the page is gone for a third press.
    """

    by: User | None
    path: str
    makes: dict[str, int]
    words: str
    data: Callable[[], dict[str, Any]] = dict
    after: Callable[[], Any] = field(default=lambda: None)
    signed_in: Client | None = None
    is_over: bool = False

    def run(self) -> None:
        """Press twice at one moment, then once more; fails (AssertionError) unless it was as if pressed once."""
        browser = self.signed_in or self._browser()
        before = counted()
        answers = race(2, lambda _number: self._press(browser))
        assert [one for one in answers if isinstance(one, Exception)] == []
        self._check(before, answers)
        self._press(browser, {404} if self.is_over else set())
        self._check(before, answers)

    def _check(self, before: dict[str, int], answers: list[str]) -> None:
        made = {label: count - before.get(label, 0) for label, count in counted().items() if count != before.get(label, 0)}
        gone = {label: -count for label, count in before.items() if label not in counted()}
        assert made | gone == {_label(name): count for name, count in self.makes.items()}
        assert any(self.words in page for page in answers)
        self.after()

    def _browser(self) -> Client:
        client = Client()
        if self.by is not None:
            client.force_login(self.by, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    def _press(self, browser: Client, also: Collection[int] = ()) -> str:
        """One press in a browser: its cookies, and the page at the end."""
        client = Client()
        client.cookies = SimpleCookie({name: morsel.value for name, morsel in browser.cookies.items()})
        answer = client.post(self.path, self.data(), follow=True)
        assert answer.status_code in {200, 409, 410, 422, *also}
        return str(answer.content.decode())


def _label(name: str) -> str:
    """`Entry` and its like by their names alone, as no two models share one."""
    (found,) = [model._meta.label for model in apps.get_models() if model.__name__ == name]
    return found


@dataclass(frozen=True)
class ClickLine:
    """One line of the table: how to make the page, and what came of two presses without each guard."""

    make: Callable[[], Click]
    lost: dict[Guard, str]


CLICKS: dict[str, ClickLine] = {}


def makes_once(address: str, lost: dict[Guard, str]) -> Callable[[Callable[[], Click]], Callable[[], Click]]:
    """Put the form that goes to the address of this name into the table. A second form of one address adds a word after a colon."""

    def decorate(make: Callable[[], Click]) -> Callable[[], Click]:
        CLICKS[address] = ClickLine(make, lost)
        return make

    return decorate
