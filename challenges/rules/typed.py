"""Milestones, criteria and rules of composition as somebody typed them, before they are rows."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class MilestoneTyped:
    """A milestone of a form. `pk` is the row that it stood for when the page was opened, None for a new one."""

    phase: str
    title: str
    deadline: dt.datetime
    brief: str = ""
    assessed: bool = False
    pk: int | None = None


@dataclass(frozen=True)
class LevelTyped:
    """A level of a criterion; its points are its place in the list, from 1."""

    title: str
    description: str = ""


@dataclass(frozen=True)
class CriterionTyped:
    """A criterion of a form, its levels from low to high. `pk` as for a milestone."""

    title: str
    weight: int
    description: str = ""
    levels: tuple[LevelTyped, ...] = ()
    pk: int | None = None


@dataclass(frozen=True)
class QuotaTyped:
    """At most so many seats for a field of study; see `models.DisciplineQuota`."""

    discipline: str
    most: int


@dataclass(frozen=True)
class RuleTyped:
    """A rule of composition; see `models.CompositionRule`."""

    kind: str
    trait: str = ""
    value: str = ""
    number: int | None = None


@dataclass(frozen=True)
class QuestionTyped:
    """A question to whoever applies. `pk` as for a milestone."""

    text: str
    required: bool = True
    pk: int | None = None
