"""Facts as arrays of numbers, for the inner loop: students, units that move as one, teams, and rules."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from challenges.matching.facts import Different, Facts, From, Placement, Rule, Same
from challenges.matching.records import DIFFERENT, FROM, SAME, Numbers

MOST_BITS = 62
# What a challenge that is not open to a student costs: more than all else could be worth, so that nobody ends there who need not.
BARRED = -10_000


class Arrays(NamedTuple):
    """n students, U units, T teams, C challenges, A traits, R rules. Lists of lists are one array and where each part starts.

    `wishes` [n, C]; `times`, `languages`, `marks` [n] bits; `traits` [n, A]; `unit_of` [n], `unit_start` [U + 1] into `unit_members`:
    `movable`: units not pinned; `wanted` [U, W]: challenges a unit wishes for most. `challenge`, `smallest`, `largest`, `empty`,
    `speak` [T]; `team_start` [C + 1] into `teams`: the teams of a challenge; `rule_start` [T + 1] into `rules` [R, 4]: kind, trait, value,
    number. `apart_start` [n + 1] into `apart`. `spread` [A] points, `time` and `most_times` of the weights.
    """

    wishes: Numbers
    times: Numbers
    languages: Numbers
    marks: Numbers
    traits: Numbers
    unit_of: Numbers
    unit_start: Numbers
    unit_members: Numbers
    movable: Numbers
    wanted: Numbers
    challenge: Numbers
    smallest: Numbers
    largest: Numbers
    empty: Numbers
    speak: Numbers
    team_start: Numbers
    teams: Numbers
    rule_start: Numbers
    rules: Numbers
    apart_start: Numbers
    apart: Numbers
    spread: Numbers
    time: int
    most_times: int


def arrays(facts: Facts) -> Arrays:
    """The facts as arrays; students, teams and challenges by their places in the facts. Refuses (ValueError) more than 62 weekly slots,
    languages or kinds of mark, and a student in two groups that stay together."""
    place = {student.id: number for number, student in enumerate(facts.students)}
    challenges = sorted({team.challenge for team in facts.teams})
    challenge_place = {challenge: number for number, challenge in enumerate(challenges)}
    named = sorted({rule.trait for team in facts.teams for rule in team.composition.rules} | set(facts.weights.spread))
    codes = {trait: _codes(student.traits[trait] for student in facts.students) for trait in named}
    wishes = np.zeros((len(place), len(challenges)), np.int64)
    for number, student in enumerate(facts.students):
        for challenge, points in student.wishes.items():
            if challenge in challenge_place:
                wishes[number, challenge_place[challenge]] = points
        wishes[number, [challenge_place[one] for one in student.barred if one in challenge_place]] = BARRED
    units = _units(facts, place)
    unit_start, unit_members = _flat(units)
    fixed = {place[student] for student in facts.placed}
    challenge_of = _numbers(challenge_place[team.challenge] for team in facts.teams)
    team_start, teams = _flat([[number for number, one in enumerate(challenge_of) if one == wanted] for wanted in range(len(challenges))])
    rule_start, rules = _flat([[_coded(rule, named, codes) for rule in team.composition.rules] for team in facts.teams])
    apart_start, apart = _flat(_apart(facts, place))
    return Arrays(
        wishes=wishes,
        times=_times(facts),
        languages=_bits([student.languages for student in facts.students]),
        marks=_bits([student.marks for student in facts.students]),
        traits=_table(facts, named, codes),
        unit_of=_unit_of(units, len(place)),
        unit_start=unit_start,
        unit_members=unit_members,
        movable=_numbers(number for number, unit in enumerate(units) if fixed.isdisjoint(unit)),
        wanted=_wanted(wishes, units),
        challenge=challenge_of,
        smallest=_numbers(team.composition.smallest for team in facts.teams),
        largest=_numbers(team.composition.largest for team in facts.teams),
        empty=_numbers(team.optional for team in facts.teams),
        speak=_numbers(team.composition.common_language for team in facts.teams),
        team_start=team_start,
        teams=teams,
        rule_start=rule_start,
        rules=rules.reshape(-1, 4),
        apart_start=apart_start,
        apart=apart,
        spread=_numbers(facts.weights.spread.get(trait, 0) for trait in named),
        time=facts.weights.time,
        most_times=facts.weights.most_times,
    )


def pinned(facts: Facts) -> dict[int, int]:
    """The place of the team of each student who is pinned, by the student's place."""
    place = {student.id: number for number, student in enumerate(facts.students)}
    teams = {team.id: number for number, team in enumerate(facts.teams)}
    return {place[student]: teams[team] for student, team in facts.placed.items()}


