"""Whether there is a placement at all, decided exactly where the facts are small; and which rules cannot all hold where there is none."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from challenges.matching.audit import audit
from challenges.matching.exact import About, model, solver
from challenges.matching.facts import Composition, Different, Facts, From, Placement, Student, Trait
from challenges.matching.obstacles import Change, Hard, Impossible, Kind, Obstacle, Remedy

# Of students times teams: beyond it a proof would take too long.
MOST_PLACES = 6_000
LIMIT, LIMIT_OF_PART = 30.0, 4.0
MOST_MORE = 3
Key = tuple[Hard, About]


@dataclass(frozen=True)
class _Answer:
    """`placement`, where there is one; `against`: rules that cannot all hold, where that was proved."""

    placement: Placement | None = None
    against: tuple[Key, ...] | None = None


def decide(facts: Facts, nearest: Placement) -> Placement | Impossible:
    """A placement, or why there is none. `nearest`: the best that was found, for facts that are too large to decide."""
    if len(facts.students) * len(facts.teams) > MOST_PLACES:
        return _undecided(facts, nearest)
    answer = _solve(facts, LIMIT)
    if answer.placement is not None:
        return answer.placement
    if answer.against is None:
        return _undecided(facts, nearest)
    core = _smaller(facts, answer.against)
    return Impossible((_together(facts, core),), nearest=nearest)


def _solve(facts: Facts, limit: float, without: Collection[Key] = ()) -> _Answer:
    literals: dict[Key, cp_model.IntVar | None] = {}

    def guard(hard: Hard, about: About) -> cp_model.IntVar | None:
        return literals.setdefault((hard, about), made.new_bool_var(""))

    made = cp_model.CpModel()
    found = model(facts, guard=guard, valued=False, made=made)
    asked = [literal for key, literal in literals.items() if key not in without and literal is not None]
    made.add_assumptions(asked)
    run = solver(limit)
    status = run.solve(made)
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return _Answer(placement=found.placement(run))
    if status != cp_model.INFEASIBLE:
        return _Answer()
    core = set(run.sufficient_assumptions_for_infeasibility())
    return _Answer(against=tuple(key for key, literal in literals.items() if literal is not None and literal.index in core))


def _smaller(facts: Facts, core: tuple[Key, ...]) -> tuple[Key, ...]:
    """As few of the rules as still cannot all hold, as far as the limit lets it be seen."""
    every = set(_keys(facts))
    for key in core:
        fewer = tuple(one for one in core if one != key)
        if _solve(facts, LIMIT_OF_PART, every - set(fewer)).against is not None:
            core = fewer
    return core


def _keys(facts: Facts) -> Iterator[Key]:
    yield from ((hard, None) for hard in (Hard.SMALLEST, Hard.LARGEST, Hard.LANGUAGE, Hard.CONFIDENTIAL))
    yield from ((Hard.COMPOSITION, rule) for team in facts.teams for rule in team.composition.rules)
    yield from ((Hard.TOGETHER, group) for group in facts.together)
    yield from ((Hard.APART, pair) for pair in facts.apart)
    yield from ((Hard.PINNED, frozenset({one})) for one in facts.placed)
    yield from ((Hard.BARRED, frozenset({one.id})) for one in facts.students if one.barred)


def _together(facts: Facts, core: tuple[Key, ...]) -> Obstacle:
    hard = tuple(dict.fromkeys(kind for kind, _about in core))
    rules = tuple(about for kind, about in core if kind is Hard.COMPOSITION and about is not None and not isinstance(about, frozenset))
    # Beside a rule on marks, names could tell who has one.
    named = set() if Hard.CONFIDENTIAL in hard else {one for _kind, about in core if isinstance(about, frozenset) for one in about}
    return Obstacle(
        Kind.TOGETHER, students=tuple(sorted(named)), rules=rules, hard=hard, remedies=tuple(dict.fromkeys(_remedies(facts, core)))
    )


def _remedies(facts: Facts, core: tuple[Key, ...]) -> Iterator[Remedy]:
    """What was tried, one at a time, and is enough by itself."""
    for hard, about in core:
        rule = about if not isinstance(about, frozenset) else None
        if hard in {Hard.SMALLEST, Hard.LARGEST}:
            yield from _size(facts, hard)
        elif hard is not Hard.CONFIDENTIAL and _possible(facts, {(hard, about)}):
            yield Remedy(Change.WITHOUT, hard=hard, rule=rule)
        if isinstance(rule, From | Different):
            value = rule.value if isinstance(rule, From) else ""
            if number := _more(facts, {rule.trait: value} if value else {}):
                yield Remedy(Change.MORE_STUDENTS, number, rule.trait, value)
        elif hard is Hard.LANGUAGE and (number := _more(facts, {})):
            yield Remedy(Change.MORE_STUDENTS, number)


def _size(facts: Facts, hard: Hard) -> Iterator[Remedy]:
    name, by = ("largest", 1) if hard is Hard.LARGEST else ("smallest", -1)
    sizes = [getattr(team.composition, name) for team in facts.teams]
    size = max(sizes) + by if by > 0 else min(sizes) + by
    if size < 1:
        return

    def other(asked: Composition) -> Composition:
        return replace(asked, **{name: max(asked.largest, size)}) if by > 0 else replace(asked, **{name: min(asked.smallest, size)})

    teams = tuple(replace(team, composition=other(team.composition)) for team in facts.teams)
    if _possible(replace(facts, teams=teams)):
        yield Remedy(Change.LARGEST if by > 0 else Change.SMALLEST, size)


def _more(facts: Facts, traits: Mapping[Trait, str]) -> int:
    """How many more students with these traits, who speak every language, would be enough; 0 where that was not found."""
    spoken = frozenset(language for one in facts.students for language in one.languages) or frozenset({"any"})
    names = {trait for one in facts.students for trait in one.traits}
    first = max(one.id for one in facts.students) + 1
    more: tuple[Student, ...] = ()
    for number in range(MOST_MORE):
        others = dict.fromkeys(names, f"another {number}")
        more += (Student(first + number, {**others, **traits}, spoken),)
        if _possible(replace(facts, students=facts.students + more)):
            return number + 1
    return 0


def _possible(facts: Facts, without: Collection[Key] = ()) -> bool:
    return _solve(facts, LIMIT_OF_PART, without).placement is not None


def _undecided(facts: Facts, nearest: Placement) -> Impossible:
    kinds = {"language": Hard.LANGUAGE, "confidential": Hard.CONFIDENTIAL, "composition": Hard.COMPOSITION}
    kinds |= {"not apart": Hard.APART, "barred": Hard.BARRED}
    broken = audit(facts, nearest)
    hard = tuple(dict.fromkeys(kinds.get(one.kind, Hard.SMALLEST) for one in broken))
    rules = tuple(dict.fromkeys(one.rule for one in broken if one.rule))
    teams = tuple(sorted({one.team for one in broken if one.team is not None and one.kind != "confidential"}))
    return Impossible((Obstacle(Kind.UNDECIDED, teams=teams, rules=rules, hard=hard),), proved=False, nearest=nearest)
