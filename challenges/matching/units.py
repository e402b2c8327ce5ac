"""What the inner loop is given: the record of each unit, and how values of traits stand in it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from challenges.matching.arrays import Arrays
from challenges.matching.records import DIFFERENT, FROM, VALUES, Numbers, Units

BITS = 62


class _Column(NamedTuple):
    """Where the values of a trait stand in a record: `words` words of so many planes each, from `first` on."""

    first: int
    words: int
    planes: int

    @property
    def last(self) -> int:
        return self.first + self.words * self.planes


def units(facts: Arrays, room: int) -> Units:
    """The facts for units that move as one, for teams of so many students at most."""
    columns = _columns(facts, room)
    start = facts.unit_start[:-1]
    count = len(start)
    apart = [sorted({int(facts.unit_of[one]) for one in _apart(facts, unit)} - {unit}) for unit in range(count)]
    return Units(
        own=_own(facts, columns),
        wishes=np.add.reduceat(facts.wishes[facts.unit_members], start, axis=0).astype(np.int32),
        movable=facts.movable,
        wanted=facts.wanted,
        apart_start=np.cumsum([0, *map(len, apart)]).astype(np.int64),
        apart=np.array([one for each in apart for one in each], np.int64),
        challenge=facts.challenge,
        smallest=facts.smallest,
        largest=facts.largest,
        empty=facts.empty,
        speak=facts.speak,
        team_start=facts.team_start,
        teams=facts.teams,
        rule_start=facts.rule_start,
        rules=_rules(facts, columns),
        words=_words(facts, columns),
        time=facts.time,
        most_times=facts.most_times,
    )


def _columns(facts: Arrays, room: int) -> list[_Column]:
    """One plane where it is enough to know which values there are; as many as count a whole team where a rule counts further."""
    found, first = [], VALUES
    for trait in range(facts.traits.shape[1]):
        asked = facts.rules[facts.rules[:, 1] == trait]
        counts = ((asked[:, 0] != DIFFERENT) & ((asked[:, 0] != FROM) | (asked[:, 3] > 1))).any()
        words = int(facts.traits[:, trait].max()) // BITS + 1
        found.append(_Column(first, words, room.bit_length() if counts else 1))
        first = found[-1].last
    return found


def _own(facts: Arrays, columns: Sequence[_Column]) -> Numbers:
    """A record for each unit, and the one of nobody."""
    length = columns[-1].last if columns else VALUES
    found = np.zeros((len(facts.unit_start), length), np.int64)
    found[:, 1:3] = -1
    for unit, (start, end) in enumerate(zip(facts.unit_start[:-1], facts.unit_start[1:], strict=True)):
        members = facts.unit_members[start:end]
        marks = facts.marks[members]
        once = np.bitwise_or.reduce(marks)
        twice = np.bitwise_or.reduce(np.array([marks[i] & marks[j] for i in range(len(marks)) for j in range(i)], np.int64), initial=0)
        inside = sum(int(np.isin(facts.apart[facts.apart_start[one] : facts.apart_start[one + 1]], members).sum()) for one in members) // 2
        languages, times = np.bitwise_and.reduce(facts.languages[members]), np.bitwise_and.reduce(facts.times[members])
        found[unit, :VALUES] = len(members), times, languages, once, twice, inside
        for trait, column in enumerate(columns):
            for value, number in zip(*np.unique(facts.traits[members, trait], return_counts=True), strict=True):
                word = column.first + value // BITS * column.planes
                for plane in range(column.planes):
                    held = number > 0 if column.planes == 1 else number >> plane & 1
                    found[unit, word + plane] |= int(held) << int(value % BITS)
    return found


def _rules(facts: Arrays, columns: Sequence[_Column]) -> Numbers:
    found = np.zeros((len(facts.rules), 6), np.int64)
    for row, (kind, trait, value, number) in enumerate(facts.rules.tolist()):
        column = columns[trait]
        first, last, bit = column.first, column.last, 0
        if kind == FROM:
            # A value that nobody has stands in a bit that nobody sets.
            first, bit = (column.first + value // BITS * column.planes, value % BITS) if value >= 0 else (first, BITS)
        found[row] = kind, first, last, column.planes, number, bit
    return found


def _words(facts: Arrays, columns: Sequence[_Column]) -> Numbers:
    found = [
        (column.first + word * column.planes, column.planes, points)
        for column, points in zip(columns, facts.spread.tolist(), strict=True)
        for word in range(column.words)
    ]
    return np.array(found, np.int64).reshape(len(found), 3)


def _apart(facts: Arrays, unit: int) -> Numbers:
    members = facts.unit_members[facts.unit_start[unit] : facts.unit_start[unit + 1]]
    return np.concatenate([facts.apart[facts.apart_start[one] : facts.apart_start[one + 1]] for one in members])
