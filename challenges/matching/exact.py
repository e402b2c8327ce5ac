"""A few teams, exactly: the facts as a model for OR-tools' CP-SAT, with one worker, a fixed seed and a limit without a clock."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from challenges.matching.facts import Different, Facts, From, Placement, Rule, Same, Student, Team
from challenges.matching.obstacles import Hard

About = Rule | frozenset[int] | None
"""Which rule of a kind: of a composition, or whom it keeps together, apart or in a team."""
Guard = Callable[[Hard, About], cp_model.IntVar | None]
"""The literal that a rule depends on; None for a rule that holds whatever is asked."""


def always(_hard: Hard, _about: About) -> None:
    """Every rule holds."""


@dataclass
class Model:
    """`inside`: whether a student is in a team, by both ids. `worth`: what the placement is worth."""

    model: cp_model.CpModel
    inside: dict[tuple[int, int], cp_model.IntVar]
    worth: list[cp_model.LinearExprT]

    def placement(self, solver: cp_model.CpSolver) -> Placement:
        """Where everybody is in what was found."""
        return {student: team for (student, team), literal in self.inside.items() if solver.boolean_value(literal)}


def model(facts: Facts, *, guard: Guard = always, valued: bool = True, made: cp_model.CpModel | None = None) -> Model:
    """All hard rules of the facts; what depends on a literal of `made` holds where it is true. Without `valued`, nothing is weighed."""
    made = made or cp_model.CpModel()
    inside = {(one.id, team.id): made.new_bool_var("") for one in facts.students for team in facts.teams}
    found = Model(made, inside, [])
    for one in facts.students:
        made.add_exactly_one(inside[one.id, team.id] for team in facts.teams)
    for team in facts.teams:
        _Filled(facts, team, found, guard).add(valued=valued)
    _whole(facts, found, guard)
    return found


def solver(limit: float, seed: int = 1) -> cp_model.CpSolver:
    """One that gives the same answer every time, after so much deterministic time at most."""
    made = cp_model.CpSolver()
    made.parameters.num_workers = 1
    made.parameters.random_seed = seed
    made.parameters.max_deterministic_time = limit
    return made


def _when(constraint: cp_model.Constraint, *literals: cp_model.IntVar | None) -> None:
    for literal in literals:
        if literal is not None:
            constraint.only_enforce_if(literal)


def _whole(facts: Facts, found: Model, guard: Guard) -> None:
    """What concerns more than one team: who stays together, who may not be where, and who is pinned."""
    for group in facts.together:
        first, *others = sorted(group)
        for other in others:
            for team in facts.teams:
                same = found.model.add(found.inside[first, team.id] == found.inside[other, team.id])
                _when(same, guard(Hard.TOGETHER, group))
    for one in facts.students:
        for team in facts.teams:
            if team.challenge in one.barred:
                _when(found.model.add(found.inside[one.id, team.id] == 0), guard(Hard.BARRED, frozenset({one.id})))
    for student, place in facts.placed.items():
        _when(found.model.add(found.inside[student, place] == 1), guard(Hard.PINNED, frozenset({student})))


class _Filled:
    """One team in the model."""

    def __init__(self, facts: Facts, team: Team, found: Model, guard: Guard) -> None:
        self.facts, self.team, self.found, self.guard = facts, team, found, guard
        self.made = found.model
        self.inside = {one.id: found.inside[one.id, team.id] for one in facts.students}
        self.open = self.made.new_bool_var("")

    def add(self, *, valued: bool) -> None:
        self._size()
        if self.team.composition.common_language:
            self._language()
        for rule in self.team.composition.rules:
            self._rule(rule)
        self._marks()
        self._apart()
        if valued:
            self._worth()

    def _size(self) -> None:
        """An open team has somebody; a closed one nobody, which only some may be."""
        count, asked = sum(self.inside.values()), self.team.composition
        self.made.add_max_equality(self.open, [*self.inside.values(), 0])
        _when(self.made.add(count >= asked.smallest), self.open, self.guard(Hard.SMALLEST, None))
        _when(self.made.add(count <= asked.largest), self.guard(Hard.LARGEST, None))
        if not self.team.optional:
            _when(self.made.add(self.open == 1), self.guard(Hard.SMALLEST, None))

    def _language(self) -> None:
        spoken = {
            language: self.made.new_bool_var("") for language in sorted({one for each in self.facts.students for one in each.languages})
        }
        for language, literal in spoken.items():
            for one in self.facts.students:
                if language not in one.languages:
                    self.made.add_implication(literal, ~self.inside[one.id])
        _when(self.made.add_bool_or([*spoken.values(), ~self.open]), self.guard(Hard.LANGUAGE, None))

    def _rule(self, rule: Rule) -> None:
        guard = self.guard(Hard.COMPOSITION, rule)
        match rule:
            case Different(trait, number):
                _when(self.made.add(sum(self._values(trait).values()) >= number), self.open, guard)
            case From(trait, value, number):
                some = sum(self.inside[one.id] for one in self.facts.students if one.traits[trait] == value)
                _when(self.made.add(some >= number), self.open, guard)
            case Same(trait, number):
                for members in _by_value(self.facts.students, trait).values():
                    _when(self.made.add(sum(self.inside[one.id] for one in members) <= number), guard)

    def _values(self, trait: str) -> dict[str, cp_model.IntVar]:
        """Which values of a trait the team has."""
        found = {}
        for value, members in _by_value(self.facts.students, trait).items():
            found[value] = self.made.new_bool_var("")
            self.made.add_max_equality(found[value], [self.inside[one.id] for one in members])
        return found

    def _marks(self) -> None:
        guard = self.guard(Hard.CONFIDENTIAL, None)
        for mark in sorted({mark for one in self.facts.students for mark in one.marks}):
            held = [self.inside[one.id] for one in self.facts.students if mark in one.marks]
            for one in held:
                _when(self.made.add(sum(held) >= 2), one, guard)

    def _apart(self) -> None:
        for one, other in sorted(map(sorted, self.facts.apart)):
            if one in self.inside and other in self.inside:
                _when(self.made.add(self.inside[one] + self.inside[other] <= 1), self.guard(Hard.APART, frozenset({one, other})))

    def _worth(self) -> None:
        weights, worth = self.facts.weights, self.found.worth
        worth += [one.wishes.get(self.team.challenge, 0) * self.inside[one.id] for one in self.facts.students]
        slots = range(max((one.times.bit_length() for one in self.facts.students), default=0))
        shared = []
        for slot in slots:
            shared.append(self.made.new_bool_var(""))
            self.made.add_implication(shared[-1], self.open)
            for one in self.facts.students:
                if not one.times >> slot & 1:
                    self.made.add_implication(shared[-1], ~self.inside[one.id])
        counted = self.made.new_int_var(0, weights.most_times, "")
        self.made.add(counted <= sum(shared))
        worth.append(weights.time * counted)
        for trait, points in weights.spread.items():
            worth.append(points * sum(self._values(trait).values()))


def _by_value(students: Iterable[Student], trait: str) -> dict[str, Sequence[Student]]:
    found: dict[str, list[Student]] = {}
    for one in students:
        found.setdefault(one.traits[trait], []).append(one)
    return dict(sorted(found.items()))
