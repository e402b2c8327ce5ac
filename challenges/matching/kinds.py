"""Kinds of team: teams that are alike, so that one search for the best team at given prices serves all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from challenges.matching.arrays import Arrays
from challenges.matching.pricing import teams
from challenges.matching.records import SIZE, Numbers, Units, join, judge
from challenges.matching.units import units

# Prices are whole numbers of so many parts of a point.
SCALE = 1 << 20
NEVER = -(1 << 60)


@dataclass(frozen=True)
class Kind:
    """`teams`: places of teams of the same challenge, with the same rules, whether they may stay `empty` too. `base`: units pinned to the
    only one of them."""

    teams: Numbers
    challenge: int
    base: Numbers
    empty: bool


class Found(NamedTuple):
    """What a search for teams of a kind came to. `most`: no team gains more, at these prices; `teams`: units of some that gain much;
    `whole`: whether nothing was cut short."""

    most: int
    teams: list[tuple[int, ...]]
    whole: bool


class Market:
    """Units that may be bought for teams. `nodes`: how many a search may look at; `seen`: how many all have."""

    def __init__(self, facts: Arrays, pinned: Mapping[int, int], nodes: int) -> None:
        self.units = units(facts, int(facts.largest.max()))
        self.nodes, self.seen = nodes, 0
        self.size = self.units.own[:-1, SIZE]
        fixed = {int(facts.unit_of[student]): team for student, team in pinned.items()}
        self.free = np.array([unit for unit in range(len(self.size)) if unit not in fixed], np.int64)
        self.kinds = _kinds(self.units, fixed)

    def search(self, kind: Kind, prices: Numbers, bar: int, which: int, most: int) -> Found:
        """The teams of a kind that gain more than `bar` at these prices, `most` of them at most; all by `SCALE`."""
        gain = self.units.wishes[:, kind.challenge].astype(np.int64) * SCALE - prices
        rate = -(-gain[self.free] // self.size[self.free])
        order = self.free[np.argsort(-rate, kind="stable")]
        team = int(kind.teams[0])
        kept = np.full((most, len(kind.base) + max(0, int(self.units.largest[team])) + 1), -1, np.int64)
        best, found, seen = teams(self.units, team, kind.base, order, gain, SCALE, bar, which, self.nodes, kept)
        self.seen += seen
        return Found(best, [tuple(unit for unit in row if unit >= 0) for row in kept[:found].tolist()], seen < self.nodes and found <= most)

    def worth(self, kind: Kind, team: Iterable[int]) -> int:
        """What a team of a kind is worth with these units; refuses (ValueError) one that breaks a rule."""
        made = self.units.own[-1].copy()
        for unit in team:
            join(self.units.words, made, made, self.units.own[unit])
        beside, broken = judge(self.units, int(kind.teams[0]), made)
        if broken:
            raise ValueError(f"{broken} rules are broken in {team}.")
        return int(beside + self.units.wishes[list(team), kind.challenge].sum())


def _kinds(facts: Units, fixed: Mapping[int, int]) -> list[Kind]:
    alike: dict[tuple[object, ...], list[int]] = {}
    bases: dict[int, list[int]] = {}
    for unit, team in fixed.items():
        bases.setdefault(team, []).append(unit)
    for team in range(len(facts.challenge)):
        rules = facts.rules[facts.rule_start[team] : facts.rule_start[team + 1]]
        asked = (facts.challenge, facts.smallest, facts.largest, facts.empty, facts.speak)
        key = (*(int(one[team]) for one in asked), rules.tobytes(), team if team in bases else -1)
        alike.setdefault(key, []).append(team)
    return [
        Kind(
            np.array(some, np.int64),
            int(facts.challenge[some[0]]),
            np.array(sorted(bases.get(some[0], ())), np.int64),
            bool(facts.empty[some[0]]) and some[0] not in bases,
        )
        for some in alike.values()
    ]
