"""The world and those who walk through it: made once for a module, and as it was again after each request."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.access.addresses import address
from tests.access.lines import Line
from tests.access.posts import Asked, Data, form_of
from tests.access.roles import ROLES, person
from tests.access.things import Things, in_address, things
from tests.access.walking import Walker
from tests.world import World, world


@dataclass
class Scene:
    """The world, what stands in its addresses, and a walker for each role who keeps their session."""

    world: World
    things: Things
    walkers: dict[str, Walker]

    def walker(self, role: str) -> Walker:
        return self.walkers[role]

    def meant(self, line: Line) -> dict[str, Any]:
        """The things that a line's words stand for; a word that stands for nothing is itself."""
        return {name: self.things.get(word, word) for name, word in line.words.items()}

    def address(self, view: str, meant: dict[str, Any]) -> str:
        return address(view, **{name: in_address(name, thing) for name, thing in meant.items()})

    def form(self, line: Line, role: str) -> Data:
        """The form of a line, well filled in by that role."""
        return form_of(line.view, Asked(self.world, self.meant(line), role))


@pytest.fixture(scope="module")
def _scene(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scene, Any]]:
    folder = tmp_path_factory.mktemp("files")
    with override_settings(MEDIA_ROOT=folder), django_db_blocker.unblock(), transaction.atomic():
        made = world()
        yield Scene(made, things(made), {role: Walker(person(made, role)) for role in ROLES}), folder
        transaction.set_rollback(True)


@pytest.fixture
def scene(_scene: tuple[Scene, Any], db: None, settings: Any) -> Scene:
    """The scene of the module, with its files."""
    settings.MEDIA_ROOT = _scene[1]
    return _scene[0]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A walk is refused thousands of times; the log need not say so."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
