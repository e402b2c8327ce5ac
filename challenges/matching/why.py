"""Why a student is where they are: which wish it was, how many others had it, and what they bring that the team would lack."""

from collections.abc import Sequence
from dataclasses import dataclass

from challenges.matching.audit import common, holds, teams_of
from challenges.matching.facts import Facts, Placement, Rule, Same, Student, Team, Trait


@dataclass(frozen=True)
class Demand:
    """One of somebody's first wishes: for so many it was the first, and there are so many seats."""

    challenge: int
    wishes: int
    seats: int


@dataclass(frozen=True)
class Why:
    """`wish`: 1 for a first wish, and so on; None for a challenge without a wish. `first`: the first wishes, where this is none of them.

    `rules`: which would not hold without them; `only`: their values that nobody else in the team has; `times`: slots that suit all of the
    team, out of `most_times` that count; `languages`: what all of the team speak. `confidential`: whether a rule on what they said in
    confidence keeps them here. That may be told to them alone: to anybody else it would tell the mark.
    """

    team: int
    challenge: int
    wish: int | None
    first: tuple[Demand, ...]
    rules: tuple[Rule, ...]
    only: tuple[tuple[Trait, str], ...]
    times: int
    most_times: int
    languages: tuple[str, ...]
    confidential: bool


def why(facts: Facts, placement: Placement, student: int) -> Why:
    """The reasons for one student's place. Fails (KeyError) for somebody who has none."""
    one = next(one for one in facts.students if one.id == student)
    team = {team.id: team for team in facts.teams}[placement[student]]
    members = teams_of(facts, placement)[team.id]
    others = [member for member in members if member.id != student]
    wish = wish_of(one, team.challenge)
    times = -1
    for member in members:
        times &= member.times
    return Why(
        team=team.id,
        challenge=team.challenge,
        wish=wish,
        first=() if wish == 1 else tuple(_demand(facts, challenge) for challenge in firsts(one)),
        rules=_needed(team, others),
        only=_only(one, others),
        times=times.bit_count(),
        most_times=facts.weights.most_times,
        languages=tuple(sorted(common(members))),
        confidential=wish != 1 and any(sum(mark in member.marks for member in members) == 2 for mark in one.marks),
    )


def wish_of(student: Student, challenge: int) -> int | None:
    """Which wish a challenge is: as many challenges as they gave more points come before it. None for one they did not wish for."""
    points = student.wishes.get(challenge, 0)
    return 1 + sum(other > points for other in student.wishes.values()) if points > 0 else None


def firsts(student: Student) -> tuple[int, ...]:
    """The challenges that somebody wished for most."""
    return tuple(challenge for challenge in sorted(student.wishes) if wish_of(student, challenge) == 1)


def _demand(facts: Facts, challenge: int) -> Demand:
    seats = sum(team.composition.largest for team in facts.teams if team.challenge == challenge)
    return Demand(challenge, sum(challenge in firsts(one) for one in facts.students), seats)


def _needed(team: Team, others: Sequence[Student]) -> tuple[Rule, ...]:
    return tuple(rule for rule in team.composition.rules if not isinstance(rule, Same) and not holds(rule, others))


def _only(student: Student, others: Sequence[Student]) -> tuple[tuple[Trait, str], ...]:
    return tuple((trait, value) for trait, value in sorted(student.traits.items()) if all(one.traits[trait] != value for one in others))
