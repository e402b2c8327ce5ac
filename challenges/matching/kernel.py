"""The inner loop: simulated annealing over moves and swaps of units, compiled by numba.

Kirkpatrick, Gelatt and Vecchi, "Optimization by Simulated Annealing", Science 220 (1983). A move is judged by evaluating the two teams
that it changes anew: teams are small. Random numbers are Marsaglia's xorshift64 ("Xorshift RNGs", 2003), so that the same seed
gives the same placement everywhere.
"""

import math

import numpy as np

from challenges.matching.arrays import DIFFERENT, FROM, Arrays, Numbers
from challenges.matching.compiled import compiled

# How often a unit tries a team of a challenge that it wishes for, and how often it moves alone where it could.
WISHED, ALONE = 0.6, 0.25


@compiled(inline="always")
def _next(state: Numbers) -> np.uint64:
    x = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return x


@compiled(inline="always")
def _share(state: Numbers) -> float:
    return (_next(state) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled(inline="always")
def _below(state: Numbers, most: int) -> int:
    return np.int64((_next(state) >> np.uint64(33)) % np.uint64(most))


@compiled(inline="always")
def _ones(bits: int) -> int:
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


@compiled(inline="always")
def _different(traits: Numbers, trait: int, members: Numbers, count: int) -> int:
    found = 0
    for i in range(count):
        for j in range(i):
            if traits[members[j], trait] == traits[members[i], trait]:
                break
        else:
            found += 1
    return found


@compiled(inline="always")
def _most_same(traits: Numbers, trait: int, members: Numbers, count: int) -> int:
    most = 0
    for i in range(count):
        same = 0
        for j in range(count):
            if traits[members[j], trait] == traits[members[i], trait]:
                same += 1
        most = max(most, same)
    return most


@compiled(inline="always")
def evaluate(facts: Arrays, team: int, members: Numbers, count: int) -> tuple[int, int]:
    """What a team of these members is worth, and by how much it breaks hard rules."""
    if count == 0:
        return 0, 0 if facts.empty[team] else 2 * facts.smallest[team]
    worth = 0
    times, spoken = np.int64(-1), np.int64(-1)
    once, twice = np.int64(0), np.int64(0)
    challenge = facts.challenge[team]
    broken = 0
    for i in range(count):
        one = members[i]
        worth += facts.wishes[one, challenge]
        times &= facts.times[one]
        spoken &= facts.languages[one]
        twice |= once & facts.marks[one]
        once |= facts.marks[one]
        for a in range(facts.apart_start[one], facts.apart_start[one + 1]):
            for j in range(i):
                if members[j] == facts.apart[a]:
                    broken += 1
    broken += _ones(once & ~twice)
    if facts.speak[team] and spoken == 0:
        broken += 1
    if count < facts.smallest[team]:
        broken += 2 * (facts.smallest[team] - count)
    if count > facts.largest[team]:
        broken += 2 * (count - facts.largest[team])
    worth += facts.time * min(_ones(times), facts.most_times)
    for trait in range(facts.spread.shape[0]):
        if facts.spread[trait]:
            worth += facts.spread[trait] * _different(facts.traits, trait, members, count)
    for r in range(facts.rule_start[team], facts.rule_start[team + 1]):
        kind, trait, value, number = facts.rules[r, 0], facts.rules[r, 1], facts.rules[r, 2], facts.rules[r, 3]
        if kind == DIFFERENT:
            broken += max(0, number - _different(facts.traits, trait, members, count))
        elif kind == FROM:
            found = 0
            for i in range(count):
                if facts.traits[members[i], trait] == value:
                    found += 1
            broken += max(0, number - found)
        else:
            broken += max(0, _most_same(facts.traits, trait, members, count) - number)
    return worth, broken


@compiled()
def evaluate_all(facts: Arrays, members: Numbers, size: Numbers, worth: Numbers, broken: Numbers) -> None:
    """Fill `worth` and `broken` [T] for the members [T, H] of all teams."""
    for team in range(size.shape[0]):
        worth[team], broken[team] = evaluate(facts, team, members[team], size[team])


@compiled()
def anneal(
    facts: Arrays,
    members: Numbers,
    size: Numbers,
    worth: Numbers,
    broken: Numbers,
    team_of: Numbers,
    state: Numbers,
    steps: int,
    hot: float,
    cold: float,
    penalty: float,
) -> None:
    """So many steps from temperature `hot` down to `cold`, geometrically; changes what it is given. One broken rule costs `penalty`."""
    room = members.shape[1]
    here, there = np.zeros(room, np.int64), np.zeros(room, np.int64)
    start, unit_members, unit_of = facts.unit_start, facts.unit_members, facts.unit_of
    count_units, count_teams, most_wanted = facts.movable.shape[0], size.shape[0], facts.wanted.shape[1]
    pinned = np.ones(start.shape[0] - 1, np.bool_)
    for i in range(count_units):
        pinned[facts.movable[i]] = False
    cooling = (cold / hot) ** (1.0 / max(1, steps))
    temperature = hot
    if count_units == 0 or count_teams < 2:
        return
    for _step in range(steps):
        temperature *= cooling
        unit = facts.movable[_below(state, count_units)]
        long = start[unit + 1] - start[unit]
        team = team_of[unit_members[start[unit]]]
        if _share(state) < WISHED:
            wish = facts.wanted[unit, _below(state, most_wanted)]
            other = facts.teams[facts.team_start[wish] + _below(state, facts.team_start[wish + 1] - facts.team_start[wish])]
        else:
            other = _below(state, count_teams)
        if other == team:
            continue
        full, full_other = size[team], size[other]
        with_, long_other = np.int64(-1), np.int64(0)
        alone = _share(state) < ALONE and full_other + long <= facts.largest[other]
        if not alone:
            if full_other == 0:
                continue
            with_ = unit_of[members[other, _below(state, full_other)]]
            long_other = start[with_ + 1] - start[with_]
            if pinned[with_] or full - long + long_other > facts.largest[team] or full_other - long_other + long > facts.largest[other]:
                continue
        left, right = 0, 0
        for i in range(full):
            if unit_of[members[team, i]] != unit:
                here[left] = members[team, i]
                left += 1
        for i in range(full_other):
            if unit_of[members[other, i]] != with_:
                there[right] = members[other, i]
                right += 1
        for i in range(start[unit], start[unit + 1]):
            there[right] = unit_members[i]
            right += 1
        if with_ >= 0:
            for i in range(start[with_], start[with_ + 1]):
                here[left] = unit_members[i]
                left += 1
        worth_here, broken_here = evaluate(facts, team, here, left)
        worth_there, broken_there = evaluate(facts, other, there, right)
        gain = worth_here + worth_there - worth[team] - worth[other]
        gain -= penalty * (broken_here + broken_there - broken[team] - broken[other])
        if gain < 0 and _share(state) >= math.exp(gain / temperature):
            continue
        for i in range(left):
            members[team, i] = here[i]
        for i in range(right):
            members[other, i] = there[i]
        size[team], size[other] = left, right
        worth[team], worth[other] = worth_here, worth_there
        broken[team], broken[other] = broken_here, broken_there
        for i in range(start[unit], start[unit + 1]):
            team_of[unit_members[i]] = other
        if with_ >= 0:
            for i in range(start[with_], start[with_ + 1]):
                team_of[unit_members[i]] = team


def seeded(seed: int) -> Numbers:
    """The state of the random numbers for a seed; never zero, where xorshift would stay."""
    return np.array([(seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D) % 2**64 | 1], np.uint64)
