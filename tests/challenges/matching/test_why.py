"""The reasons for one student's place."""

from challenges.matching import Demand, Different, Facts, From, Same, why
from tests.challenges.matching.cases import student, team

RULES = (Different("field", 2), From("field", "law", 1), Same("field", 3))
PEOPLE = (
    student(1, "law", wishes={7: 4, 8: 2}, times=0b011, languages="en nl"),
    student(2, wishes={7: 4, 8: 4}, times=0b010, languages="nl"),
    student(3, wishes={7: 4}, marks=["m"]),
    student(4, wishes={9: 1, 7: 4, 8: 1}, marks=["m"]),
)
FACTS = Facts(PEOPLE, (team(1, 8, rules=RULES), team(2, 9), team(3, 7, empty=True)))
PLACEMENT = {1: 1, 2: 1, 3: 2, 4: 2}


def test_a_second_wish_tells_how_many_had_the_first():
    found = why(FACTS, PLACEMENT, 1)
    assert (found.team, found.challenge, found.wish) == (1, 8, 2)
    assert found.first == (Demand(7, wishes=4, seats=3),)


def test_what_they_bring_is_what_the_team_would_lack():
    found = why(FACTS, PLACEMENT, 1)
    assert found.rules == RULES[:2]
    assert found.only == (("field", "law"),)
    assert (found.times, found.most_times, found.languages) == (1, 4, ("nl",))


def test_wishes_may_tie():
    found = why(FACTS, PLACEMENT, 2)
    assert (found.wish, found.first) == (1, ())


def test_a_challenge_that_was_not_wished_for_is_no_wish():
    assert why(FACTS, PLACEMENT, 3).wish is None
    assert why(FACTS, PLACEMENT, 4).wish == 2


def test_only_who_gave_a_mark_is_told_that_another_rule_decides():
    assert [why(FACTS, PLACEMENT, one).confidential for one in (1, 2, 3, 4)] == [False, False, True, True]
