"""The tables of docs/races.md, made from the tests: `python -m tests.races.document` writes them anew."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import django

FILE = Path(__file__).resolve().parents[2] / "docs" / "races.md"
MARK = "<!-- from here on: python -m tests.races.document -->\n"


def tables() -> str:
    """Every race and every form, what guards it, and what happened without."""
    from tests.races import accounts, applying, approving, forming, handing_in, joining, judging, running, teamwork, waiting
    from tests.races.clicks import CLICKS, board, cases, partners, people, taking_part, together
    from tests.races.clicks import forming as forming_clicks
    from tests.races.clicks import waiting as waiting_clicks
    from tests.races.table import LINES

    acts = (accounts, applying, approving, forming, handing_in, joining, judging, running, teamwork, waiting)
    assert all((*acts, board, cases, forming_clicks, partners, people, taking_part, together, waiting_clicks))
    races = ((line.words, line.lost) for line in sorted(LINES.values(), key=lambda line: line.words))
    forms = ((f"`{name}`", line.lost) for name, line in sorted(CLICKS.items()))
    return "\n".join(
        [*_table("Race", "none is needed: either order is legal", races), "", *_table("Form", "the row written first", forms), ""]
    )


def _table(head: str, nothing: str, lines: Iterable[tuple[str, dict]]) -> Iterator[str]:
    yield f"| {head} | Guard | Without it |"
    yield "|---|---|---|"
    for words, lost in lines:
        for guard, what in lost.items():
            yield f"| {words} | {guard} | {what} |"
        if not lost:
            yield f"| {words} | {nothing} | – |"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    FILE.write_text(FILE.read_text().partition(MARK)[0] + MARK + "\n" + tables())
