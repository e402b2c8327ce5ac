"""The best placement of the teams that can still be in a better one: all of them where they are few, which proves it the best there is.

At given prices, a team that gains so much less than the best of its kind that the prices leave no room for it is in no better placement
(fixing by reduced cost; then set partitioning over what is left: Baldacci, Christofides and Mingozzi, "An exact algorithm for the vehicle
routing problem based on the set partitioning formulation with additional cuts", Mathematical Programming 115, 2008).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from challenges.matching.columns import Named
from challenges.matching.exact import solver
from challenges.matching.kinds import SCALE, Market
from challenges.matching.prices import Priced
from challenges.matching.pricing import EVERY

# How many teams are chosen from at most, and for how long (deterministic time).
CHOICE, LIMIT = 20_000, 8.0


@dataclass(frozen=True)
class Best:
    """`teams` that are a placement, what they are `worth`, and what no placement passes."""

    teams: Sequence[Named]
    worth: int
    most: int


def proved(market: Market, priced: Priced, teams: Sequence[Named]) -> Best:
    """The best placement there is, where that can be decided; else the given one. `teams`: one that keeps the rules."""
    worth = sum(market.worth(market.kinds[kind], team) for kind, team in teams)
    room = priced.total - (worth + 1) * SCALE
    if room < 0:
        return Best(teams, worth, worth)
    choice = _within(market, priced, room)
    known = Best(teams, worth, priced.most)
    return known if choice is None else _chosen(market, choice, known)


def _within(market: Market, priced: Priced, room: int) -> list[Named] | None:
    """The teams that gain at most so much less than the best of their kind; None where they are too many."""
    choice: list[Named] = []
    for number, kind in enumerate(market.kinds):
        found = market.search(kind, priced.prices, int(priced.profit[number]) - room - 1, EVERY, CHOICE - len(choice))
        if not found.whole:
            return None
        choice += ((number, team) for team in found.teams)
    return choice


def _chosen(market: Market, choice: Sequence[Named], known: Best) -> Best:
    """What CP-SAT says about a placement of these teams that is better than the one known."""
    made = cp_model.CpModel()
    taken = [made.new_bool_var("") for _team in choice]
    of_unit: list[list[cp_model.IntVar]] = [[] for _unit in market.size]
    of_kind: list[list[cp_model.IntVar]] = [[] for _kind in market.kinds]
    for (number, team), literal in zip(choice, taken, strict=True):
        of_kind[number].append(literal)
        for unit in team:
            of_unit[unit].append(literal)
    for literals in of_unit:
        made.add_exactly_one(literals)
    for kind, literals in zip(market.kinds, of_kind, strict=True):
        made.add_linear_constraint(sum(literals), 0 if kind.empty else len(kind.teams), len(kind.teams))
    worth = cp_model.LinearExpr.weighted_sum(taken, [market.worth(market.kinds[kind], team) for kind, team in choice])
    made.add_linear_constraint(worth, known.worth + 1, known.most)
    made.maximize(worth)
    run = solver(LIMIT)
    run.parameters.linearization_level = 2
    run.parameters.optimize_with_lb_tree_search = True
    status = run.solve(made)
    if status == cp_model.INFEASIBLE:
        return replace(known, most=known.worth)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return known
    found = [team for team, literal in zip(choice, taken, strict=True) if run.boolean_value(literal)]
    reached = round(run.objective_value)
    return Best(found, reached, reached if status == cp_model.OPTIMAL else known.most)
