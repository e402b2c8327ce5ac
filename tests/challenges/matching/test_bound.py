"""The bound is the optimum of what it leaves in, and none where the seats do not fit."""

from challenges.matching import Facts, Weights
from challenges.matching.arrays import arrays
from challenges.matching.bound import bound
from tests.challenges.matching.cases import student, team


def test_seats_decide_who_gets_a_first_wish():
    people = tuple(student(number, wishes={1: 4, 2: 1}) for number in range(4))
    found = bound(arrays(Facts(people, (team(1, 1, largest=2), team(2, 2, largest=2)))))
    assert found.wishes == 2 * 4 + 2 * 1
    assert found.most == found.wishes + 2 * 4 * 4
    assert sorted(found.challenge_of.tolist()) == [0, 0, 1, 1]


def test_spread_counts_at_most_the_values_there_are():
    people = (student(1), student(2, "law"), student(3))
    found = bound(arrays(Facts(people, (team(1),), weights=Weights(time=0, spread={"field": 3}))))
    assert found.most == 3 * 2


def test_too_many_or_too_few_for_the_seats_have_none():
    people = tuple(student(number) for number in range(4))
    assert bound(arrays(Facts(people, (team(1),)))) is None
    assert bound(arrays(Facts(people[:3], (team(1), team(2))))) is None
    assert bound(arrays(Facts(people[:3], (team(1), team(2, empty=True))))) is not None
