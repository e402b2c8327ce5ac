"""What the demo world is made of: the YAML files of `data/`, read into dataclasses."""

import datetime as dt
import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

FOLDER = Path(__file__).resolve().parent / "data"
FILES = ("bitt", "think_tank", "open", "desk", "covid_2021", "bitt_2023")
Words = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One challenge as its file tells it. `start` and `join` count days from the day of seeding; `taken` or `teams` say who joined,
    `line` how many wait for a seat; the first of them is offered one."""

    slug: str
    organisation: str
    title: str
    summary: str
    case: str
    themes: list[str]
    sdgs: list[int]
    disciplines: list[str]
    note: dict[str, str]
    levels: list[str]
    working_languages: list[str]
    mode: str
    size: str
    programme: str = ""
    joining: str = "open"
    language: str = "en"
    state: str = "published"
    milestones: str | None = None
    rubric: str | None = None
    terms: str | None = None
    team: list[int] = field(default_factory=list)
    ects: float | None = None
    hours: int | None = None
    seats: int | None = None
    start: int | None = None
    starts_on: dt.date | None = None
    join: int | None = None
    teams: int = 0
    taken: int = 0
    line: int = 0
    feedback_on: str = ""
    work: Words = field(default_factory=dict)
    outcome: Any = ""
    owner_key: bool = False
    cancel_reason: str = ""
    attachment: str = ""
    questions: list[dict[str, str]] = field(default_factory=list)
    comments: list[dict[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The case with the sentence that says what is invented."""
        return f"{unwrapped(self.case)}\n\n{self.note[self.language]}"


@cache
def read(name: str) -> Any:
    """The content of `data/<name>.yaml`."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def cases() -> list[Case]:
    """Every case, in the order of the files."""
    found = []
    for name in FILES:
        content = read(f"cases/{name}")
        found += [Case(**(content["defaults"] | one)) for one in content["cases"]]
    return found


def unwrapped(text: str) -> str:
    """Paragraphs without the line breaks that a file has for its width; lists and headings keep theirs."""
    parts = [part.split("\n") for part in text.strip().split("\n\n")]
    kept = ("#", "-", "1.", "2.", "3.")
    return "\n\n".join("\n".join(lines) if lines[0].startswith(kept) else " ".join(lines) for lines in parts)


def in_language(words: Any, language: str) -> Any:
    """The words of a language where there are several, else the words."""
    return words.get(language, words.get("en")) if isinstance(words, dict) else words


def chance(seed: int, name: str) -> random.Random:
    """Chance that is the same for the same seed; each part of the world has its own, so that one more draw moves nothing else."""
    return random.Random(f"{seed}:{name}")  # noqa: S311 (nothing here is a secret)


def pick(draw: random.Random, words: Any) -> str:
    """One of several words, or the only one."""
    return cast(str, draw.choice(words)) if isinstance(words, list) else str(words)
