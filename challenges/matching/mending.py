"""A few teams of a placement, exactly, so that as few students move as can be; and which teams to choose for it."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from challenges.matching.audit import audit, of_team, teams_of, worth
from challenges.matching.exact import model, solver
from challenges.matching.facts import Facts, Placement

SIX = 6
LIMIT = 20.0


def mended(facts: Facts, placement: Placement, *, most_moves: int | None, open_: Collection[int]) -> Placement | None:
    """The best of the placements that move the fewest out of their teams, and at most so many, when only the teams in `open_` change;
    None where there is none. Who has no team yet, or one that is not there, moves for nothing."""
    part = within(facts, placement, open_)
    found = model(part)
    stay = [found.inside[one.id, placement[one.id]] for one in part.students if placement.get(one.id) in open_]
    moves = found.model.new_int_var(0, len(stay), "")
    found.model.add(moves + sum(stay) == len(stay))
    if most_moves is not None:
        found.model.add(moves <= most_moves)
    worst = 1 + sum(max([0, *one.wishes.values()]) for one in part.students) + _beside(part)
    found.model.maximize(cp_model.LinearExpr.sum([*found.worth, -worst * moves]))
    for one in part.students:
        for team in part.teams:
            found.model.add_hint(found.inside[one.id, team.id], placement.get(one.id) == team.id)
    run = solver(LIMIT)
    if run.solve(found.model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    kept = {one.id: placement[one.id] for one in facts.students if placement.get(one.id) is not None}
    return {**kept, **found.placement(run)}


def within(facts: Facts, placement: Placement, teams: Collection[int]) -> Facts:
    """The facts of these teams: who is in them, and who is nowhere."""
    everywhere = {team.id for team in facts.teams}
    students = tuple(one for one in facts.students if (place := placement.get(one.id)) in teams or place not in everywhere)
    inside = {one.id for one in students}
    return replace(
        facts,
        students=students,
        teams=tuple(team for team in facts.teams if team.id in teams),
        together=tuple(group for group in facts.together if group <= inside),
        apart=frozenset(pair for pair in facts.apart if pair <= inside),
        placed={one: team for one, team in facts.placed.items() if one in inside},
    )


def involved(facts: Facts, placement: Placement) -> list[int]:
    """Teams that have to change: rules are broken there, or somebody belongs there who is elsewhere."""
    found = [one.team for one in audit(facts, placement)]
    for group in facts.together:
        if len(places := {placement.get(one) for one in group}) > 1:
            found += places
    for one, team in facts.placed.items():
        if placement.get(one) != team:
            found += [team, placement.get(one)]
    known = {team.id for team in facts.teams}
    return list(dict.fromkeys(team for team in found if team in known))


def welcoming(facts: Facts, placement: Placement) -> list[int]:
    """The teams, those first that can best help alone: by taking in who has no team, or by giving somebody to a team that has to change."""
    known = {one.id: one for one in facts.students}
    teams = {team.id: team for team in facts.teams}
    members = {team: {one.id for one in inside} for team, inside in teams_of(facts, placement).items()}
    nowhere = set(known).difference(*members.values())
    broken = involved(facts, placement)

    def judged(changed: Mapping[int, Collection[int]]) -> tuple[int, int]:
        lists = [(teams[team], [known[one] for one in sorted(inside)]) for team, inside in changed.items()]
        against = sum(len(list(of_team(team, inside))) for team, inside in lists)
        against += sum(pair <= set(inside) for pair in facts.apart for inside in changed.values())
        return -against, sum(worth(facts, team, inside) for team, inside in lists if inside)

    best = {}
    for team, inside in members.items():
        tried = [judged({team: inside | unit}) for unit in _units(facts, nowhere)]
        for unit in _units(facts, inside):
            tried += [judged({team: inside - unit, other: members[other] | unit}) for other in broken if other != team]
        best[team] = max(tried, default=(-len(known), 0))
    return sorted(best, key=lambda team: (best[team], -team), reverse=True)


def _units(facts: Facts, students: Collection[int]) -> list[frozenset[int]]:
    groups = [group for group in facts.together if group & set(students)]
    return groups + [frozenset({one}) for one in sorted(set(students).difference(*groups))]


def _beside(facts: Facts) -> int:
    weights = facts.weights
    each = weights.time * weights.most_times + sum(weights.spread.values()) * max(team.composition.largest for team in facts.teams)
    return each * len(facts.teams)
