"""The office makes and edits programmes."""

import datetime as dt

import pytest
from django.db.models.deletion import ProtectedError

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from challenges.actions import programmes
from challenges.models import Programme, Wish
from tests.factories import (
    ChallengeFactory,
    OrganisationFactory,
    ProgrammeFactory,
    coordinator,
    enrol,
    faculty,
    open_edition,
    published_challenge,
    staff_of,
    student,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return coordinator()


def typed(**changes):
    host = changes.pop("host", None) or OrganisationFactory()
    return {
        "name": "BITT 2027",
        "slug": "",
        "host": host.pk,
        "summary": "Eleven challenges.",
        "description": "One\r\ntwo",
        "starts_on": "2027-01-11",
        "ends_on": "2027-06-30",
    } | changes


def test_made_with_an_address_from_its_name(as_, office):
    answer = as_(office).post("/manage/programmes/new/", typed(), follow=True)

    made = Programme.objects.get()
    assert (made.slug, made.description, made.ends_on) == ("bitt-2027", "One\ntwo", dt.date(2027, 6, 30))
    assert "“BITT 2027” is there." in answer.content.decode()
    assert Entry.objects.get().action == "programme.created"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"slug": "with space"}, "slug"),
        ({"slug": "taken"}, "slug"),
        ({"name": "Taken", "slug": "free"}, "name"),
        ({"ends_on": "2027-01-10"}, "ends_on"),
        ({"starts_on": "11-01-2027"}, "starts_on"),
        ({"host": type("Gone", (), {"pk": 0})}, "host"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(as_, office, changes, field):
    ProgrammeFactory(slug="taken", name="Taken")

    answer = as_(office).post("/manage/programmes/new/", typed(**changes))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Eleven challenges." in answer.content.decode()
    assert Programme.objects.count() == 1


def test_a_name_of_signs_alone_still_gets_an_address(as_, office):
    as_(office).post("/manage/programmes/new/", typed(name="药"))

    assert Programme.objects.get().slug == "programme"


def test_edited_its_address_stays_and_the_trail_says_what_changed(as_, office):
    programme = ProgrammeFactory(
        slug="bitt", name="Old", description="One\ntwo", starts_on=dt.date(2027, 1, 11), ends_on=dt.date(2027, 6, 30)
    )
    values = typed(host=programme.host, summary=programme.summary, slug="other")

    page = as_(office).get("/manage/programmes/bitt/")
    as_(office).post("/manage/programmes/bitt/", values)
    as_(office).post("/manage/programmes/bitt/", values)

    programme.refresh_from_db()
    assert "2027-01-11" in page.content.decode()
    assert (programme.slug, programme.name) == ("bitt", "BITT 2027")
    assert Entry.objects.get().detail == {"changed": {"name": ["Old", "BITT 2027"]}}


def test_a_name_that_another_has(as_, office):
    ProgrammeFactory(name="Taken")
    programme = ProgrammeFactory(slug="mine")

    answer = as_(office).post("/manage/programmes/mine/", typed(name="Taken"))

    assert answer.status_code == 422
    assert "Another programme has this name" in answer.content.decode()
    programme.refresh_from_db()
    assert programme.name != "Taken"


def test_an_action_refuses_a_taken_address(office, now):
    taken = ProgrammeFactory()
    values = {field: getattr(taken, field) for field in programmes.FIELDS} | {"name": "Free"}

    with pytest.raises(Refusal) as refused:
        programmes.create(slug=taken.slug, values=values, by=office, now=now)
    assert refused.value.field == "slug"


def test_the_list_counts_challenges(as_, office):
    programme = ProgrammeFactory(name="Mine")
    ChallengeFactory(programme=programme)

    page = as_(office).get("/manage/programmes/")

    assert [(one.name, one.size) for one in page.context["page"]] == [("Mine", 1)]
    with pytest.raises(ProtectedError):
        programme.delete()


def test_who_saves_on_top_of_a_newer_text_is_told_loses_nothing_and_may_replace_it(as_, office):
    programme, client = ProgrammeFactory(slug="mine"), as_(office)
    opened = client.get("/manage/programmes/mine/").context["form"]["seen"].value()
    client.post("/manage/programmes/mine/", typed(summary="Theirs.", seen=opened))

    told = client.post("/manage/programmes/mine/", typed(summary="Mine.", seen=opened))
    programme.refresh_from_db()
    assert (told.status_code, programme.summary) == (422, "Theirs.")
    assert "Somebody else saved this after you opened the page." in told.content.decode()
    assert told.context["form"]["summary"].value() == "Mine."

    client.post("/manage/programmes/mine/", typed(summary="Mine.", seen=told.context["form"]["seen"].value()))
    programme.refresh_from_db()
    assert programme.summary == "Mine."


def test_an_empty_list_says_what_to_do(as_, office):
    assert "No programmes yet" in as_(office).get("/manage/programmes/").content.decode()


@pytest.mark.parametrize("path", ["", "new/", "mine/"])
@pytest.mark.parametrize("who", [faculty, student, lambda: staff_of(OrganisationFactory())])
def test_nobody_else(as_, who, path):
    ProgrammeFactory(slug="mine")

    assert as_(who()).get(f"/manage/programmes/{path}").status_code == 404


def test_no_such_programme(as_, office):
    assert as_(office).get("/manage/programmes/gone/").status_code == 404


def test_constant_queries(as_, office, django_assert_num_queries):
    client = as_(office)
    ProgrammeFactory()
    client.get("/manage/programmes/")
    with django_assert_num_queries(4):
        client.get("/manage/programmes/")
    ProgrammeFactory()
    ProgrammeFactory()
    with django_assert_num_queries(4):
        client.get("/manage/programmes/")


class TestJoining:
    def test_moments_and_ranking_are_kept(self, as_, office):
        as_(office).post("/manage/programmes/new/", typed(join_until="2027-01-08T17:00", ranking="points", points="60"))

        made = Programme.objects.get()
        assert made.join_until == made.ranks_until == dt.datetime(2027, 1, 8, 16, tzinfo=dt.UTC)
        assert (made.ranking, made.points) == ("points", 60)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"ranks_until": "2027-01-08T17:00"}, "join_until"),
            ({"join_until": "2027-01-08T17:00", "ranks_until": "2027-01-08T16:59"}, "ranks_until"),
            ({"join_until": "2027-01-08T17:00", "ranks_until": "2027-07-01T00:00"}, "ranks_until"),
            ({"join_until": "2027-07-01T00:00"}, "ranks_until"),
            ({"points": "0"}, "points"),
            ({"ranking": "dice"}, "ranking"),
        ],
    )
    def test_moments_fit_each_other(self, as_, office, changes, field):
        answer = as_(office).post("/manage/programmes/new/", typed(**changes))

        assert field in answer.context["form"].errors
        assert not Programme.objects.exists()

    def test_what_students_build_on_stays(self, as_, office):
        edition = open_edition(ranking="points", points=100)
        challenge = published_challenge(programme=edition)
        enrolment = enrol(edition, student())
        Wish.objects.create(enrolment=enrolment, challenge=challenge, points=80)
        stored = {field: getattr(edition, field) for field in programmes.FIELDS}
        for changes, field in (
            ({"join_until": None, "ranks_until": None}, "join_until"),
            ({"ranking": "order"}, "ranking"),
            ({"points": 79}, "points"),
        ):
            with pytest.raises(Refusal) as no:
                programmes.edit(programme=edition, values=stored | changes, seen="", by=office, now=edition.join_until)
            assert no.value.field == field
        programmes.edit(programme=edition, values=stored | {"points": 80}, seen="", by=office, now=edition.join_until)
