"""Where there is no placement, the true reason is given, with the numbers and what would help."""

import pytest

from challenges.matching import Change, Different, Facts, From, Hard, Impossible, Kind, Obstacle, Proposal, Remedy, Same, propose
from challenges.matching.decide import decide
from tests.challenges.matching.cases import TWO_FIELDS, student, team

PAIR = frozenset({1, 2})


def people(count, field="care", first=1, **more):
    return tuple(student(number, field, **more) for number in range(first, first + count))


def reasons(facts):
    found = propose(facts, seed=1)
    assert isinstance(found, Impossible)
    return list(found.obstacles)


def test_too_few_seats():
    found = reasons(Facts(people(10), (team(1), team(2))))
    assert found == [Obstacle(Kind.FEW_SEATS, 10, 6, remedies=(Remedy(Change.LARGEST, 5), Remedy(Change.TEAMS, 4)))]


def test_too_many_seats():
    found = reasons(Facts(people(5), (team(1, smallest=3), team(2, smallest=3))))
    remedies = (Remedy(Change.MORE_STUDENTS, 1), Remedy(Change.SMALLEST, 2), Remedy(Change.TEAMS, 1))
    assert found == [Obstacle(Kind.MANY_SEATS, 6, 5, remedies=remedies)]


def test_numbers_that_no_teams_add_up_to():
    found = reasons(Facts(people(5), (team(1, smallest=3, empty=True), team(2, smallest=3, empty=True))))
    assert found == [Obstacle(Kind.UNEVEN, 6, 5, remedies=(Remedy(Change.MORE_STUDENTS, 1), Remedy(Change.FEWER_STUDENTS, 2)))]


def test_sizes_that_contradict_each_other():
    assert reasons(Facts(people(3), (team(1, smallest=3, largest=2),)))[0].hard == (Hard.SMALLEST, Hard.LARGEST)


def test_two_more_of_law():
    rule = From("field", "law", 2)
    found = reasons(Facts((*people(4), *people(2, "law", 5)), (team(1, rules=[rule]), team(2, rules=[rule]))))
    remedy = Remedy(Change.MORE_STUDENTS, 2, "field", "law")
    assert found == [Obstacle(Kind.COMPOSITION, 4, 2, teams=(1, 2), rules=(rule,), remedies=(remedy,))]


def test_teams_that_may_stay_empty_ask_for_nothing():
    rule = From("field", "law", 2)
    facts = Facts((*people(2), *people(1, "law", 5)), (team(1), team(2, rules=[rule], empty=True)))
    assert isinstance(propose(facts, seed=1, steps=1000), Proposal)


def test_too_few_values():
    found = reasons(Facts((*people(4), *people(1, "law", 5)), (team(1, rules=[TWO_FIELDS]), team(2, rules=[TWO_FIELDS]))))
    remedies = (Remedy(Change.MORE_STUDENTS, 1, "field"), Remedy(Change.NUMBER, 1, hard=Hard.COMPOSITION, rule=TWO_FIELDS))
    assert found == [Obstacle(Kind.COMPOSITION, 4, 3, teams=(1, 2), rules=(TWO_FIELDS,), remedies=remedies)]


def test_too_many_of_the_same():
    rule = Same("field", 1)
    found = reasons(Facts((*people(3), *people(1, "law", 5)), (team(1, rules=[rule]), team(2, rules=[rule]))))
    remedies = (Remedy(Change.FEWER_STUDENTS, 1, "field", "care"), Remedy(Change.NUMBER, 2, hard=Hard.COMPOSITION, rule=rule))
    assert found == [Obstacle(Kind.COMPOSITION, 3, 2, teams=(1, 2), rules=(rule,), remedies=remedies)]


def test_somebody_whom_nobody_understands():
    found = reasons(Facts((*people(3), student(9, languages="fr")), (team(1, largest=4, common_language=True),)))
    remedy = Remedy(Change.MORE_STUDENTS, 1, language="fr")
    assert found == [Obstacle(Kind.SPEAKERS, 2, 1, students=(9,), hard=(Hard.LANGUAGE,), remedies=(remedy,))]


@pytest.mark.parametrize(
    ("facts", "hard"),
    [
        (Facts(people(6), (team(1), team(2)), together=(frozenset({1, 2, 3, 4}),)), (Hard.LARGEST,)),
        (Facts(people(4), (team(1), team(2)), together=(PAIR,), apart=frozenset({PAIR})), (Hard.APART,)),
        (
            Facts(
                (student(1), student(2, languages="nl"), *people(2, first=3, languages="en nl")),
                tuple(team(number, common_language=True) for number in (1, 2)),
                together=(PAIR,),
            ),
            (Hard.LANGUAGE,),
        ),
        (Facts((*people(2), *people(2, "law", 3)), (team(1, largest=2, rules=[TWO_FIELDS]),) * 2, together=(PAIR,)), (Hard.COMPOSITION,)),
    ],
)
def test_a_group_that_fits_nowhere(facts, hard):
    found = reasons(facts)
    assert [(one.kind, one.hard) for one in found] == [(Kind.GROUP, hard)]
    assert set(found[0].students) >= PAIR


