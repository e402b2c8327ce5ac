"""Why there is no placement, as data: what stands in the way, with the numbers, and what would make it possible."""

from dataclasses import dataclass
from enum import StrEnum

from challenges.matching.facts import Placement, Rule, Trait


class Kind(StrEnum):
    """What stands in the way. `CONFIDENTIAL` has no numbers and names nobody, ever."""

    FEW_SEATS = "few seats"
    MANY_SEATS = "many seats"
    UNEVEN = "uneven"
    COMPOSITION = "composition"
    SPEAKERS = "speakers"
    GROUP = "group"
    PINNED = "pinned"
    CONFIDENTIAL = "confidential"
    MOVES = "moves"
    TOGETHER = "rules together"
    UNDECIDED = "undecided"


class Hard(StrEnum):
    """The kinds of hard rule, as an obstacle names those that cannot all hold."""

    SMALLEST = "smallest"
    LARGEST = "largest"
    LANGUAGE = "language"
    COMPOSITION = "composition"
    TOGETHER = "kept together"
    APART = "kept apart"
    PINNED = "pinned"
    BARRED = "barred"
    CONFIDENTIAL = "confidential"


class Change(StrEnum):
    """What would help: so many more or fewer students, another size or number of teams, a rule with another number or without."""

    MORE_STUDENTS = "more students"
    FEWER_STUDENTS = "fewer students"
    SMALLEST = "smallest"
    LARGEST = "largest"
    TEAMS = "teams"
    NUMBER = "number"
    WITHOUT = "without"
    MOVES = "moves"


@dataclass(frozen=True)
class Remedy:
    """A change that would help. `number`: how many more or fewer, or what it should become. `trait`, `value`: of whom there should be more,
    any other value where only the trait stands; `language`: who should speak it. `hard`, `rule`: which rule."""

    change: Change
    number: int = 0
    trait: Trait = ""
    value: str = ""
    language: str = ""
    hard: Hard | None = None
    rule: Rule | None = None


@dataclass(frozen=True)
class Obstacle:
    """One reason. `needs` and `has`: what is asked and what there is. `students`, `teams`: whom and which it concerns; `rules`, `hard`:
    which rules cannot all hold, or which are still broken where nothing is proved."""

    kind: Kind
    needs: int | None = None
    has: int | None = None
    students: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()
    rules: tuple[Rule, ...] = ()
    hard: tuple[Hard, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True)
class Impossible:
    """No placement keeps every hard rule, and why; or, where it is not `proved`, none was found. `nearest`: one that breaks few rules,
    which the office may mend by hand."""

    obstacles: tuple[Obstacle, ...]
    proved: bool = True
    nearest: Placement | None = None
