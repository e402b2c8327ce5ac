"""Every action that is recorded has words, so that the office reads the trail and not the source."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from accounts.audit import words


def recorded() -> set[str]:
    """The actions that the source records; those whose name is put together are left out."""
    found = set()
    for app in ("accounts", "partners", "challenges"):
        for source in (settings.BASE_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(Path(source).read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record" and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        found.add(first.value)
    return found


@pytest.mark.parametrize("action", sorted(recorded()))
def test_an_action_reads_as_words(action):
    assert action in words.described()
