"""A proposal for the facts. What computes (numba, OR-tools) is loaded at the first call: a process that only judges teams stays small."""

from collections.abc import Callable
from dataclasses import dataclass

from challenges.matching.audit import audit, value
from challenges.matching.counting import obstacles
from challenges.matching.facts import Composition, Different, Facts, Placement, Student, Team
from challenges.matching.obstacles import Impossible

Progress = Callable[[float], bool]
"""Told the share that is done; True stops the search."""


@dataclass(frozen=True)
class Proposal:
    """A placement that passed the audit: what it is worth, and what no placement can pass. `moved`: who had another team before."""

    placement: Placement
    value: int
    most: int
    moved: tuple[int, ...] = ()

    @property
    def gap(self) -> float:
        """By what share of its value a better one could be better, at most."""
        return (self.most - self.value) / self.value if self.value else 0.0


def propose(facts: Facts, *, seed: int, steps: int | None = None, progress: Progress | None = None) -> Proposal | Impossible | None:
    """A placement for the facts, the same for the same seed and steps, or why there is none; None where it was stopped.

    Stops by steps, never by the clock; without a number it takes as many as suit the number of students.
    """
    if against := obstacles(facts):
        return Impossible(tuple(against))
    if not facts.students:
        return Proposal({}, 0, 0)
    from challenges.matching.settle import proposed

    found = proposed(facts, seed, steps, progress or (lambda _share: False))
    return _checked(facts, *found) if found else None


def repair(facts: Facts, placement: Placement, *, most_moves: int | None) -> Proposal | Impossible:
    """The placement once more for facts that changed, with the fewest moves out of a team, and at most so many; or why that cannot be.

    Exactly, over the six teams that matter most, then over more where six are not enough. `most_moves` None leaves it open.
    """
    if against := obstacles(facts):
        return Impossible(tuple(against))
    if not facts.students:
        return Proposal({}, 0, 0)
    from challenges.matching.fewest_moves import repaired

    found, most = repaired(facts, placement, most_moves)
    return _checked(facts, found, most, before=placement)


def _checked(facts: Facts, found: Placement | Impossible, most: int, before: Placement | None = None) -> Proposal | Impossible:
    """A proposal of what was found, after the audit: it fails (RuntimeError) before anything is shown that breaks a rule."""
    if isinstance(found, Impossible):
        return found
    if broken := audit(facts, found):
        raise RuntimeError(f"{len(broken)} rules are broken in what was found.")
    moved = [one for one, team in (before or {}).items() if one in found and found[one] != team]
    return Proposal(found, value(facts, found), most, tuple(sorted(moved)))


def warm() -> None:
    """Have everything loaded and compiled, so that the first user does not wait for it."""
    asked = Composition(1, 2, (Different("field", 1),), common_language=True)
    students = tuple(Student(one, {"field": "one"}, frozenset({"en"}), times=1, wishes={1: 1}) for one in range(3))
    propose(Facts(students, (Team(1, 1, asked), Team(2, 1, asked))), seed=1, steps=100)
