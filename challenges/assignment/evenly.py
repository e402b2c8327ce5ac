"""Spreading submissions evenly: each goes to whoever has least to do, among those who may review it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """`pairs` of (submission, reviewer) to add; `short`: how many reviewers a submission still lacks, where some could not be found."""

    pairs: tuple[tuple[int, int], ...]
    short: Mapping[int, int]


def spread(
    *,
    submissions: Sequence[int],
    reviewers: Sequence[int],
    each: int,
    barred: Collection[tuple[int, int]],
    given: Collection[tuple[int, int]],
) -> Spread:
    """Bring every submission up to `each` reviewers out of `reviewers`.

    `barred` pairs are never made, `given` pairs exist and count for the load and towards `each`. The submission with the fewest
    possible reviewers goes first, so that scarce people are not spent elsewhere; the least loaded reviewer takes it, on a tie who was
    given one longest ago, then by id. In the end loads are evened out. The same facts always give the same pairs.
    """
    taken = _Load(reviewers, given)
    has = {one: {who for what, who in given if what == one} for one in submissions}
    may = {one: [who for who in reviewers if (one, who) not in barred and who not in has[one]] for one in submissions}
    pairs: set[tuple[int, int]] = set()
    for round_ in range(each):
        for one in sorted(submissions, key=lambda key: (len(may[key]), key)):
            if len(has[one]) > round_ or not may[one]:
                continue
            who = taken.least(may[one])
            may[one].remove(who)
            has[one].add(who)
            pairs.add((one, who))
            taken.add(who)
    _even_out(pairs, may, taken)
    return Spread(tuple(sorted(pairs)), {one: each - len(has[one]) for one in submissions if len(has[one]) < each})


class _Load:
    """How many submissions each reviewer has, and when each was last given one."""

    def __init__(self, reviewers: Sequence[int], given: Collection[tuple[int, int]]) -> None:
        self.of = {reviewer: sum(who == reviewer for _submission, who in given) for reviewer in reviewers}
        self.turn = dict.fromkeys(reviewers, 0)

    def least(self, among: Sequence[int]) -> int:
        return min(among, key=lambda who: (self.of[who], self.turn[who], who))

    def add(self, who: int) -> None:
        self.of[who] += 1
        self.turn[who] = max(self.turn.values()) + 1


def _even_out(pairs: set[tuple[int, int]], may: dict[int, list[int]], load: _Load) -> None:
    """Hand submissions from who has most to who has at least two fewer, as long as there is one to hand over.

    Each hand-over makes the sum of squared loads smaller, so that this ends; without bars it ends with loads at most one apart.
    """
    while moved := _hand_over(pairs, may, load):
        one, giver, taker = moved
        pairs.remove((one, giver))
        pairs.add((one, taker))
        may[one].remove(taker)
        may[one].append(giver)
        load.of[giver] -= 1
        load.of[taker] += 1


def _hand_over(pairs: set[tuple[int, int]], may: dict[int, list[int]], load: _Load) -> tuple[int, int, int] | None:
    for one, giver in sorted(pairs, key=lambda pair: (-load.of[pair[1]], pair)):
        for taker in sorted(may[one], key=lambda who: (load.of[who], who)):
            if load.of[giver] - load.of[taker] >= 2:
                return one, giver, taker
    return None