def test_pins_that_contradict_what_is_kept_together():
    found = reasons(Facts(people(4), (team(1), team(2)), together=(PAIR,), placed={1: 1, 2: 2}))
    assert found[0] == Obstacle(Kind.PINNED, students=(1, 2), teams=(1, 2), hard=(Hard.TOGETHER, Hard.PINNED))


def test_more_pinned_to_a_team_than_it_holds():
    found = reasons(Facts(people(5), (team(1), team(2)), placed=dict.fromkeys(range(1, 5), 1)))
    remedies = (Remedy(Change.LARGEST, 4),)
    assert found == [Obstacle(Kind.PINNED, 4, students=(1, 2, 3, 4), teams=(1,), hard=(Hard.LARGEST,), remedies=remedies)]


def test_a_mark_that_one_person_has_is_told_without_number_or_name():
    assert reasons(Facts((*people(3), student(4, marks=["m"])), (team(1), team(2)))) == [
        Obstacle(Kind.CONFIDENTIAL, hard=(Hard.CONFIDENTIAL,))
    ]


def test_who_may_join_no_challenge_is_named():
    found = reasons(Facts((*people(3), student(4, barred=[1, 2])), (team(1), team(2, 2))))
    assert found == [Obstacle(Kind.GROUP, 1, students=(4,), hard=(Hard.BARRED,))]


def test_more_who_may_only_join_one_challenge_than_it_has_seats():
    """Four who may join the first alone, which has room for three."""
    found = reasons(Facts(tuple(student(number, barred=[2]) for number in range(1, 5)), (team(1), team(2, 2, smallest=1))))[0]
    assert (found.kind, found.students) == (Kind.TOGETHER, (1, 2, 3, 4))
    assert Hard.BARRED in found.hard
    assert Remedy(Change.WITHOUT, hard=Hard.BARRED) in found.remedies


def test_rules_that_only_together_cannot_hold():
    """Three who are kept apart from each other, and two teams: no counting sees it."""
    apart = frozenset(frozenset(pair) for pair in ((1, 2), (1, 3), (2, 3)))
    found = reasons(Facts(people(4), (team(1), team(2)), apart=apart))[0]
    assert (found.kind, found.students) == (Kind.TOGETHER, (1, 2, 3))
    assert set(found.hard) == {Hard.APART}
    assert found.remedies == (Remedy(Change.WITHOUT, hard=Hard.APART),)


def test_how_many_more_would_help_is_tried():
    """Each of two teams needs law and speaks one language; those of law speak Dutch alone, the others English alone."""
    rule = From("field", "law", 1)
    english, dutch = people(2, languages="en"), (student(8, "law", languages="nl"), student(9, "law", languages="nl"))
    asked = [team(number, rules=[rule], common_language=True) for number in (1, 2)]
    found = reasons(Facts((*english, *dutch), tuple(asked)))[0]
    assert set(found.hard) >= {Hard.LANGUAGE, Hard.COMPOSITION}
    assert Remedy(Change.MORE_STUDENTS, 1, "field", "law") in found.remedies


def test_beside_a_rule_on_marks_nobody_is_named():
    facts = Facts((student(1, marks=["m"]), student(2, marks=["m"]), *people(2, first=3)), (team(1), team(2)), apart=frozenset({PAIR}))
    found = reasons(facts)[0]
    assert Hard.CONFIDENTIAL in found.hard
    assert found.students == ()


def test_what_is_too_large_to_decide_is_not_called_impossible(monkeypatch):
    monkeypatch.setattr("challenges.matching.decide.MOST_PLACES", 1)
    facts = Facts((*people(2), *people(2, "law", 3)), tuple(team(one, rules=[Different("field", 2)]) for one in (1, 2)))
    found = decide(facts, {1: 1, 2: 1, 3: 2, 4: 2})
    assert not found.proved
    assert found.obstacles == (Obstacle(Kind.UNDECIDED, teams=(1, 2), rules=(Different("field", 2),), hard=(Hard.COMPOSITION,)),)


def test_without_students_there_is_nothing_to_place():
    assert propose(Facts((), (team(1, empty=True),)), seed=1) == Proposal({}, 0, 0)
    assert reasons(Facts((), (team(1),)))[0].kind == Kind.MANY_SEATS
    assert reasons(Facts(people(1), ()))[0].kind == Kind.FEW_SEATS
