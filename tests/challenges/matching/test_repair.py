"""When somebody leaves or comes, as few as can be are moved, and nobody where the office allows nobody."""

from dataclasses import replace

import pytest

from challenges.matching import Change, Facts, Impossible, Kind, Obstacle, Remedy, audit, propose, repair
from tests.bench.matching import facts_of, instance
from tests.challenges.matching.cases import TWO_FIELDS, student, team

FACTS = facts_of(instance(60, 1))


@pytest.fixture(scope="module")
def before():
    return propose(FACTS, seed=1, steps=300_000).placement


def test_what_still_holds_is_left_alone(before):
    assert repair(FACTS, before, most_moves=0).placement == before


def test_who_comes_gets_a_place_and_nobody_moves(before):
    new = replace(FACTS.students[0], id=99)
    found = repair(replace(FACTS, students=(*FACTS.students, new)), before, most_moves=0)
    assert found.moved == ()
    assert before.items() <= found.placement.items()


def test_who_leaves_too_small_a_team_is_replaced_by_one_move():
    students = (student(1), *(student(number, "law") for number in (3, 4)), student(5))
    facts = Facts(students, (team(1), team(2, rules=[TWO_FIELDS])))
    placed = {1: 1, 2: 1, 3: 2, 4: 2, 5: 2}
    found = repair(facts, placed, most_moves=3)
    assert len(found.moved) == 1
    assert found.moved[0] in {3, 4}
    assert audit(facts, found.placement) == []
    refused = repair(facts, placed, most_moves=0)
    assert refused.obstacles == (Obstacle(Kind.MOVES, 1, 0, remedies=(Remedy(Change.MOVES, 1),)),)


def test_who_is_pinned_elsewhere_is_moved_and_the_rest_follows(before):
    one, other = next((one, place % 15) for one, place in before.items() if not any(one in pair for pair in FACTS.together))
    facts = replace(FACTS, placed={one: (other + 1) % 15})
    found = repair(facts, before, most_moves=None)
    assert found.placement[one] == (other + 1) % 15
    assert one in found.moved
    assert audit(facts, found.placement) == []


def test_what_cannot_be_is_said_with_its_reason():
    facts = Facts((student(1), student(2), student(3)), (team(1), team(2)))
    found = repair(facts, {1: 1, 2: 1, 3: 2}, most_moves=None)
    assert isinstance(found, Impossible)
    assert found.obstacles[0].kind == Kind.MANY_SEATS


def test_without_students_nothing_is_left():
    assert repair(Facts((), (team(1, empty=True),)), {}, most_moves=0).placement == {}
