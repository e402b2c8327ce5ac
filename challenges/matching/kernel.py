"""The inner loop: simulated annealing over moves and swaps of units, compiled by numba.

Kirkpatrick, Gelatt and Vecchi, "Optimization by Simulated Annealing", Science 220 (1983). Every unit has at hand the record of its team
without it. So a swap is judged by putting two pairs of records together, and most are turned down by their wishes alone. Random numbers
are Marsaglia's xorshift64 ("Xorshift RNGs", 2003), so that the same seed gives the same placement everywhere.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from challenges.matching.compiled import compiled
from challenges.matching.records import APART, SIZE, Numbers, Units, join, judge

# Of 1,024: how often a unit tries a team of a challenge that it wishes for, moves alone where it could, and goes to a third team.
WISHED, ALONE, CYCLE = 614, 400, 256
LOW = np.uint64(0xFFFFFFFF)
LOGS = np.log((np.arange(4096) + 0.5) / 4096)


class State(NamedTuple):
    """`team_of` [U]; `inside` [T, H] and `count` [T]: the units of a team. `rest` [U + T, F]: records of each unit's team without it, where
    that is `known` [U], then of each whole team. `worth`, `broken` [T]: times and spread, and by how much rules are broken.
    """

    team_of: Numbers
    inside: Numbers
    count: Numbers
    rest: Numbers
    known: NDArray[np.bool_]
    worth: Numbers
    broken: Numbers
    random: NDArray[np.uint64]


@compiled(inline="always")
def _next(random: NDArray[np.uint64]) -> np.uint64:
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return x


@compiled(inline="always")
def _below(bits: np.uint64, most: int) -> int:
    """A number below `most` of 32 random bits."""
    return np.int64((bits * np.uint64(most)) >> np.uint64(32))


@compiled(inline="always")
def _conflicts(facts: Units, team_of: Numbers, unit: int, team: int, beside: int) -> int:
    found = 0
    for i in range(facts.apart_start[unit], facts.apart_start[unit + 1]):
        if team_of[facts.apart[i]] == team and facts.apart[i] != beside:
            found += 1
    return found


@compiled()
def refresh(facts: Units, state: State, team: int) -> None:
    """Put the record of a team together, and judge it."""
    units = state.team_of.shape[0]
    nobody = facts.own[units]
    whole = state.rest[units + team]
    whole[:] = nobody
    for i in range(state.count[team]):
        unit = state.inside[team, i]
        join(facts.words, whole, whole, facts.own[unit])
        # Half of each pair from either side: here those who came before.
        for j in range(facts.apart_start[unit], facts.apart_start[unit + 1]):
            if facts.apart[j] < unit and state.team_of[facts.apart[j]] == team:
                whole[APART] += 1
    state.worth[team], state.broken[team] = judge(facts, team, whole)


@compiled()
def _without(facts: Units, state: State, unit: int, team: int) -> None:
    """Put the record of a unit's team without it together."""
    nobody = state.team_of.shape[0]
    without = state.rest[unit]
    before = facts.own[nobody]
    join(facts.words, without, before, before)
    for i in range(state.count[team]):
        if state.inside[team, i] != unit:
            join(facts.words, without, without, facts.own[state.inside[team, i]])
    without[APART] = state.rest[nobody + team, APART] - facts.own[unit, APART] - _conflicts(facts, state.team_of, unit, team, unit)
    state.known[unit] = True


@compiled(inline="always")
def _wished(facts: Units, unit: int, choice: np.uint64, place: np.uint64) -> int:
    """A team of a challenge that a unit wishes for."""
    wish = facts.wanted[unit, np.int64(choice & np.uint64(255)) % facts.wanted.shape[1]]
    first = facts.team_start[wish]
    return facts.teams[first + _below(place & LOW, facts.team_start[wish + 1] - first)]


