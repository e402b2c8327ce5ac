import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("actions", "queries", "rules", "models", "enums", "errors", "kit", "outbox", "audit", "scoring", "assignment", "matching")
FILES = [
    path
    for app in ("accounts", "partners", "challenges")
    for room in ROOMS
    for path in [ROOT / app / f"{room}.py", *(ROOT / app / room).rglob("*.py")]
    if path.exists()
]


def untyped_answers(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and (node.returns is None or _is_anything(node.returns)):
            yield f"{node.name}, line {node.lineno}"


def _is_anything(returns: ast.expr) -> bool:
    return "Any" in {name.id for name in ast.walk(returns) if isinstance(name, ast.Name)}


def test_it_finds_what_it_looks_for():
    assert list(untyped_answers("def f() -> dict[str, Any]: ...\ndef g(): ...\ndef h() -> int: ...")) == ["f, line 1", "g, line 2"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_public_function_gives_just_anything(path):
    assert list(untyped_answers(path.read_text())) == []
