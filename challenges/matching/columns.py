"""Better prices, by column generation: a linear program of the teams found so far, which says what each student is worth; then the teams
that are better than that at these prices; until there are none.

Barnhart and others (see `pricing`). The prices stay in a box around the best so far, so that they do not swing (the boxstep method:
Marsten, Hogan and Blankenship, Operations Research 23, 1975). OR-tools' GLOP solves the program, one thread, always the same.
"""

from collections.abc import Callable, Iterable

import numpy as np
from ortools.linear_solver import pywraplp

from challenges.matching.kinds import SCALE, Market
from challenges.matching.prices import FAR, Priced, priced
from challenges.matching.pricing import FIRST
from challenges.matching.records import Numbers

# How far prices may go from the best so far in a round, in points; how many teams of a kind a round brings.
BOX, BROUGHT = 0.5, 100
# Better by less than this part of a point is not better.
NEAR = SCALE >> 16


Named = tuple[int, tuple[int, ...]]
"""The kind of a team, and its units."""


def better(market: Market, begin: Priced, known: Iterable[Named], go_on: Callable[[int, Priced], bool]) -> Priced:
    """The best prices found. `begin`: those to start from; `known`: teams that keep the rules. Before each round it is asked whether to go
    on, with how many rounds there were and the best so far."""
    master = _Master(market, begin.most)
    for kind, team in known:
        master.add(kind, team)
    best, rounds = begin, 0
    while go_on(rounds, best) and (solved := master.solved(best.prices)):
        rounds += 1
        before = len(master.teams)
        found = _brought(market, master, *solved)
        if found.total >= best.total - NEAR and len(master.teams) == before:
            break
        best = min(best, found, key=lambda priced: priced.total)
    return best


def _brought(market: Market, master: "_Master", prices: Numbers, profit: Numbers) -> Priced:
    """What these prices come to; the teams that gain more at them are brought into the program."""
    most = profit.copy()
    for number, kind in enumerate(market.kinds):
        found = market.search(kind, prices, int(profit[number]) + NEAR, FIRST, BROUGHT)
        most[number] = found.most
        for team in found.teams:
            master.add(number, team)
    return priced(market, prices, most)


class _Master:
    """The linear program: each unit once, as many teams of each kind as there are. A unit in no team brings the lower end of its box of
    prices, and each time that it is in one team too many costs the upper."""

    def __init__(self, market: Market, far: int) -> None:
        self.market = market
        self.teams: set[Named] = set()
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self.goal = self.solver.Objective()
        self.goal.SetMaximization()
        self.units = [self.solver.Constraint(1, 1) for _unit in market.size]
        self.kinds = [self.solver.Constraint(0 if kind.empty else len(kind.teams), len(kind.teams)) for kind in market.kinds]
        self.less, self.more = ([self._column(row, sign) for row in self.units] for sign in (1, -1))
        for row, kind in zip(self.kinds, market.kinds, strict=True):
            for sign in (1, -1):
                self.goal.SetCoefficient(self._column(row, sign), -far if sign < 0 or not kind.empty else 0)

    def add(self, kind: int, team: tuple[int, ...]) -> None:
        """A team, unless it is there already."""
        key = kind, tuple(sorted(team))
        if key in self.teams:
            return
        self.teams.add(key)
        column = self._column(self.kinds[kind], 1)
        for unit in team:
            self.units[unit].SetCoefficient(column, 1)
        self.goal.SetCoefficient(column, self.market.worth(self.market.kinds[kind], team))

    def solved(self, around: Numbers) -> tuple[Numbers, Numbers] | None:
        """The best prices of units within the box around these, and profits of kinds; by `SCALE`. None where GLOP gives up."""
        for less, more, price in zip(self.less, self.more, (around / SCALE).tolist(), strict=True):
            self.goal.SetCoefficient(less, price - BOX)
            self.goal.SetCoefficient(more, -price - BOX)
        if self.solver.Solve() != self.solver.OPTIMAL:
            return None
        prices, profits = ([row.dual_value() for row in rows] for rows in (self.units, self.kinds))
        least = [0 if kind.empty else -FAR for kind in self.market.kinds]
        return _whole(prices), np.maximum(_whole(profits), least)

    def _column(self, row: pywraplp.Constraint, sign: int) -> pywraplp.Variable:
        found = self.solver.NumVar(0, self.solver.infinity(), "")
        row.SetCoefficient(found, sign)
        return found


def _whole(points: list[float]) -> Numbers:
    return np.array(np.rint(np.array(points) * SCALE), np.int64)
