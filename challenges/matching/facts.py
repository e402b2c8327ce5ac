"""What forming teams starts from: students, teams to fill, and what has to hold. Plain values, numbered by whoever calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Trait = str


@dataclass(frozen=True)
class Student:
    """`traits`: one value for each trait that a rule or a weight names, such as a narrow field or a faculty. `times`: a bit for each
    weekly slot that suits. `wishes`: points for challenges. `marks`: what was said in confidence. `barred`: challenges not open to them."""

    id: int
    traits: Mapping[Trait, str]
    languages: frozenset[str]
    times: int = 0
    wishes: Mapping[int, int] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Different:
    """At least `number` different values of a trait in a team."""

    trait: Trait
    number: int


@dataclass(frozen=True)
class From:
    """At least `number` members with this value of a trait."""

    trait: Trait
    value: str
    number: int


@dataclass(frozen=True)
class Same:
    """At most `number` members who have the same value of a trait."""

    trait: Trait
    number: int


Rule = Different | From | Same


@dataclass(frozen=True)
class Composition:
    """What a team has to be made of: its size, the rules, and whether there is a language that all speak."""

    smallest: int
    largest: int
    rules: tuple[Rule, ...] = ()
    common_language: bool = False


@dataclass(frozen=True)
class Team:
    """A team to fill. One that may stay `empty` has nobody or as many as its composition says."""

    id: int
    challenge: int
    composition: Composition
    empty: bool = False

    @property
    def optional(self) -> bool:
        """Whether nobody at all is enough."""
        return self.empty or self.composition.smallest < 1


@dataclass(frozen=True)
class Weights:
    """What counts beside the hard rules, in the points of wishes: a point for each weekly slot that all of a team have, up to so many
    slots, and for each different value of a trait."""

    time: int = 4
    most_times: int = 4
    spread: Mapping[Trait, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """All of it. `together`: students who stay together, such as pairs and teams begun; `apart`: pairs who do not; `placed`: students whom
    the office has pinned to a team. Nobody with a mark is the only one in a team who has it."""

    students: tuple[Student, ...]
    teams: tuple[Team, ...]
    together: tuple[frozenset[int], ...] = ()
    apart: frozenset[frozenset[int]] = frozenset()
    placed: Mapping[int, int] = field(default_factory=dict)
    weights: Weights = Weights()


Placement = Mapping[int, int]
"""The team of each student, both by id."""
