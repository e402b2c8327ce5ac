"""The table, read line by line."""

from dataclasses import dataclass

from tests.access.roles import ROLES
from tests.access.table import TABLE


@dataclass(frozen=True)
class Line:
    """One line: the words in the address, and a letter for each role under `get`, `post` and `empty`."""

    view: str
    words: dict[str, str]
    get: dict[str, str]
    post: dict[str, str]
    empty: dict[str, str]

    def __str__(self) -> str:
        return " ".join([self.view, *(f"{name}={word}" for name, word in self.words.items())])


def lines() -> list[Line]:
    """The table, line by line."""
    return [_line(text.split()) for text in TABLE.splitlines() if text and not text.startswith("#")]


def _line(parts: list[str]) -> Line:
    view, *words = parts[:-3]
    get, post, empty = (_letters(part) for part in parts[-3:])
    return Line(view, dict(word.split("=") for word in words), get, post, empty)


def _letters(column: str) -> dict[str, str]:
    return dict(zip(ROLES, column * len(ROLES) if len(column) == 1 else column, strict=True))
