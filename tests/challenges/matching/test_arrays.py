"""What the inner loop is given."""

import pytest

from challenges.matching import Facts
from challenges.matching.arrays import arrays, pinned, placed
from tests.challenges.matching.cases import student, team


def test_students_who_stay_together_are_one_unit_and_pinned_units_do_not_move():
    people = tuple(student(number) for number in (11, 12, 13, 14))
    found = arrays(Facts(people, (team(5), team(6)), together=(frozenset({11, 13}),), placed={12: 6}))
    units = [found.unit_members[start:end].tolist() for start, end in zip(found.unit_start, found.unit_start[1:], strict=False)]
    assert units == [[0, 2], [1], [3]]
    assert found.movable.tolist() == [0, 2]


def test_ids_become_places_and_come_back():
    facts = Facts((student(11, wishes={7: 4, 99: 1}), student(12)), (team(5, 7), team(6, 8)), placed={12: 6})
    found = arrays(facts)
    assert found.wishes.tolist() == [[4, 0], [0, 0]]
    assert pinned(facts) == {1: 1}
    assert placed(facts, found.challenge) == {11: 5, 12: 6}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (Facts((student(1, times=1 << 62),), (team(1),)), "weekly slots"),
        (Facts((student(1, languages=" ".join(map(str, range(63)))),), (team(1),)), "63 values"),
        (Facts((student(1), student(2), student(3)), (team(1),), together=(frozenset({1, 2}), frozenset({2, 3}))), "two groups"),
    ],
)
def test_what_does_not_fit_is_refused(facts, said):
    with pytest.raises(ValueError, match=said):
        arrays(facts)
