"""What every test may use."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from accounts.models import User


@pytest.fixture
def now() -> dt.datetime:
    """The present instant, aware."""
    return timezone.now()


@pytest.fixture
def as_(client: Client) -> Callable[[User | None], Client]:
    """A client signed in as somebody: `as_(user).get(…)`; None is a visitor."""

    def sign_in(user: User | None) -> Client:
        fresh = Client()
        if user is not None:
            fresh.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return fresh

    return sign_in


@pytest.fixture(autouse=True)
def _english(settings: object) -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow journeys in a browser come last, whatever the random order; before them those that go through all pages and change none."""
    items.sort(key=lambda item: [item.nodeid.startswith(folder) for folder in ("tests/journeys/", "tests/journeys/test_")])
