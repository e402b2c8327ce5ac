"""The meter of a team: the solver's own judgement, in words, for the team and for the office."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Faculty
from challenges import matching
from challenges.actions import teams
from challenges.enums import Mode, RuleKind, Trait
from challenges.models import CompositionRule
from challenges.queries import composition
from challenges.queries.office_teams import team_rows
from challenges.queries.team_page import team_page
from tests.factories import InstitutionFactory, coordinator, make_team, published_challenge, student

DISTINCT, FROM, SAME, LANGUAGE = RuleKind.DISTINCT, RuleKind.FROM, RuleKind.SAME, RuleKind.LANGUAGE
BROAD = Trait.DISCIPLINE_BROAD


def person(**profile):
    found = student()
    for name, value in profile.items():
        setattr(found.profile, name, value)
    found.profile.save()
    return found


def ask(challenge, kind, trait="", value="", number=None):
    return CompositionRule.objects.create(challenge=challenge, kind=kind, trait=trait, value=value, number=number)


@pytest.fixture
def challenge(db):
    return published_challenge(slug="open", mode=Mode.TEAM, team_min=2, team_max=4)


def judged(team, now):
    (rule,) = team_page(team, team.participations.first().user, now).meter.rules
    return rule


@pytest.mark.django_db
class TestTeamPage:
    def test_there_is_none_without_rules_and_for_who_works_alone(self, challenge, now):
        team, alone = make_team(challenge, student()), make_team(challenge, student(), solo=True)

        assert team_page(team, student(), now).meter is None
        ask(challenge, LANGUAGE)
        assert team_page(alone, student(), now).meter is None

    def test_different_fields(self, challenge, now):
        ask(challenge, DISTINCT, BROAD, number=3)
        team = make_team(challenge, person(discipline="0511"), person(discipline="0533"), person(discipline="0912"))

        rule = judged(team, now)

        assert (rule.done, rule.value, rule.max, rule.words, rule.missing) == (False, 2, 3, "2 of 3", "1 more is missing.")

    def test_somebody_from_a_faculty_an_institution_counting_as_one_where_it_has_none(self, challenge, now):
        utrecht = InstitutionFactory()
        science = Faculty.objects.create(institution=utrecht, name="Science")
        ask(challenge, FROM, Trait.FACULTY, "Science (Utrecht University)", 1)
        team = make_team(challenge, person(faculty=None))
        assert not judged(team, now).done

        make_team(challenge, person(faculty=science))
        assert judged(challenge.teams.last(), now).done

    def test_a_programme_of_study_in_any_case(self, challenge, now):
        ask(challenge, FROM, Trait.PROGRAMME_OF_STUDY, "Innovation Sciences", 1)
        team = make_team(challenge, person(programme_of_study="innovation  SCIENCES"))

        assert judged(team, now).done

    def test_too_many_of_the_same_says_of_what(self, challenge, now):
        ask(challenge, SAME, BROAD, number=1)
        team = make_team(challenge, person(discipline="0912"), person(discipline="0913"))

        rule = judged(team, now)

        assert (rule.done, rule.words, rule.missing) == (False, "2, at most 1", "2 members share this: Health and welfare.")

    def test_a_language_that_all_speak(self, challenge, now):
        ask(challenge, LANGUAGE)
        team = make_team(challenge, person(languages=["en", "nl"]), person(languages=["nl", "de"]))
        assert (judged(team, now).done, judged(team, now).words) == (True, "Dutch")

        other = make_team(challenge, person(languages=["en"]), person(languages=["nl"]))
        assert (judged(other, now).done, judged(other, now).words) == (False, "none")

    def test_the_page_shows_it_in_words_to_the_team_and_to_its_coach(self, challenge, as_):
        ask(challenge, DISTINCT, BROAD, number=2)
        member, office = person(), coordinator()
        team = make_team(challenge, member)

        for reader, path in ((member, "/challenges/open/team/"), (office, f"/challenges/open/team/{team.pk}/")):
            page = as_(reader).get(path).content.decode()
            assert "1 rule is not met yet." in page
            assert "At least 2 different broad fields of study" in page
            assert "1 of 2" in page

    def test_an_invitation_tells_nothing_of_who_was_invited(self, challenge, as_, now):
        ask(challenge, DISTINCT, BROAD, number=2)
        member, invited = person(discipline="0511"), person(discipline="0912")
        team = make_team(challenge, member)
        before = judged(team, now)

        teams.invite(team=team, email=invited.email, by=member, now=now)

        assert judged(team, now) == before


@pytest.mark.django_db
class TestOffice:
    def test_the_list_of_teams_names_the_rules_that_are_not_met(self, challenge, as_):
        ask(challenge, DISTINCT, BROAD, number=2)
        ask(challenge, LANGUAGE)
        make_team(challenge, person(discipline="0511"), person(discipline="0533"))
        make_team(challenge, person(discipline="0511"), person(discipline="0912"))
        make_team(challenge, person(), solo=True)

        assert [row.unmet for row in team_rows(challenge)] == ["At least 2 different broad fields of study", "", ""]
        page = as_(coordinator()).get("/manage/challenges/open/teams/").content.decode()
        assert "1 does not meet the rules of composition." in page
        assert "Not met: At least 2 different broad fields of study" in page

    def test_it_costs_the_same_for_many(self, challenge, django_assert_num_queries):
        ask(challenge, LANGUAGE)
        for _number in range(3):
            make_team(challenge, person(), person())

        with django_assert_num_queries(1):
            team_rows(challenge)


VALUES = st.sampled_from(["a", "b", "c"])
MEMBERS = st.lists(st.tuples(VALUES, st.frozensets(st.sampled_from(["en", "nl"]), min_size=1)), max_size=6)
RULES = st.one_of(
    st.builds(lambda n: ("distinct", "faculty", "", n), st.integers(2, 4)),
    st.builds(lambda v, n: ("from", "faculty", v, n), VALUES, st.integers(1, 4)),
    st.builds(lambda n: ("same", "faculty", "", n), st.integers(1, 4)),
    st.just(("language", "", "", None)),
)


class TestOneJudgement:
    @given(members=MEMBERS, rules=st.lists(RULES, min_size=1, max_size=4, unique_by=lambda one: one[:3]))
    def test_the_meter_says_what_the_audit_of_a_placement_says(self, members, rules):
        students = [matching.Student(n, {"faculty": value}, spoken) for n, (value, spoken) in enumerate(members)]
        kept = [CompositionRule(kind=kind, trait=trait, value=value, number=number) for kind, trait, value, number in rules]
        asked = composition.composition_of(SimpleNamespace(team_min=1, team_max=20), kept)
        team = matching.Team(1, 1, asked, empty=True)
        facts = matching.Facts(tuple(students), (team,))

        said = composition.meter(kept, [composition.Named(str(one.id), one) for one in students])

        broken = matching.audit(facts, {one.id: 1 for one in students})
        assert not members or bool(said.broken) == bool(broken)

    @given(members=MEMBERS.filter(bool), rule=RULES, value=VALUES)
    def test_who_is_said_to_help_brings_it_nearer_by_one(self, members, rule, value):
        students = [matching.Student(n, {"faculty": held}, spoken) for n, (held, spoken) in enumerate(members)]
        one = matching.Student(99, {"faculty": value}, frozenset({"en"}))
        kept = CompositionRule(kind=rule[0], trait=rule[1], value=rule[2], number=rule[3])
        before, after = (
            composition.meter([kept], [composition.Named("", student) for student in team]).rules[0]
            for team in (students, [*students, one])
        )

        if composition.helps(kept, students, one):
            assert not before.done
            assert after.value == before.value + 1
