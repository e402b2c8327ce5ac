"""What no placement of the facts can pass: at once by the prices of the transport optimum, and nearer, or to the point, by more work."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from challenges.matching.arrays import Arrays, pinned, placed
from challenges.matching.bound import Bound
from challenges.matching.columns import Named, better
from challenges.matching.facts import Facts, Placement
from challenges.matching.kinds import Market
from challenges.matching.prices import Priced, asked, at
from challenges.matching.proof import proved

# How many nodes one search for teams of a kind may look at, and all of them; how often a linear program is solved, for how many units at
# most, and for how many even where the time is short: for these it takes a quarter of a second.
NODES, ALL_NODES = 500_000, 100_000_000
ROUNDS, MOST_UNITS, FEW_UNITS = 60, 1_500, 300


class Limit:
    """What no placement can pass: `most`."""

    def __init__(self, facts: Facts, known: Arrays, bound: Bound) -> None:
        self.facts, self.known = facts, known
        self.market = Market(known, pinned(facts), NODES)
        self.priced = at(self.market, asked(known, bound, self.market))
        self.most = min([bound.most, *([self.priced.most] if self.priced else [])])

    def proved(self, placement: Placement, go_on: Callable[[float], bool], *, whole: bool = True) -> Placement:
        """The best placement, where that can be decided, or this one, which keeps the rules; and brings `most` nearer. `go_on` is told the
        share that is done, and whether to go on is its answer. Where it is not `whole`, only what takes little time is done."""
        if self.priced is None or len(self.market.size) > (MOST_UNITS if whole else FEW_UNITS):
            return placement
        teams = list(self._teams(placement))
        worth = sum(self.market.worth(self.market.kinds[kind], team) for kind, team in teams)

        def wanted(rounds: int, best: Priced) -> bool:
            return rounds < ROUNDS and self.market.seen < ALL_NODES and best.most > worth and go_on(rounds / ROUNDS)

        priced = better(self.market, self.priced, teams, wanted)
        self.most = min(self.most, priced.most)
        if not whole:
            return placement
        best = proved(self.market, priced, teams)
        self.most = min(self.most, best.most)
        return placement if best.worth == worth else self._placement(best.teams)

    def _teams(self, placement: Placement) -> Iterator[Named]:
        place = {team.id: number for number, team in enumerate(self.facts.teams)}
        inside = np.array([place[placement[one.id]] for one in self.facts.students], np.int64)
        team_of = inside[self.known.unit_members[self.known.unit_start[:-1]]]
        for number, kind in enumerate(self.market.kinds):
            for team in kind.teams.tolist():
                if len(units := np.flatnonzero(team_of == team)):
                    yield number, tuple(units.tolist())

    def _placement(self, teams: Iterable[Named]) -> Placement:
        team_of = np.zeros(len(self.market.size), np.int64)
        open_ = [kind.teams.tolist() for kind in self.market.kinds]
        for kind, units in sorted(teams):
            team_of[list(units)] = open_[kind].pop(0)
        return placed(self.facts, team_of[self.known.unit_of])
