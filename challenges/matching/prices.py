"""What no placement can pass, by prices: each student is sold once, each team buys the best that it may.

Lagrangian relaxation of "each student in one team" (Held and Karp, "The Traveling-Salesman Problem and Minimum Spanning Trees: Part II",
Mathematical Programming 1, 1971; Geoffrion, "Lagrangean Relaxation for Integer Programming", Mathematical Programming Study 2, 1974).
Whatever the prices are, no placement is worth more than all of them together and the best profit of every team.
"""

from dataclasses import dataclass

import numpy as np

from challenges.matching.arrays import Arrays
from challenges.matching.bound import Bound
from challenges.matching.kinds import NEVER, SCALE, Market
from challenges.matching.pricing import BEST
from challenges.matching.records import Numbers

FAR = 1 << 59


@dataclass(frozen=True)
class Priced:
    """`prices` of units, the `profit` that no team of each kind passes at them, and what no placement passes. All by `SCALE`."""

    prices: Numbers
    profit: Numbers
    total: int

    @property
    def most(self) -> int:
        """In whole points, as the worth of every placement is."""
        return self.total // SCALE


def at(market: Market, prices: Numbers) -> Priced | None:
    """What these prices come to; None where of some kind there is no team that keeps the rules."""
    found = [market.search(kind, prices, 0 if kind.empty else NEVER, BEST, 1).most for kind in market.kinds]
    return None if NEVER in found else priced(market, prices, np.array(found, np.int64))


def priced(market: Market, prices: Numbers, profit: Numbers) -> Priced:
    """Prices with the profits that go with them."""
    return Priced(prices, profit, int(prices.sum()) + int(profit @ [len(kind.teams) for kind in market.kinds]))


def asked(facts: Arrays, most: Bound, market: Market) -> Numbers:
    """What each unit asks: the best that it gets anywhere beyond the price of its seats, in the transport optimum."""
    wishes = market.units.wishes.astype(np.int64)
    got = (wishes - market.size[:, None] * _seats(facts, most)).max(axis=1)
    return np.array(got * SCALE, np.int64)


def _seats(facts: Arrays, most: Bound) -> Numbers:
    """The price of a seat in each challenge: the potentials of the transport optimum, which leave nobody a better place at these prices.

    Shortest ways among challenges, as by Bellman and Ford (Ahuja, Magnanti and Orlin, "Network Flows", 1993, chapters 5 and 9); a
    challenge that has seats to give asks no more than nothing, one that has to take more than its fewest no less.
    """
    challenges = facts.wishes.shape[1]
    above = np.full((challenges + 1, challenges + 1), FAR)
    for challenge in range(challenges):
        inside = facts.wishes[most.challenge_of == challenge]
        above[challenge, :-1] = (inside[:, [challenge]] - inside).min(axis=0, initial=FAR)
        if len(inside) < most.seats[1][challenge]:
            above[challenge, -1] = 0
        if len(inside) > most.seats[0][challenge]:
            above[-1, challenge] = 0
    found = np.zeros(challenges + 1, np.int64)
    for _round in range(challenges + 1):
        found = np.minimum(found, (above + found).min(axis=1))
    return np.array(found[:-1] - found[-1], np.int64)
