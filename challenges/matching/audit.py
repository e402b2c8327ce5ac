"""An independent look at a placement: every hard rule of every team, counted anew from the facts and by nothing that made it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from challenges.matching.facts import Composition, Different, Facts, From, Placement, Rule, Same, Student, Team


@dataclass(frozen=True)
class Broken:
    """A hard rule that does not hold: of a team (`team`), or of the placement as a whole. `about`: the students it concerns, none where
    naming them would tell a mark. `rule`: which of the composition's, where it is one of those."""

    kind: str
    team: int | None
    about: tuple[int, ...] = ()
    rule: Rule | None = None


def audit(facts: Facts, placement: Placement) -> list[Broken]:
    """What is broken; nothing for a placement that may be shown."""
    known = {student.id: student for student in facts.students}
    teams = {team.id: team for team in facts.teams}
    broken = [Broken("nowhere", None, (one,)) for one in known if placement.get(one) not in teams]
    broken += [Broken("unknown", None, (one,)) for one in placement if one not in known]
    broken += [Broken("parted", None, tuple(sorted(group))) for group in facts.together if len({placement.get(one) for one in group}) > 1]
    broken += [Broken("moved", None, (one,)) for one, team in facts.placed.items() if placement.get(one) != team]
    for pair in sorted(map(sorted, facts.apart)):
        if len({placement.get(one) for one in pair}) == 1:
            broken.append(Broken("not apart", placement.get(pair[0]), tuple(pair)))
    members = teams_of(facts, placement)
    for team in facts.teams:
        broken += of_team(team, members[team.id])
    return broken


def of_team(team: Team, members: Sequence[Student]) -> Iterator[Broken]:
    """What is broken in one team of these members, who is kept apart aside."""
    if team.optional and not members:
        return
    about = tuple(sorted(one.id for one in members))
    yield from (Broken(kind, team.id, about, rule) for kind, rule in _of_composition(team.composition, members))
    yield from (Broken("barred", team.id, (one.id,)) for one in members if team.challenge in one.barred)
    held = Counter(mark for one in members for mark in one.marks)
    yield from (Broken("confidential", team.id) for count in held.values() if count == 1)


def _of_composition(asked: Composition, members: Sequence[Student]) -> Iterator[tuple[str, Rule | None]]:
    if not asked.smallest <= len(members) <= asked.largest:
        yield "size", None
    if asked.common_language and not common(members):
        yield "language", None
    yield from (("composition", rule) for rule in asked.rules if not holds(rule, members))


def common(members: Sequence[Student]) -> frozenset[str]:
    """The languages that all of them speak; none for nobody."""
    return frozenset.intersection(*(one.languages for one in members)) if members else frozenset()


def holds(rule: Rule, members: Sequence[Student]) -> bool:
    """Whether a rule of composition holds for these members."""
    match rule:
        case Different(trait, number):
            return len({one.traits[trait] for one in members}) >= number
        case From(trait, value, number):
            return sum(one.traits[trait] == value for one in members) >= number
        case Same(trait, number):
            return max(Counter(one.traits[trait] for one in members).values(), default=0) <= number


def value(facts: Facts, placement: Placement) -> int:
    """What a placement is worth: wishes granted, common times, spread."""
    members = teams_of(facts, placement)
    return sum(worth(facts, team, members[team.id]) for team in facts.teams if members[team.id])


def teams_of(facts: Facts, placement: Placement) -> dict[int, list[Student]]:
    """The members of each team, by its id."""
    members: dict[int, list[Student]] = {team.id: [] for team in facts.teams}
    for one in facts.students:
        if (team := placement.get(one.id)) in members:
            members[team].append(one)
    return members


def worth(facts: Facts, team: Team, members: Sequence[Student]) -> int:
    """What one team with members is worth."""
    weights = facts.weights
    times = members[0].times
    for one in members[1:]:
        times &= one.times
    return (
        sum(one.wishes.get(team.challenge, 0) for one in members)
        + weights.time * min(times.bit_count(), weights.most_times)
        + sum(points * len({one.traits[trait] for one in members}) for trait, points in weights.spread.items())
    )
