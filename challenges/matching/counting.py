"""Reasons that need no search: there are too few seats, too few students with a value, or somebody who fits into no team."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import ceil

from challenges.matching.audit import common, holds
from challenges.matching.facts import Different, Facts, From, Rule, Same, Student, Team
from challenges.matching.obstacles import Change, Hard, Kind, Obstacle, Remedy


def obstacles(facts: Facts) -> list[Obstacle]:
    """All that counting proves; nothing where it proves nothing. Each is a reason on its own."""
    found = list(_seats(facts))
    if facts.teams and not found:
        found += _rules(facts)
    found += _speakers(facts)
    found += _groups(facts)
    found += _pins(facts)
    found += _marks(facts)
    return found


def sizes(facts: Facts) -> int:
    """For which numbers of students the teams have room, as bits: bit n is set where n students fill them."""
    reach = 1
    for team in facts.teams:
        asked = team.composition
        some = 0
        for size in range(max(asked.smallest, 1), asked.largest + 1):
            some |= reach << size
        reach = some | (reach if team.optional else 0)
    return reach


def _seats(facts: Facts) -> Iterator[Obstacle]:
    reach, count = sizes(facts), len(facts.students)
    if reach >> count & 1:
        return
    if not reach:
        contrary = tuple(team.id for team in facts.teams if team.composition.smallest > team.composition.largest)
        yield Obstacle(Kind.TOGETHER, teams=contrary, hard=(Hard.SMALLEST, Hard.LARGEST))
        return
    most, least = reach.bit_length() - 1, (reach & -reach).bit_length() - 1
    if count > most:
        yield Obstacle(Kind.FEW_SEATS, needs=count, has=most, remedies=tuple(_more_seats(facts, count)))
    elif count < least:
        yield Obstacle(Kind.MANY_SEATS, needs=least, has=count, remedies=tuple(_fewer_seats(facts, count, least)))
    else:
        above = (reach >> count & -(reach >> count)).bit_length() - 1
        below = count - (reach & ((1 << count) - 1)).bit_length() + 1
        remedies = Remedy(Change.MORE_STUDENTS, above), Remedy(Change.FEWER_STUDENTS, below)
        yield Obstacle(Kind.UNEVEN, needs=count + above, has=count, remedies=remedies)


def _more_seats(facts: Facts, count: int) -> Iterator[Remedy]:
    if not facts.teams:
        return
    largest = [team.composition.largest for team in facts.teams]
    size = next(size for size in range(1, count + 1) if sum(max(size, one) for one in largest) >= count)
    yield Remedy(Change.LARGEST, size)
    if max(largest) > 0:
        yield Remedy(Change.TEAMS, len(largest) + ceil((count - sum(largest)) / max(largest)))


def _fewer_seats(facts: Facts, count: int, least: int) -> Iterator[Remedy]:
    yield Remedy(Change.MORE_STUDENTS, least - count)
    smallest = sorted(team.composition.smallest for team in facts.teams if not team.empty)
    if size := next((size for size in range(max(smallest), 0, -1) if sum(min(size, one) for one in smallest) <= count), 0):
        yield Remedy(Change.SMALLEST, size)
    if teams := next((teams for teams in range(len(smallest), 0, -1) if sum(smallest[:teams]) <= count), 0):
        yield Remedy(Change.TEAMS, teams)


def _rules(facts: Facts) -> Iterator[Obstacle]:
    for rule in sorted({rule for team in facts.teams for rule in team.composition.rules}, key=repr):
        match rule:
            case From():
                yield from _from(facts, rule)
            case Different():
                yield from _different(facts, rule)
            case Same():
                yield from _same(facts, rule)


def _from(facts: Facts, rule: From) -> Iterator[Obstacle]:
    def asked(team: Team) -> int:
        same = (
            one.number for one in team.composition.rules if isinstance(one, From) and (one.trait, one.value) == (rule.trait, rule.value)
        )
        return max(same, default=0)

    needs, has = _at_least(facts, asked), sum(one.traits[rule.trait] == rule.value for one in facts.students)
    if needs > has:
        remedies = [Remedy(Change.MORE_STUDENTS, needs - has, rule.trait, rule.value)]
        yield Obstacle(Kind.COMPOSITION, needs, has, teams=_with(facts, rule), rules=(rule,), remedies=tuple(remedies))


def _different(facts: Facts, rule: Different) -> Iterator[Obstacle]:
    def asked(team: Team) -> int:
        same = (one.number for one in team.composition.rules if isinstance(one, Different) and one.trait == rule.trait)
        return max(same, default=0)

    count = Counter(one.traits[rule.trait] for one in facts.students)
    needs, has = _at_least(facts, asked), sum(min(each, len(facts.teams)) for each in count.values())
    if needs > has:
        remedies = [Remedy(Change.MORE_STUDENTS, needs - has, rule.trait)]
        if number := has // len(facts.teams):
            remedies.append(Remedy(Change.NUMBER, number, hard=Hard.COMPOSITION, rule=rule))
        yield Obstacle(Kind.COMPOSITION, needs, has, teams=_with(facts, rule), rules=(rule,), remedies=tuple(remedies))


def _same(facts: Facts, rule: Same) -> Iterator[Obstacle]:
    room = 0
    for team in facts.teams:
        caps = [one.number for one in team.composition.rules if isinstance(one, Same) and one.trait == rule.trait]
        room += min([team.composition.largest, *caps])
    for value, count in sorted(Counter(one.traits[rule.trait] for one in facts.students).items()):
        if count > room:
            number = Remedy(Change.NUMBER, ceil(count / len(facts.teams)), hard=Hard.COMPOSITION, rule=rule)
            fewer = Remedy(Change.FEWER_STUDENTS, count - room, rule.trait, value)
            yield Obstacle(Kind.COMPOSITION, count, room, teams=_with(facts, rule), rules=(rule,), remedies=(fewer, number))


def _at_least(facts: Facts, asked: Callable[[Team], int]) -> int:
    """What the teams ask for together, at least: those that must be filled, and the least demanding of as many others as seats need."""
    filled = [team for team in facts.teams if not team.optional]
    others = [team for team in facts.teams if team.optional]
    over = len(facts.students) - sum(team.composition.largest for team in filled)
    more = 0
    for seats in sorted((team.composition.largest for team in others), reverse=True):
        if over <= 0:
            break
        over -= seats
        more += 1
    return sum(map(asked, filled)) + sum(sorted(map(asked, others))[:more])


def _with(facts: Facts, rule: Rule) -> tuple[int, ...]:
    return tuple(team.id for team in facts.teams if rule in team.composition.rules)


def _speakers(facts: Facts) -> Iterator[Obstacle]:
    """Somebody whose languages too few speak for any team."""
    if not facts.teams or not all(team.composition.common_language for team in facts.teams):
        return
    speak = Counter(language for one in facts.students for language in one.languages)
    needs = max(1, min(team.composition.smallest for team in facts.teams))
    for one in facts.students:
        most = max(((speak[language], language) for language in one.languages), default=(0, ""))
        if most[0] < needs:
            remedies = (Remedy(Change.MORE_STUDENTS, needs - most[0], language=most[1]),) if most[1] else ()
            yield Obstacle(Kind.SPEAKERS, needs, most[0], students=(one.id,), hard=(Hard.LANGUAGE,), remedies=remedies)


def _groups(facts: Facts) -> Iterator[Obstacle]:
    """A group, or one student, who fits into none of the teams."""
    known = {one.id: one for one in facts.students}
    grouped = {one for group in facts.together for one in group}
    groups = [sorted(group) for group in facts.together] + [[one] for one in known if one not in grouped]
    for group in groups:
        if not facts.teams or (len(group) == 1 and not known[group[0]].languages and _all_speak(facts)):
            continue
        members = [known[one] for one in group]
        if all(_against(facts, team, members) for team in facts.teams):
            yield _of(facts, Kind.GROUP, facts.teams, members)


def _all_speak(facts: Facts) -> bool:
    return all(team.composition.common_language for team in facts.teams)


def _pins(facts: Facts) -> Iterator[Obstacle]:
    """Who is pinned together and cannot be."""
    known = {one.id: one for one in facts.students}
    for group in facts.together:
        if len(places := sorted({facts.placed[one] for one in group if one in facts.placed})) > 1:
            yield Obstacle(Kind.PINNED, students=tuple(sorted(group)), teams=tuple(places), hard=(Hard.TOGETHER, Hard.PINNED))
    for team in facts.teams:
        pinned = {one for one, place in facts.placed.items() if place == team.id}
        members = pinned.union(*(group for group in facts.together if group & pinned))
        if pinned and _against(facts, team, inside := [known[one] for one in sorted(members)]):
            yield _of(facts, Kind.PINNED, [team], inside)


def _of(facts: Facts, kind: Kind, teams: Sequence[Team], members: Sequence[Student]) -> Obstacle:
    against = [one for team in teams for one in _against(facts, team, members)]
    rules = dict.fromkeys(rule for _hard, rule in against if rule)
    hard = dict.fromkeys(hard for hard, _rule in against)
    remedies = [Remedy(Change.LARGEST, len(members))] if Hard.LARGEST in hard else []
    about, where = tuple(one.id for one in members), tuple(team.id for team in teams) if kind is Kind.PINNED else ()
    return Obstacle(kind, len(members), students=about, teams=where, rules=tuple(rules), hard=tuple(hard), remedies=tuple(remedies))


def _against(facts: Facts, team: Team, members: Sequence[Student]) -> list[tuple[Hard, Rule | None]]:
    """Which rules would be broken whoever else joined these members."""
    asked = team.composition
    free = asked.largest - len(members)
    if free < 0:
        return [(Hard.LARGEST, None)]
    if any(team.challenge in one.barred for one in members):
        return [(Hard.BARRED, None)]
    about = {one.id for one in members}
    found: list[tuple[Hard, Rule | None]] = [(Hard.APART, None)] if any(pair <= about for pair in facts.apart) else []
    if asked.common_language and not common(members):
        found.append((Hard.LANGUAGE, None))
    for rule in asked.rules:
        eased = rule if isinstance(rule, Same) else type(rule)(**{**vars(rule), "number": rule.number - free})
        if not holds(eased, members):
            found.append((Hard.COMPOSITION, rule))
    return found


def _marks(facts: Facts) -> Iterator[Obstacle]:
    held = Counter(mark for one in facts.students for mark in one.marks)
    if 1 in held.values():
        yield Obstacle(Kind.CONFIDENTIAL, hard=(Hard.CONFIDENTIAL,))
