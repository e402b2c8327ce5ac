"""The rules for the composition of a team: written, checked, published, loosened, copied, told."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.enums import disciplines
from challenges.actions import copies
from challenges.enums import Mode, RuleKind, Section, Trait
from challenges.models import CompositionRule, PublishedChange
from challenges.queries.changes import published_changes
from challenges.queries.checklist import missing
from challenges.queries.composition_words import rule_words
from challenges.queries.reading import part
from challenges.rules.composition import faults
from challenges.rules.typed import RuleTyped
from tests.challenges.typed import posted
from tests.factories import InstitutionFactory, published_challenge, staff_of
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db

DISTINCT, FROM, SAME, LANGUAGE = RuleKind.DISTINCT, RuleKind.FROM, RuleKind.SAME, RuleKind.LANGUAGE
BROAD, NARROW, DETAILED = Trait.DISCIPLINE_BROAD, Trait.DISCIPLINE_NARROW, Trait.DISCIPLINE_DETAILED


@pytest.fixture
def draft():
    return complete(slug="draft", mode=Mode.TEAM, team_min=3, team_max=4)


@pytest.fixture
def editor(draft):
    return staff_of(draft.organisation)


@pytest.fixture
def save(as_, editor, draft):
    def act(challenge=None, **changes):
        challenge = challenge or draft
        return as_(editor).post(f"/challenges/{challenge.slug}/edit/audience/", posted(challenge, "audience", **changes))

    return act


def rules(challenge):
    return list(challenge.composition_rules.values_list("kind", "trait", "value", "number"))


def with_rule(challenge, *rule):
    return CompositionRule.objects.create(challenge=challenge, **dict(zip(("kind", "trait", "value", "number"), rule, strict=True)))


class TestWriting:
    def test_each_kind_with_the_fields_that_it_needs(self, save, draft):
        InstitutionFactory(name="Utrecht University")
        answer = save(
            composition__count=5,
            **{"composition-0-kind": "distinct", "composition-0-trait": "discipline_broad", "composition-0-number": "2"},
            **{"composition-1-kind": "from", "composition-1-named": "institution:Utrecht University", "composition-1-number": "1"},
            **{"composition-2-kind": "from", "composition-2-programme": " Innovation  Sciences ", "composition-2-number": "1"},
            **{"composition-3-kind": "language"},
            **{"composition-4-kind": "", "composition-4-number": ""},
        )

        assert answer.status_code == 302
        assert rules(draft) == [
            ("distinct", "discipline_broad", "", 2),
            ("from", "institution", "Utrecht University", 1),
            ("from", "programme_of_study", "Innovation Sciences", 1),
            ("language", "", "", None),
        ]

    def test_what_was_written_stands_in_the_form_and_is_kept_by_the_next_save(self, save, draft):
        with_rule(draft, FROM, NARROW, "091", 2)
        with_rule(draft, SAME, Trait.FACULTY, "", 2)

        save(seats="30")

        assert rules(draft) == [("from", "discipline_narrow", "091", 2), ("same", "faculty", "", 2)]

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            ({"kind": "distinct", "trait": "faculty"}, "number"),
            ({"kind": "distinct", "trait": "faculty", "number": "1"}, "number"),
            ({"kind": "distinct", "number": "2"}, "trait"),
            ({"kind": "from", "number": "2"}, "named"),
            ({"kind": "from", "number": "2", "named": "discipline_broad:09", "programme": "Law"}, "named"),
            ({"kind": "from", "number": "2", "named": "discipline_broad:77"}, "named"),
            ({"number": "2"}, "kind"),
            ({"kind": "distinct", "trait": "faculty", "number": "5"}, "number"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(self, save, draft, row, field):
        answer = save(composition__count=1, **{f"composition-0-{name}": value for name, value in row.items()})

        assert answer.status_code == 422
        (shown,) = answer.context["form"].rows.forms
        assert list(shown.errors) == [field]
        assert {name: shown[name].value() for name in row} == row
        assert rules(draft) == []

    def test_rows_are_added_and_removed_by_buttons_without_losing_what_was_typed(self, save):
        typed = {"composition-0-kind": "language", "composition-1-kind": "distinct", "composition-1-number": "3"}

        more = save(composition__count=2, again="composition-add", seats="33", **typed).context["form"]
        less = save(composition__count=2, again="composition-remove-0", **typed).context["form"]
        recounted = save(composition__count=2, again="recount", **typed).context["form"]

        assert [row["kind"].value() for row in more.rows.forms] == ["language", "distinct", None]
        assert more["seats"].value() == "33"
        assert [(row["kind"].value(), row["number"].value()) for row in less.rows.forms] == [("distinct", "3")]
        assert len(recounted.rows.forms) == 2

    def test_no_more_than_eight(self, save):
        answer = save(composition__count=9, again="composition-add")

        assert len(answer.context["form"].rows.forms) == 8
        assert 'value="composition-add"' not in answer.content.decode()

    def test_who_works_alone_is_asked_for_no_composition(self, save, draft):
        with_rule(draft, LANGUAGE, "", "", None)

        save(mode="solo")

        assert rules(draft) == []


class TestWhatFits:
    @pytest.mark.parametrize(
        "asked",
        [
            [(FROM, BROAD, "09", 5)],
            [(DISTINCT, Trait.FACULTY, "", 5)],
            [(DISTINCT, BROAD, "", 12)],
            [(FROM, NARROW, "091", 3), (SAME, BROAD, "", 2)],
            [(FROM, Trait.FACULTY, "Science (UU)", 3), (SAME, Trait.INSTITUTION, "", 2)],
            [(FROM, Trait.FACULTY, "Science (UU)", 2), (FROM, Trait.FACULTY, "Law (UU)", 2), (DISTINCT, Trait.FACULTY, "", 3)],
            [(LANGUAGE, "", "", None), (LANGUAGE, "", "", None)],
            [(FROM, Trait.PROGRAMME_OF_STUDY, "Law", 1), (FROM, Trait.PROGRAMME_OF_STUDY, "law", 2)],
            [(SAME, trait, "", 2) for trait in Trait] + [(DISTINCT, trait, "", 2) for trait in (BROAD, NARROW, DETAILED)],
        ],
    )
    def test_what_no_team_of_four_can_meet_is_refused(self, asked):
        assert faults([RuleTyped(*one) for one in asked], 4)

    @pytest.mark.parametrize(
        "asked",
        [
            [(FROM, BROAD, "09", 2), (FROM, NARROW, "091", 2), (DISTINCT, BROAD, "", 3)],
            [(FROM, NARROW, "091", 2), (SAME, BROAD, "", 2), (LANGUAGE, "", "", None)],
            [(SAME, NARROW, "", 1), (FROM, BROAD, "09", 4)],
        ],
    )
    def test_what_a_team_of_four_can_meet_is_not(self, asked):
        assert faults([RuleTyped(*one) for one in asked], 4) == []

    def test_no_more_different_fields_than_there_are_however_large_the_team(self, save, draft):
        row = {"composition-0-kind": "distinct", "composition-0-trait": "discipline_broad", "composition-0-number": "20"}

        answer = save(composition__count=1, team_max="20", **row)

        (shown,) = answer.context["form"].rows.forms
        assert shown.errors == {"number": [f"There are only {len(disciplines.BROAD)} of these."]}
        assert rules(draft) == []

    def test_a_draft_whose_team_became_too_small_for_its_rules_is_not_complete(self, draft, now):
        with_rule(draft, DISTINCT, Trait.FACULTY, "", 4)
        assert missing(draft, now) == []

        draft.team_max = 3
        assert [item.words for item in missing(draft, now)] == ["Rules for teams that a team can meet"]

    @pytest.mark.parametrize(
        "rule",
        [
            (LANGUAGE, "", "", 2),
            (DISTINCT, "", "", 2),
            (DISTINCT, Trait.FACULTY, "", 1),
            (DISTINCT, Trait.FACULTY, "Law", 2),
            (FROM, Trait.FACULTY, "", 1),
            (FROM, BROAD, "091", 1),
            (FROM, "shoe_size", "40", 1),
            (SAME, Trait.FACULTY, "", 0),
            (SAME, Trait.FACULTY, "", None),
            ("most", Trait.FACULTY, "", 1),
        ],
    )
    def test_the_database_takes_no_rule_that_says_nothing(self, draft, rule):
        with pytest.raises(IntegrityError), transaction.atomic():
            with_rule(draft, *rule)

    def test_nor_the_same_twice(self, draft):
        with_rule(draft, FROM, BROAD, "09", 1)
        with pytest.raises(IntegrityError), transaction.atomic():
            with_rule(draft, FROM, BROAD, "09", 2)


class TestPublished:
    @pytest.fixture
    def challenge(self, draft):
        challenge = published_challenge(slug="open", organisation=draft.organisation, mode=Mode.TEAM, team_min=3, team_max=4)
        with_rule(challenge, DISTINCT, Trait.FACULTY, "", 3)
        with_rule(challenge, SAME, BROAD, "", 2)
        return challenge

    def test_rules_may_become_easier_and_go_and_that_is_listed_in_words(self, save, challenge):
        row = {"composition-0-kind": "distinct", "composition-0-trait": "faculty", "composition-0-number": "2"}
        gone = {f"composition-1-{name}": None for name in ("kind", "trait", "number")}

        assert save(challenge, composition__count=1, **row, **gone).status_code == 302

        assert rules(challenge) == [("distinct", "faculty", "", 2)]
        assert [(one.label, one.before, one.after) for one in published_changes(challenge.changes.all())] == [
            ("Composition of a team", "At least 3 different faculties", "At least 2 different faculties"),
            ("Composition of a team", "At most 2 people with the same broad field of study", ""),
        ]

    @pytest.mark.parametrize(
        "row",
        [
            {"composition-0-number": "4"},
            {"composition-1-number": "1"},
            {"composition-1-trait": "discipline_narrow"},
            {"composition-count": "3", "composition-2-kind": "language"},
        ],
    )
    def test_but_never_harder(self, save, challenge, row):
        before = rules(challenge)

        assert save(challenge, **row).status_code == 422

        assert rules(challenge) == before
        assert PublishedChange.objects.count() == 0

    def test_they_stand_on_the_page_of_the_challenge(self, client, challenge):
        page = client.get("/challenges/open/").content.decode()

        assert "At least 3 different faculties; At most 2 people with the same broad field of study" in page

    def test_a_copy_has_them_too(self, challenge, editor, now):
        copied = copies.copy(challenge=challenge, title="Again", by=editor, now=now)

        assert rules(copied) == rules(challenge)


class TestWords:
    @pytest.mark.parametrize(
        ("rule", "english", "dutch"),
        [
            ((DISTINCT, DETAILED, "", 3), "At least 3 different disciplines", "Ten minste 3 verschillende disciplines"),
            (
                (FROM, BROAD, "07", 1),
                "At least 1 person from Engineering, manufacturing and construction",
                "Ten minste 1 persoon van Techniek, industrie en bouwkunde",
            ),
            ((FROM, Trait.FACULTY, "Science (UU)", 2), "At least 2 people from Science (UU)", "Ten minste 2 mensen van Science (UU)"),
            ((SAME, Trait.INSTITUTION, "", 1), "At most 1 person of the same institution", "Hoogstens 1 persoon van dezelfde instelling"),
            ((LANGUAGE, "", "", None), "A language that all members speak", "Een taal die alle leden spreken"),
        ],
    )
    def test_in_both_languages(self, rule, english, dutch):
        assert rule_words(RuleTyped(*rule)) == english
        with translation.override("nl"):
            assert rule_words(RuleTyped(*rule)) == dutch

    def test_who_approves_reads_them(self, draft):
        with_rule(draft, FROM, BROAD, "09", 1)

        assert ("Composition of a team", "At least 1 person from Health and welfare") in part(draft, Section.AUDIENCE).facts
