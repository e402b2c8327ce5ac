"""One world for all of these tests: each begins with it as it was made, and what it does there is undone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.world import World, fresh, world


@pytest.fixture(scope="package")
def _made_once(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Path]]:
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=folder):
            made = world()
        yield made, folder
        transaction.set_rollback(True)


@pytest.fixture
def made(_made_once: tuple[World, Path], db: None, _files_of_their_own: None, settings: Any) -> World:
    """The world, with its files where they were put."""
    found, folder = _made_once
    settings.MEDIA_ROOT = folder
    parts = {name: fresh(getattr(found, name)) for name in ("people", "cases", "work", "talk")}
    return replace(found, **parts)