def placed(facts: Facts, team_of: Numbers) -> Placement:
    """A placement by ids from the place of each student's team in the facts."""
    return {student.id: facts.teams[team].id for student, team in zip(facts.students, team_of.tolist(), strict=True)}


def _table(facts: Facts, named: Sequence[str], codes: Mapping[str, Mapping[str, int]]) -> Numbers:
    rows = [[codes[trait][student.traits[trait]] for trait in named] for student in facts.students]
    return np.array(rows, np.int64).reshape(len(rows), len(named))


def _numbers(values: Iterable[Any]) -> Numbers:
    return np.array([int(value) for value in values], np.int64)


def _flat(parts: Sequence[Sequence[Any]]) -> tuple[Numbers, Numbers]:
    start = np.cumsum([0, *map(len, parts)]).astype(np.int64)
    return start, np.array([one for part in parts for one in part], np.int64)


def _codes(values: Iterable[str]) -> dict[str, int]:
    return {value: number for number, value in enumerate(sorted(set(values)))}


def _coded(rule: Rule, named: Sequence[str], codes: Mapping[str, Mapping[str, int]]) -> tuple[int, int, int, int]:
    trait = named.index(rule.trait)
    match rule:
        case Different(_, number):
            return DIFFERENT, trait, 0, number
        case From(name, value, number):
            return FROM, trait, codes[name].get(value, -1), number
        case Same(_, number):
            return SAME, trait, 0, number


def _bits(sets: Sequence[frozenset[str]]) -> Numbers:
    codes = _codes(one for each in sets for one in each)
    if len(codes) > MOST_BITS:
        raise ValueError(f"{len(codes)} values do not fit into one number.")
    return _numbers(sum(1 << codes[one] for one in each) for each in sets)


def _times(facts: Facts) -> Numbers:
    if any(student.times >> MOST_BITS for student in facts.students):
        raise ValueError(f"There are more than {MOST_BITS} weekly slots.")
    return _numbers(student.times for student in facts.students)


def _units(facts: Facts, place: Mapping[int, int]) -> list[list[int]]:
    units = [sorted(place[one] for one in group) for group in facts.together]
    grouped = {one for unit in units for one in unit}
    if len(grouped) != sum(map(len, units)):
        raise ValueError("A student is in two groups that stay together.")
    return units + [[number] for number in range(len(place)) if number not in grouped]


def _unit_of(units: Sequence[Sequence[int]], count: int) -> Numbers:
    found = np.zeros(count, np.int64)
    for number, unit in enumerate(units):
        found[list(unit)] = number
    return found


def _wanted(wishes: Numbers, units: Sequence[Sequence[int]], most: int = 4) -> Numbers:
    return np.array([np.argsort(-wishes[list(unit)].sum(axis=0), kind="stable")[:most] for unit in units], np.int64).reshape(len(units), -1)


def _apart(facts: Facts, place: Mapping[int, int]) -> list[list[int]]:
    others: list[list[int]] = [[] for _student in place]
    for pair in facts.apart:
        one, other = (place[student] for student in pair)
        others[one].append(other)
        others[other].append(one)
    return [sorted(each) for each in others]
