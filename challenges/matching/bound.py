"""What no placement can pass: an exact transport optimum of the wishes, and the most that times and spread can add."""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from challenges.matching.arrays import Arrays
from challenges.matching.records import Numbers


@dataclass(frozen=True)
class Bound:
    """`most`: no placement is worth more. `wishes`: the part of it that the wishes give. `challenge_of` [n]: each student's challenge in
    a placement that has it, which asks for seats alone. `seats` [C] twice: how many each challenge takes at least and at most."""

    most: int
    wishes: int
    challenge_of: Numbers
    seats: tuple[Numbers, Numbers]


def bound(facts: Arrays) -> Bound | None:
    """Relaxes all hard rules but the sizes of teams, and students who stay together; None where even the seats do not fit.

    Students flow to challenges, challenges to a sink that takes at least their smallest and at most their largest teams' seats
    (Ahuja, Magnanti and Orlin, "Network Flows", 1993); solved exactly by OR-tools' cost scaling.
    """
    students, challenges = facts.wishes.shape
    flow = SimpleMinCostFlow()
    heads = np.tile(np.arange(challenges), students) + students
    tails = np.repeat(np.arange(students), challenges)
    wanted = facts.wishes.ravel()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones(len(tails), np.int64), -wanted)
    least, most = _seats(facts)
    ends = np.arange(challenges) + students
    must, may = students + challenges, students + challenges + 1
    flow.add_arcs_with_capacity_and_unit_cost(ends, np.full(challenges, must), least, np.zeros(challenges, np.int64))
    flow.add_arcs_with_capacity_and_unit_cost(ends, np.full(challenges, may), most - least, np.zeros(challenges, np.int64))
    flow.set_nodes_supplies(np.arange(students), np.ones(students, np.int64))
    flow.set_nodes_supplies(np.array([must, may]), np.array([-least.sum(), least.sum() - students]))
    if least.sum() > students or flow.solve() != flow.OPTIMAL:
        return None
    chosen = flow.flows(arcs).reshape(students, challenges)
    wishes = int((chosen * facts.wishes).sum())
    return Bound(wishes + _beside(facts), wishes, chosen.argmax(axis=1), (least, most))


def _seats(facts: Arrays) -> tuple[Numbers, Numbers]:
    challenges = facts.wishes.shape[1]
    least, most = np.zeros(challenges, np.int64), np.zeros(challenges, np.int64)
    np.add.at(least, facts.challenge, np.where(facts.empty == 1, 0, facts.smallest))
    np.add.at(most, facts.challenge, facts.largest)
    return least, most


def _beside(facts: Arrays) -> int:
    """Times and spread if every team had the most of both."""
    values = np.array([len(np.unique(column)) for column in facts.traits.T], np.int64)
    each = facts.time * facts.most_times * len(facts.challenge)
    return int(each + sum((points * np.minimum(count, facts.largest)).sum() for points, count in zip(facts.spread, values, strict=True)))
