"""Programmes, the home page and an organisation's public page."""

import datetime as dt

import pytest

from challenges.enums import ChallengeState, Phase
from challenges.queries.programmes import programme_page, with_counts
from partners.enums import MemberRole
from tests.factories import (
    MilestoneFactory,
    OrganisationFactory,
    ProgrammeFactory,
    coordinator,
    join,
    make_team,
    published_challenge,
    staff_of,
    student,
)
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def read(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def edition(slug="bitt", **fields):
    return ProgrammeFactory(slug=slug, **fields)


def finished(**fields):
    challenge = published_challenge(**fields)
    now = challenge.published_at
    type(challenge).objects.filter(pk=challenge.pk).update(join_until=now - 60 * DAY, starts_on=(now - 60 * DAY).date())
    challenge.milestones.update(deadline=now - 20 * DAY)
    return challenge


class TestProgrammes:
    def test_an_edition_shows_its_host_dates_challenges_and_how_many_take_part(self, client, now):
        programme = edition(
            name="BITT 2027", host=OrganisationFactory(name="Roche Nederland"), description="**Twelve** weeks.", is_demo=True
        )
        challenge = published_challenge(title="Open one", programme=programme)
        make_team(challenge, student(), student())
        make_team(challenge, student(), solo=True)
        gone = join(make_team(published_challenge(programme=programme)), student())
        gone.left_at = now + DAY
        gone.save()
        complete(title="A draft", programme=programme)
        page = read(client, "/programmes/bitt/")
        for words in ("BITT 2027", "Roche Nederland", "<strong>Twelve</strong>", "Open one", "Demo", "Under way until"):
            assert words in page
        assert "A draft" not in page
        shown = dict(programme_page(with_counts(type(programme).objects).get(), now).facts)
        assert (shown["Students"], shown["Teams"], shown["Challenges"]) == ("3", "1", "2")

    def test_a_finished_one_shows_its_true_dates(self, client):
        edition(name="BITT 2023", starts_on=dt.date(2023, 2, 6), ends_on=dt.date(2023, 4, 14))
        page = read(client, "/programmes/bitt/")
        assert "Finished on 14 April 2023" in page
        assert "6 February – 14 April 2023" in page
        assert "No challenges published yet" in page

    def test_one_that_has_not_begun_says_when(self, client, now):
        edition(starts_on=dt.date(2098, 1, 6), ends_on=dt.date(2098, 4, 14))
        assert "Starts on 6 January 2098" in read(client, "/programmes/bitt/")
        assert "Starts later" in read(client, "/programmes/")

    def test_its_timeline_holds_start_phases_and_end(self, now):
        programme = edition(starts_on=(now - 5 * DAY).date(), ends_on=(now + 60 * DAY).date())
        challenge = published_challenge(programme=programme)
        MilestoneFactory(challenge=challenge, phase=Phase.ACT, deadline=now + 50 * DAY)
        steps = programme_page(with_counts(type(programme).objects).get(), now).steps
        assert [(step.title, step.state) for step in steps] == [
            ("Start", "past"),
            ("Engage", "current"),
            ("Act", "future"),
            ("End", "future"),
        ]
        assert "–" in steps[2].when
        later = programme_page(with_counts(type(programme).objects).get(), now + 90 * DAY).steps
        assert {step.state for step in later} == {"past"}

    def test_the_list_has_what_is_on_first(self, client):
        edition("old", name="Old", starts_on=dt.date(2021, 1, 1), ends_on=dt.date(2021, 2, 1))
        edition("next", name="Next", starts_on=dt.date(2098, 1, 1), ends_on=dt.date(2098, 2, 1))
        edition("present", name="Present")
        page = read(client, "/programmes/")
        assert page.index("Present") < page.index("Next") < page.index("Old")

    def test_without_any_it_says_where_to_go(self, client):
        assert "Challenges can be joined without one" in read(client, "/programmes/")
        assert client.get("/programmes/nothing/").status_code == 404

    @pytest.mark.parametrize("items", [1, 3])
    def test_queries_stay_the_same(self, items, client, django_assert_num_queries):
        for number in range(items):
            programme = edition(f"edition-{number}")
            make_team(published_challenge(programme=programme), student())
            make_team(published_challenge(programme=edition() if number == 0 else type(programme).objects.get(slug="bitt")), student())
        with django_assert_num_queries(1):
            client.get("/programmes/")
        with django_assert_num_queries(5):
            client.get("/programmes/bitt/")


class TestHome:
    def test_shows_what_closes_soonest_and_what_came_out_last(self, client, now):
        for number in range(6):
            published_challenge(title=f"Open {number}", join_until=now + (9 - number) * DAY)
        released = finished(title="Released")
        released.milestones.filter(assessed=True).update(released_at=now, released_by=released.faculty_owner)
        finished(title="Over")
        edition(name="BITT 2027")
        page = read(client, "/")
        assert page.index("Open 5") < page.index("Open 4") < page.index("Open 3") < page.index("Open 2")
        assert "Open 1" not in page
        assert "All 6 challenges that are open to join" in page
        assert "Released" in page
        assert "Over" not in page
        assert "BITT 2027" in page

    def test_says_what_to_do_while_nothing_is_open(self, client):
        assert "Nothing is open to join at the moment" in read(client, "/")

    @pytest.mark.parametrize("items", [1, 3])
    def test_queries_stay_the_same(self, items, client, django_assert_num_queries):
        for number in range(items):
            make_team(published_challenge(programme=edition(f"edition-{number}")), student())
        with django_assert_num_queries(4):
            client.get("/")


class TestPartnerPage:
    @pytest.fixture
    def roche(self):
        return OrganisationFactory(
            slug="roche",
            name="Roche Nederland",
            description="Makes **medicines**.",
            website="https://www.roche.nl",
            ror="https://ror.org/00by1q217",
        )

    def test_shows_what_it_is_and_what_it_brings_in(self, client, roche, now):
        published_challenge(title="Open one", organisation=roche)
        finished(title="Old one", organisation=roche)
        complete(title="A draft", organisation=roche)
        published_challenge(title="Somebody else's")
        cancelled = {"state": ChallengeState.CANCELLED, "cancelled_at": now, "cancel_reason": "x"}
        published_challenge(title="Called off", organisation=roche, **cancelled)
        edition(name="BITT 2027", host=roche)
        page = read(client, "/partners/roche/")
        for words in ("Industry", "<strong>medicines</strong>", "https://www.roche.nl", "https://ror.org/00by1q217", "BITT 2027"):
            assert words in page
        assert page.index("Open one") < page.index("Old one")
        for words in ("A draft", "Somebody else", "Called off", "Edit this page", "Write a challenge"):
            assert words not in page

    def test_its_own_people_and_the_office_find_their_links(self, as_, roche):
        pages = {role: read(as_(staff_of(roche, role)), "/partners/roche/") for role in MemberRole}
        assert "/challenges/new/?organisation=roche" in pages[MemberRole.OWNER]
        assert "/partners/roche/edit/" in pages[MemberRole.OWNER]
        assert "/challenges/new/?organisation=roche" in pages[MemberRole.EDITOR]
        assert "/partners/roche/edit/" not in pages[MemberRole.EDITOR]
        assert "/challenges/new/" not in pages[MemberRole.MENTOR]
        assert "/partners/roche/staff/" in pages[MemberRole.MENTOR]
        office = read(as_(coordinator()), "/partners/roche/")
        assert "/partners/roche/edit/" in office
        assert "/challenges/new/" not in office
        other = read(as_(staff_of(OrganisationFactory(), MemberRole.OWNER)), "/partners/roche/")
        assert "/partners/roche/" not in other

    def test_many_finished_ones_lead_to_the_catalogue(self, client, roche):
        for number in range(11):
            finished(title=f"Old {number}", organisation=roche)
        page = read(client, "/partners/roche/")
        assert "Show all 11 finished challenges" in page
        assert "/challenges/?status=finished&amp;organisation=roche" in page
        assert "Nothing open at the moment" in page

    def test_one_that_does_not_exist_is_not_found(self, client):
        assert client.get("/partners/nobody/").status_code == 404

    @pytest.mark.parametrize("items", [1, 3])
    def test_queries_stay_the_same(self, items, client, roche, django_assert_num_queries):
        for number in range(items):
            make_team(published_challenge(organisation=roche), student())
            finished(organisation=roche)
            edition(f"edition-{number}", host=roche)
        with django_assert_num_queries(5):
            client.get("/partners/roche/")