@compiled()
def anneal(facts: Units, state: State, logs: NDArray[np.float64], steps: int, hot: float, cold: float, penalty: int) -> None:
    """So many steps from temperature `hot` down to `cold`, geometrically; changes the state. One broken rule costs `penalty`.

    A step moves a unit to another team, and where it does not go alone, one of that team to the first (a swap) or to a third, from where
    one may come to the first (a cycle).
    """
    wishes, largest, challenge, own, rest = facts.wishes, facts.largest, facts.challenge, facts.own, state.rest
    team_of, inside, count, worth, broken, known = state.team_of, state.inside, state.count, state.worth, state.broken, state.known
    nobody, teams = team_of.shape[0], count.shape[0]
    if facts.movable.shape[0] == 0 or teams < 2:
        return
    pinned = np.ones(nobody, np.bool_)
    pinned[facts.movable] = False
    most = facts.time * facts.most_times
    for w in range(facts.words.shape[0]):
        most += facts.words[w, 2] * largest.max()
    made, changed = np.zeros((3, own.shape[1]), np.int64), np.zeros(3, np.int64)
    better, less = np.zeros(3, np.int64), np.zeros(3, np.int64)
    slack = most - worth + penalty * broken
    cooling = (cold / hot) ** (1.0 / max(1, steps))
    temperature = hot
    for _step in range(steps):
        temperature *= cooling
        draw, more = _next(state.random), _next(state.random)
        unit = facts.movable[_below(draw & LOW, facts.movable.shape[0])]
        team = team_of[unit]
        if np.int64(more & np.uint64(1023)) < WISHED:
            other = _wished(facts, unit, more >> np.uint64(10), draw >> np.uint64(32))
        else:
            other = _below(draw >> np.uint64(32), teams)
        if other == team:
            continue
        long, full, full_other = own[unit, SIZE], rest[nobody + team, SIZE], rest[nobody + other, SIZE]
        gain = np.int64(wishes[unit, challenge[other]]) - wishes[unit, challenge[team]]
        room = slack[team] + slack[other]
        with_, last, third = nobody, nobody, team
        if np.int64((more >> np.uint64(18)) & np.uint64(1023)) >= ALONE or full_other + long > largest[other]:
            if full_other == 0:
                continue
            with_ = inside[other, _below(more >> np.uint64(32), count[other])]
            if pinned[with_] or full_other - own[with_, SIZE] + long > largest[other]:
                continue
            draw = _next(state.random)
            if np.int64(draw & np.uint64(1023)) < CYCLE:
                third = _wished(facts, with_, draw >> np.uint64(10), draw >> np.uint64(32))
                if third == other:
                    continue
            if third != team:
                if (
                    np.int64((draw >> np.uint64(18)) & np.uint64(1023)) >= ALONE
                    or rest[nobody + third, SIZE] + own[with_, SIZE] > largest[third]
                ):
                    if count[third] == 0:
                        continue
                    last = inside[third, _below((draw >> np.uint64(28)) & LOW, count[third])]
                    if pinned[last]:
                        continue
                    gain += np.int64(wishes[last, challenge[team]]) - wishes[last, challenge[third]]
                if rest[nobody + third, SIZE] - own[last, SIZE] + own[with_, SIZE] > largest[third]:
                    continue
                room += slack[third]
                if full - long + own[last, SIZE] > largest[team]:
                    continue
            elif full - long + own[with_, SIZE] > largest[team]:
                continue
            gain += np.int64(wishes[with_, challenge[third]]) - wishes[with_, challenge[other]]
        bar = temperature * logs[np.int64(more >> np.uint64(28)) & 4095]
        if gain + room < bar:
            continue
        comes = last if third != team else with_
        changed[0], changed[1], changed[2] = team, other, third
        for i in range(2 if third == team else 3):
            goes, into = (unit, comes) if i == 0 else (with_, unit) if i == 1 else (last, with_)
            where = changed[i]
            if goes < nobody and not known[goes]:
                _without(facts, state, goes, where)
            join(facts.words, made[i], rest[goes if goes < nobody else nobody + where], own[into])
            if into < nobody:
                made[i, APART] += _conflicts(facts, team_of, into, where, goes)
            better[i], less[i] = judge(facts, where, made[i])
            gain += better[i] - worth[where] - penalty * (less[i] - broken[where])
            room -= slack[where]
            if gain + room < bar:
                break
        if gain + room < bar:
            continue
        _leave(state, unit, team, comes)
        _leave(state, with_, other, unit)
        team_of[unit] = other
        if with_ < nobody:
            team_of[with_] = third
        if third != team:
            _leave(state, last, third, with_)
            if last < nobody:
                team_of[last] = team
        for i in range(2 if third == team else 3):
            where = changed[i]
            for field in range(own.shape[1]):
                rest[nobody + where, field] = made[i, field]
            worth[where], broken[where] = better[i], less[i]
            slack[where] = most - worth[where] + penalty * broken[where]
            for j in range(count[where]):
                known[inside[where, j]] = False


@compiled()
def _leave(state: State, unit: int, team: int, other: int) -> None:
    """Put another in the unit's place: nobody is the number after the last unit, on either side."""
    nobody = state.team_of.shape[0]
    if unit == nobody:
        if other < nobody:
            state.inside[team, state.count[team]] = other
            state.count[team] += 1
        return
    for i in range(state.count[team]):
        if state.inside[team, i] == unit:
            if other < nobody:
                state.inside[team, i] = other
            else:
                state.count[team] -= 1
                state.inside[team, i] = state.inside[team, state.count[team]]
            return


def seeded(seed: int) -> NDArray[np.uint64]:
    """The state of the random numbers for a seed; never zero, where xorshift would stay."""
    return np.array([(seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D) % 2**64 | 1], np.uint64)
