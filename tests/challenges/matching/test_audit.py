"""Every hard rule is seen when it is broken, and nothing is said about a placement that keeps them."""

import pytest

from challenges.matching import Broken, Facts, From, Same, Weights, audit, value
from tests.challenges.matching.cases import TWO_FIELDS, student, team

CARE = (student(1), student(2), student(3, "law"), student(4, "law"))


@pytest.mark.parametrize(
    ("facts", "placement", "broken"),
    [
        (Facts(CARE, (team(1), team(2))), {1: 1, 2: 1, 3: 2}, {("nowhere", None, (4,)), ("size", 2, (3,))}),
        (Facts(CARE[:2], (team(1),)), {1: 1, 2: 1, 9: 1}, {("unknown", None, (9,))}),
        (Facts(CARE, (team(1), team(2)), together=(frozenset({1, 2}),)), {1: 1, 3: 1, 2: 2, 4: 2}, {("parted", None, (1, 2))}),
        (Facts(CARE, (team(1), team(2)), placed={1: 2}), {1: 1, 2: 1, 3: 2, 4: 2}, {("moved", None, (1,))}),
        (Facts(CARE[:2], (team(1),), apart=frozenset({frozenset({1, 2})})), {1: 1, 2: 1}, {("not apart", 1, (1, 2))}),
        (Facts(CARE, (team(1, largest=3),)), dict.fromkeys(range(1, 5), 1), {("size", 1, (1, 2, 3, 4))}),
        (
            Facts((student(1), student(2, languages="nl")), (team(1, common_language=True),)),
            {1: 1, 2: 1},
            {("language", 1, (1, 2))},
        ),
        (Facts(CARE[:2], (team(1, rules=[TWO_FIELDS]),)), {1: 1, 2: 1}, {("composition", 1, (1, 2))}),
        (Facts(CARE[:2], (team(1, rules=[From("field", "law", 1)]),)), {1: 1, 2: 1}, {("composition", 1, (1, 2))}),
        (Facts(CARE[:2], (team(1, rules=[Same("field", 1)]),)), {1: 1, 2: 1}, {("composition", 1, (1, 2))}),
    ],
)
def test_what_is_broken_is_named_with_the_team_and_whom_it_concerns(facts, placement, broken):
    assert {(one.kind, one.team, one.about) for one in audit(facts, placement)} == broken


def test_a_mark_is_never_told_by_person():
    facts = Facts((student(1, marks=["m"]), student(2)), (team(1),))
    assert audit(facts, {1: 1, 2: 1}) == [Broken("confidential", 1)]
    assert audit(Facts((student(1, marks=["m"]), student(2, marks=["m"])), (team(1),)), {1: 1, 2: 1}) == []


def test_only_a_team_that_may_stay_empty_may():
    assert audit(Facts(CARE[:2], (team(1), team(2, empty=True))), {1: 1, 2: 1}) == []
    assert audit(Facts(CARE[:2], (team(1), team(2))), {1: 1, 2: 1}) == [Broken("size", 2)]


def test_the_value_adds_wishes_common_times_up_to_a_number_and_spread():
    people = (
        student(1, times=0b111, wishes={1: 4}),
        student(2, "law", times=0b110, wishes={1: 1, 2: 9}),
    )
    assert value(Facts(people, (team(1),)), {1: 1, 2: 1}) == 5 + 4 * 2
    assert value(Facts(people, (team(1),), weights=Weights(time=3, most_times=1, spread={"field": 2})), {1: 1, 2: 1}) == 5 + 3 + 2 * 2


def test_nobody_is_where_they_may_not_be():
    facts = Facts((student(1, barred=[7]), student(2)), (team(1, 7), team(2, 8)))
    assert audit(facts, {1: 1, 2: 1}) == [Broken("barred", 1, (1,)), Broken("size", 2)]
    assert audit(facts, {1: 2, 2: 2}) == [Broken("size", 1)]
