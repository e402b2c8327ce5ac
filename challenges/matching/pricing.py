"""The best team for given prices, by an exact search that numba compiled: units ordered by what they gain for a seat, cut where even the
best of the rest does not help.

The pricing of column generation (Barnhart, Johnson, Nemhauser, Savelsbergh and Vance, "Branch-and-Price: Column Generation for Solving Huge
Integer Programs", Operations Research 46, 1998). Whole numbers only, so that what is cut could truly not be better.
"""

import numpy as np

from challenges.matching.compiled import compiled
from challenges.matching.records import APART, LANGUAGES, SIZE, TIMES, Numbers, Units, join, judge, ones

# Which teams to keep: those that are better than all before, the same among teams with the same best unit, or every one above the bar.
BEST, FIRST, EVERY = range(3)


@compiled(inline="always")
def _beside(facts: Units, made: Numbers, free: int) -> int:
    """The most that times and spread can come to when so many more join."""
    most = facts.time * min(ones(made[TIMES]), facts.most_times)
    for w in range(facts.words.shape[0]):
        if facts.words[w, 2] > 0:
            has = np.int64(0)
            for p in range(facts.words[w, 0], facts.words[w, 0] + facts.words[w, 1]):
                has |= made[p]
            most += facts.words[w, 2] * (ones(has) + free)
    return most


@compiled(inline="always")
def _parted(facts: Units, chosen: Numbers, count: int, unit: int) -> bool:
    for i in range(facts.apart_start[unit], facts.apart_start[unit + 1]):
        for j in range(count):
            if chosen[j] == facts.apart[i]:
                return True
    return False


@compiled()
def teams(
    facts: Units, team: int, base: Numbers, order: Numbers, gain: Numbers, scale: int, bar: int, which: int, nodes: int, kept: Numbers
) -> tuple[int, int, int]:
    """Look for teams like `team` that have all of `base` and any of `order`, keep the rules, and gain more than `bar`.

    `gain` [U]: of each unit, `scale` times its wish, less its price; times and spread count `scale` times too. `order` goes by gain for a
    seat, rounded up, the highest first. Each found is put into `kept` [K, H], its units and then -1; round again where it is full.
    Returns what no team passes (`bar` at least), how many were found, and how many nodes were looked at: where that is `nodes`, the
    search was cut short, and the first number is a bound for what was not seen too.
    """
    smallest, largest, first = facts.smallest[team], facts.largest[team], base.shape[0]
    made = np.zeros((largest + 2, facts.own.shape[1]), np.int64)
    made[0] = facts.own[facts.own.shape[0] - 1]
    chosen, at, sums = np.zeros(first + largest + 2, np.int64), np.zeros(largest + 2, np.int64), np.zeros(largest + 2, np.int64)
    rate = np.zeros(order.shape[0], np.int64)
    for j in range(order.shape[0]):
        rate[j] = -(-gain[order[j]] // facts.own[order[j], SIZE])
    for i in range(first):
        if _parted(facts, chosen, i, base[i]):
            return bar, 0, 0
        chosen[i] = base[i]
        join(facts.words, made[0], made[0], facts.own[base[i]])
        sums[0] += gain[base[i]]
    best, top, found, seen, depth = bar, bar, 0, 0, 0
    new = first > 0
    while depth >= 0:
        size = made[depth, SIZE]
        if new:
            # A team just put together: is it one?
            new = False
            if made[depth, APART] > 0 or (facts.speak[team] and made[depth, LANGUAGES] == 0):
                depth -= 1
                continue
            if size >= smallest:
                worth, broken = judge(facts, team, made[depth])
                gained = sums[depth] + scale * worth
                if broken == 0 and gained > (top if which == FIRST else bar if which == EVERY else best):
                    best, top = max(best, gained), gained
                    kept[found % kept.shape[0], :] = -1
                    for i in range(first + depth):
                        kept[found % kept.shape[0], i] = chosen[i]
                    found += 1
        j = at[depth]
        if j == order.shape[0] or size >= largest:
            depth -= 1
            continue
        most = sums[depth] + scale * _beside(facts, made[depth], largest - size)
        most += rate[j] * (largest - size) if rate[j] > 0 else rate[j] * max(1, smallest - size)
        if most <= (best if which == BEST else top if which == FIRST and depth > 0 else bar):
            depth -= 1
            continue
        if seen == nodes:
            # Everything that was not seen begins with what stands here, and adds a unit that comes later.
            best = max(best, most)
            depth -= 1
            continue
        if depth == 0:
            top = bar
        unit = order[j]
        at[depth] = j + 1
        if size + facts.own[unit, SIZE] > largest or _parted(facts, chosen, first + depth, unit):
            continue
        seen += 1
        join(facts.words, made[depth + 1], made[depth], facts.own[unit])
        chosen[first + depth], sums[depth + 1], at[depth + 1] = unit, sums[depth] + gain[unit], j + 1
        depth += 1
        new = True
    return best, found, seen
