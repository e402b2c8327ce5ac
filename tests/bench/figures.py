"""Tables of figures, printed and put into their places in docs/performance.md."""

import re
from dataclasses import dataclass

from config.runtime.places import ROOT

PAGE = ROOT / "docs" / "performance.md"


@dataclass(frozen=True)
class Figures:
    """A table, and whether every limit in it is kept."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    kept: bool

    def __str__(self) -> str:
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.head, ("---",) * len(self.head), *self.rows))


def write(name: str, figures: Figures) -> None:
    """Put a table into the place of that name. Fails when the page has none."""
    place = re.compile(rf"(<!-- figures: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    page, found = place.subn(lambda match: f"{match[1]}{figures}\n{match[2]}", PAGE.read_text(encoding="utf-8"))
    assert found == 1, f"docs/performance.md has no place for {name}."
    PAGE.write_text(page, encoding="utf-8")
