"""A seeded local search for a good placement, from the transport optimum down a slowly cooling schedule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from challenges.matching.arrays import Arrays
from challenges.matching.bound import Bound
from challenges.matching.kernel import LOGS, State, anneal, refresh, seeded
from challenges.matching.records import Numbers
from challenges.matching.units import units

# From which temperature to which: a small cohort is begun hotter, since its rounds are short.
HOT, COLD = 1.0, 0.2
HOT_SMALL, COLD_SMALL = 2.0, 0.25
# What one broken rule costs; the rounds of a small cohort take them in turn, since some freeze at the one and some at the other.
PENALTIES = 6, 12
PARTS = 50
# What is broken at the end is mended at a higher price, this often at most.
MENDING = 6
# Up to so many students, another round begins after so many steps a student.
SMALL, ROUND, MOST_ROUNDS = 120, 5_000, 1_000


Progress = Callable[[float], bool]
"""Told the share that is done; True stops the search."""


@dataclass(frozen=True)
class Run:
    """How to search: where the random numbers begin, how many steps, and who is told."""

    seed: int
    steps: int
    progress: Progress


def steps_for(students: int) -> int:
    """As many as are worth waiting for: about four seconds for 100 students and for 240, six for 1,000, half a minute for 5,000."""
    return min(300_000 * students, 40_000_000 + 12_000 * students)


def search(facts: Arrays, most: Bound, pinned: Mapping[int, int], run: Run) -> Numbers | None:
    """The team of each student; None where it was stopped. A small cohort freezes in one of a few shapes: it is begun anew several times,
    and the best is kept."""
    small = len(facts.wishes) <= SMALL
    rounds = max(1, run.steps // (ROUND * len(facts.wishes))) if small else 1
    best: tuple[tuple[int, int], Numbers] | None = None
    for number in range(rounds):
        now = Now(facts, _begin(facts, most, pinned), run.seed * MOST_ROUNDS + number)
        if not _cool(now, run, number, rounds):
            return None
        best = min(best or now.found(), now.found(), key=lambda found: found[0])
    return best[1][facts.unit_of] if best else None


def _cool(now: "Now", run: Run, number: int, rounds: int) -> bool:
    """Anneal once; whether to go on. The price of a broken rule rises for what is still broken at the end."""
    steps, penalty = run.steps // rounds // PARTS, PENALTIES[number % len(PENALTIES)]
    begin, end = (HOT_SMALL, COLD_SMALL) if len(now.facts.wishes) <= SMALL else (HOT, COLD)
    for part in range(PARTS):
        hot, cold = (begin * (end / begin) ** (share / PARTS) for share in (part, part + 1))
        now.anneal(steps, hot, cold, penalty)
        if run.progress((number + (part + 1) / (PARTS + 1)) / rounds):
            return False
    for time in range(MENDING):
        if not now.state.broken.any():
            break
        now.anneal(steps, begin, end, penalty * 2 ** (time + 1))
    return True


class Now:
    """A placement as the inner loop changes it."""

    def __init__(self, facts: Arrays, team_of: Numbers, seed: int) -> None:
        self.facts = units(facts, max(int(np.bincount(team_of).max()), int(facts.largest.max())))
        inside = team_of[facts.unit_members[facts.unit_start[:-1]]]
        count = np.bincount(inside, minlength=len(facts.challenge)).astype(np.int64)
        room = max(int(count.max()), int(facts.largest.max())) + 1
        self.state = State(
            team_of=inside,
            inside=np.zeros((len(count), room), np.int64),
            count=count,
            rest=np.zeros((len(inside) + len(count), self.facts.own.shape[1]), np.int64),
            known=np.zeros(len(inside), np.bool_),
            worth=np.zeros(len(count), np.int64),
            broken=np.zeros(len(count), np.int64),
            random=seeded(seed),
        )
        for team in range(len(count)):
            self.state.inside[team, : count[team]] = np.flatnonzero(inside == team)
            refresh(self.facts, self.state, team)

    def found(self) -> tuple[tuple[int, int], Numbers]:
        """By how much rules are broken and what is lacking in worth, both better low; and the team of each unit."""
        wishes = self.facts.wishes[np.arange(len(self.state.team_of)), self.facts.challenge[self.state.team_of]].sum()
        return (int(self.state.broken.sum()), -int(wishes + self.state.worth.sum())), self.state.team_of

    def anneal(self, steps: int, hot: float, cold: float, penalty: int) -> None:
        """Go on for so many steps."""
        anneal(self.facts, self.state, LOGS, steps, hot, cold, penalty)


def _begin(facts: Arrays, most: Bound, pinned: Mapping[int, int]) -> Numbers:
    """Who is pinned where they are, the others in the challenge of the transport optimum, in its emptiest team; the long units first."""
    team_of = np.full(len(facts.unit_of), -1, np.int64)
    size = np.zeros(len(facts.challenge), np.int64)
    units = [facts.unit_members[start:end] for start, end in pairwise(facts.unit_start)]
    everywhere = np.arange(len(size))
    for unit in sorted(units, key=lambda unit: (unit[0] not in pinned, -len(unit), unit[0])):
        wanted = most.challenge_of[unit[0]]
        own = facts.teams[facts.team_start[wanted] : facts.team_start[wanted + 1]]
        open_ = [teams[size[teams] + len(unit) <= facts.largest[teams]] for teams in (own, everywhere)]
        teams = next((some for some in open_ if len(some)), everywhere)
        team = next((pinned[one] for one in unit.tolist() if one in pinned), teams[np.argmin(size[teams])])
        team_of[unit] = team
        size[team] += len(unit)
    return team_of
