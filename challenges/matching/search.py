"""A seeded local search for a good placement, from the transport optimum down a slowly cooling schedule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from challenges.matching.arrays import Arrays, Numbers
from challenges.matching.bound import Bound
from challenges.matching.kernel import anneal, evaluate_all, seeded

HOT, COLD = 4.0, 0.12
PENALTY = 8.0
PARTS = 50
# What is broken at the end is mended at a higher price, this often at most.
MENDING = 6


Progress = Callable[[float], bool]
"""Told the share that is done; True stops the search."""


@dataclass(frozen=True)
class Run:
    """How to search: where the random numbers begin, how many steps, and who is told."""

    seed: int
    steps: int
    progress: Progress


def steps_for(students: int) -> int:
    """Enough steps for a good placement: each student is tried about 20,000 times."""
    return 200_000 + 20_000 * students


def search(facts: Arrays, most: Bound, pinned: Mapping[int, int], run: Run) -> Numbers | None:
    """The team of each student; None where it was stopped. The price of a broken rule rises for what is still broken at the end."""
    now = _State(facts, _begin(facts, most, pinned), run.seed)
    for part in range(PARTS):
        hot, cold = (HOT * (COLD / HOT) ** (share / PARTS) for share in (part, part + 1))
        now.anneal(run.steps // PARTS, hot, cold, PENALTY)
        if run.progress((part + 1) / (PARTS + 1)):
            return None
    for time in range(MENDING):
        if not now.broken.any():
            break
        now.anneal(run.steps // PARTS, HOT / 4, COLD, PENALTY * 2 ** (time + 1))
    return now.team_of


class _State:
    """A placement as the inner loop changes it."""

    def __init__(self, facts: Arrays, team_of: Numbers, seed: int) -> None:
        self.facts, self.team_of = facts, team_of
        teams = len(facts.challenge)
        self.size = np.bincount(team_of, minlength=teams).astype(np.int64)
        longest = int(np.diff(facts.unit_start).max())
        self.members = np.zeros((teams, max(int(facts.largest.max()), int(self.size.max())) + longest), np.int64)
        for team in range(teams):
            inside = np.flatnonzero(team_of == team)
            self.members[team, : len(inside)] = inside
        self.worth, self.broken = np.zeros(teams, np.int64), np.zeros(teams, np.int64)
        evaluate_all(facts, self.members, self.size, self.worth, self.broken)
        self._random = seeded(seed)

    def anneal(self, steps: int, hot: float, cold: float, penalty: float) -> None:
        """Go on for so many steps."""
        placement = (self.members, self.size, self.worth, self.broken, self.team_of)
        anneal(self.facts, *placement, self._random, steps, hot, cold, penalty)


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
