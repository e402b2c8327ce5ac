"""Records of bits, for what numba compiles: what matters of some students, put together with another's in a few operations."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numba.extending import intrinsic
from numpy.typing import NDArray

from challenges.matching.compiled import compiled

Numbers = NDArray[np.int64]
DIFFERENT, FROM, SAME = 0, 1, 2
# A record: how many, times and languages of all, marks that at least one and at least two have, pairs to keep apart, then values of traits.
SIZE, TIMES, LANGUAGES, ONCE, TWICE, APART, VALUES = range(7)


class Units(NamedTuple):
    """U units, C challenges, T teams. `own` [U + 1, F]: a record each, the last of nobody. `wishes` [U, C] points; `movable`: who is not
    pinned; `wanted` [U, W]: challenges wished for most; `apart_start` [U + 1] into `apart`: units.

    `challenge`, `smallest`, `largest`, `empty`, `speak` [T]; `team_start` [C + 1] into `teams`; `rule_start` [T + 1] into `rules` [R, 6]:
    kind, first and last word, planes, number, bit. `words` [V, 3]: of each word of values where it begins in a record, its planes (counts
    as binary digits; one only tells whether there is any), and points for each value. `time`, `most_times`: the weights.
    """

    own: Numbers
    wishes: NDArray[np.int32]
    movable: Numbers
    wanted: Numbers
    apart_start: Numbers
    apart: Numbers
    challenge: Numbers
    smallest: Numbers
    largest: Numbers
    empty: Numbers
    speak: Numbers
    team_start: Numbers
    teams: Numbers
    rule_start: Numbers
    rules: Numbers
    words: Numbers
    time: int
    most_times: int


@intrinsic
def ones(_context: object, bits: Callable[..., object]) -> tuple[object, Callable[..., object]]:
    """How many bits are set, by the processor's own instruction."""
    return bits(bits), lambda _context, builder, _signature, given: builder.ctpop(given[0])


@compiled(inline="always")
def join(words: Numbers, into: Numbers, one: Numbers, other: Numbers) -> None:
    """Make a record of two; it may be one of them."""
    into[SIZE] = one[SIZE] + other[SIZE]
    into[TIMES] = one[TIMES] & other[TIMES]
    into[LANGUAGES] = one[LANGUAGES] & other[LANGUAGES]
    into[TWICE] = one[TWICE] | other[TWICE] | (one[ONCE] & other[ONCE])
    into[ONCE] = one[ONCE] | other[ONCE]
    into[APART] = one[APART] + other[APART]
    for w in range(words.shape[0]):
        first, planes = words[w, 0], words[w, 1]
        if planes == 1:
            into[first] = one[first] | other[first]
            continue
        carry = np.int64(0)
        for p in range(first, first + planes):
            x, y = one[p], other[p]
            into[p] = x ^ y ^ carry
            carry = (x & y) | (carry & (x ^ y))


@compiled(inline="always")
def judge(facts: Units, team: int, made: Numbers) -> tuple[int, int]:
    """Times and spread of a team with this record, and by how much it breaks hard rules."""
    size = made[SIZE]
    if size == 0:
        return 0, 0 if facts.empty[team] else 2 * facts.smallest[team]
    broken = made[APART] + ones(made[ONCE] & ~made[TWICE])
    if facts.speak[team] and made[LANGUAGES] == 0:
        broken += 1
    broken += 2 * (max(0, facts.smallest[team] - size) + max(0, size - facts.largest[team]))
    worth = facts.time * min(ones(made[TIMES]), facts.most_times)
    for w in range(facts.words.shape[0]):
        if facts.words[w, 2]:
            found = np.int64(0)
            for p in range(facts.words[w, 0], facts.words[w, 0] + facts.words[w, 1]):
                found |= made[p]
            worth += facts.words[w, 2] * ones(found)
    for r in range(facts.rule_start[team], facts.rule_start[team + 1]):
        kind, first, last = facts.rules[r, 0], facts.rules[r, 1], facts.rules[r, 2]
        planes, number, bit = facts.rules[r, 3], facts.rules[r, 4], facts.rules[r, 5]
        if kind == FROM:
            has = np.int64(0)
            for p in range(planes):
                has += ((made[first + p] >> bit) & 1) << p
            broken += max(0, number - has)
        elif kind == DIFFERENT:
            has = np.int64(0)
            for w in range(first, last, planes):
                found = np.int64(0)
                for p in range(w, w + planes):
                    found |= made[p]
                has += ones(found)
            broken += max(0, number - has)
        else:
            most = np.int64(0)
            for w in range(first, last, planes):
                among, has = np.int64(-1), np.int64(0)
                for p in range(planes - 1, -1, -1):
                    if among & made[w + p]:
                        among &= made[w + p]
                        has |= 1 << p
                most = max(most, has)
            broken += max(0, most - number)
    return worth, broken
