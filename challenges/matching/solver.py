"""A proposal for the facts. What computes (numba, OR-tools) is loaded at the first call: a process that only judges teams stays small."""

from collections.abc import Callable
from dataclasses import dataclass

from challenges.matching.audit import audit, value
from challenges.matching.facts import Composition, Different, Facts, Placement, Student, Team

Progress = Callable[[float], bool]
"""Told the share that is done; True stops the search."""


@dataclass(frozen=True)
class Proposal:
    """A placement that passed the audit: what it is worth, and what no placement can pass."""

    placement: Placement
    value: int
    most: int

    @property
    def gap(self) -> float:
        """By what share of its value a better one could be better, at most."""
        return (self.most - self.value) / self.value if self.value else 0.0


def propose(facts: Facts, *, seed: int, steps: int | None = None, progress: Progress | None = None) -> Proposal | None:
    """A placement for the facts, the same for the same seed and steps; None where none was found or it was stopped.

    Stops by steps, never by the clock; without a number it takes as many as suit the number of students.
    """
    from challenges.matching.arrays import arrays, pinned, placed
    from challenges.matching.bound import bound
    from challenges.matching.search import Run, search, steps_for

    known = arrays(facts)
    most = bound(known)
    if most is None:
        return None
    run = Run(seed, steps or steps_for(len(facts.students)), progress or (lambda _share: False))
    found = search(known, most, pinned(facts), run)
    if found is None:
        return None
    placement = placed(facts, found)
    if audit(facts, placement):
        return None
    return Proposal(placement, value(facts, placement), most.most)


def warm() -> None:
    """Have everything loaded and compiled, so that the first user does not wait for it."""
    asked = Composition(1, 2, (Different("field", 1),), common_language=True)
    students = tuple(Student(one, {"field": "one"}, frozenset({"en"}), times=1, wishes={1: 1}) for one in range(3))
    propose(Facts(students, (Team(1, 1, asked), Team(2, 1, asked))), seed=1, steps=100)
