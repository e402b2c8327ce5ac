"""The catalogue: what is found, how it is counted, and that no address breaks it."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.utils import timezone

from accounts.enums import Level
from challenges.enums import ChallengeState, Mode, Size, Theme
from challenges.forms.catalogue import address, read
from challenges.queries.catalogue import catalogue
from challenges.queries.filters import Filters
from challenges.queries.found import PER_PAGE
from tests.factories import OrganisationFactory, SubmissionFactory, join, make_team, published_challenge, staff_of, student
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def titles(query: str) -> list[str]:
    found = catalogue(read(QueryDict(query)), timezone.now())
    return [card.title for card in found.cards]


def counts(query: str, facet: str) -> dict[str, int]:
    found = catalogue(read(QueryDict(query)), timezone.now())
    return {option.value: option.count for group in found.facets if group.name == facet for option in group.options}


def finished(**fields):
    """A published challenge whose every date is over."""
    now = timezone.now()
    challenge = published_challenge(**({"join_until": now - 90 * DAY, "starts_on": (now - 90 * DAY).date()} | fields))
    challenge.milestones.update(deadline=now - 30 * DAY)
    return challenge


class TestSearch:
    @pytest.fixture(autouse=True)
    def _cases(self):
        published_challenge(title="Sustainability in the operating theatre", summary="Less waste.", disciplines=["0421"])
        published_challenge(
            title="Zorgvragen van ouderen", summary="Wie luistert?", case="De zorgvraag groeit.", case_language="nl", disciplines=["0912"]
        )
        published_challenge(
            title="Medicatie thuis", summary="x", case="y", disciplines=["0916"], organisation=OrganisationFactory(name="Roche Nederland")
        )

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("sustainabili", {"Sustainability in the operating theatre"}),
            ("SUSTAINABILITY", {"Sustainability in the operating theatre"}),
            ("zorgvraag", {"Zorgvragen van ouderen"}),
            ("zorgvragen", {"Zorgvragen van ouderen"}),
            ("vragen", {"Zorgvragen van ouderen"}),
            ("roche", {"Medicatie thuis"}),
            ("law", {"Sustainability in the operating theatre"}),
            ("operating theat", {"Sustainability in the operating theatre"}),
            ("luister ouder", {"Zorgvragen van ouderen"}),
            ("nothing of the kind", set()),
        ],
    )
    def test_finds_words_of_both_languages_beginnings_titles_partners_and_disciplines(self, typed, expected):
        assert set(titles(f"q={quote(typed)}")) == expected

    @pytest.mark.parametrize(
        "typed",
        [
            "!?.,;",
            "'",
            '"',
            "\"'",
            "\\",
            "%",
            "_",
            "& | ! ( ) : *",
            "a:*",
            "<->",
            "\x00",
            "zorg\x00vraag",
            "x" * 300,
            "é" * 300,
            "-",
            "or",
            "𝔃",
            "( ( (",
        ],
    )
    def test_nothing_that_can_be_typed_breaks_it(self, typed, client):
        assert client.get("/challenges/", {"q": typed}).status_code == 200

    def test_a_search_of_punctuation_finds_nothing(self):
        assert titles("q=%21%3F") == []

    def test_the_best_match_comes_first(self):
        published_challenge(title="Waste", summary="About an operating theatre.", join_until=timezone.now() + DAY)
        assert titles("q=operating")[0] == "Sustainability in the operating theatre"
        assert titles("q=operating&sort=closing")[0] == "Waste"

    def test_names_of_disciplines_are_found_in_both_languages(self):
        from challenges.queries.search import disciplines_named

        assert disciplines_named(["pharmacy"]) == ["0916"]
        assert disciplines_named(["zz"]) == []
        assert disciplines_named(["he"]) == []


class TestStatus:
    def test_what_is_over_is_left_out_until_asked_for(self, client):
        published_challenge(title="Open")
        finished(title="Over")
        assert titles("") == ["Open"]
        assert titles("status=finished") == ["Over"]
        assert titles("status=finished&status=open") == ["Open", "Over"]
        page = client.get("/challenges/").content.decode()
        assert "Show the 1 finished challenge" in page
        assert "/challenges/?status=finished" in page

    def test_each_status_means_what_it_says(self):
        now = timezone.now()
        published_challenge(title="Open", starts_on=(now + 10 * DAY).date())
        full = published_challenge(title="Full", seats=1, starts_on=(now + 10 * DAY).date())
        make_team(full, student(), solo=True)
        published_challenge(title="Running", join_until=now - DAY, starts_on=(now - 2 * DAY).date())
        released = finished(title="Released")
        released.milestones.filter(assessed=True).update(released_at=now, released_by=released.faculty_owner)
        interim = finished(title="Over")
        interim.milestones.update(assessed=True)
        SubmissionFactory(team=make_team(interim, student()), milestone=interim.milestones.last())
        interim.milestones.filter(pk=interim.milestones.first().pk).update(released_at=now, released_by=interim.faculty_owner)
        assert set(titles("status=open")) == {"Open"}
        assert set(titles("status=upcoming")) == {"Open", "Full"}
        assert set(titles("status=running")) == {"Running"}
        assert set(titles("status=finished")) == {"Released", "Over"}
        assert set(titles("status=released")) == {"Released"}
        assert counts("", "status") == {"open": 1, "upcoming": 2, "running": 1, "finished": 2, "released": 1}

    def test_a_seat_that_was_given_back_opens_it_again(self):
        challenge = published_challenge(seats=1)
        participation = join(make_team(challenge), student())
        assert titles("status=open") == []
        participation.left_at = timezone.now()
        participation.save()
        assert titles("status=open") == [challenge.title]

    def test_drafts_waiting_and_cancelled_ones_are_in_nobodys_catalogue(self, as_):
        organisation = OrganisationFactory()
        complete(title="A draft", organisation=organisation)
        complete(title="Waiting", organisation=organisation, state=ChallengeState.SUBMITTED, submitted_at=timezone.now())
        published_challenge(
            title="Called off",
            organisation=organisation,
            state=ChallengeState.CANCELLED,
            cancelled_at=timezone.now(),
            cancel_reason="No data.",
        )
        page = as_(staff_of(organisation)).get("/challenges/?status=open&status=finished").content.decode()
        assert not any(title in page for title in ("A draft", "Waiting", "Called off"))


class TestFacets:
    @pytest.fixture(autouse=True)
    def _cases(self):
        roche, umc = OrganisationFactory(slug="roche", name="Roche"), OrganisationFactory(slug="umc", name="UMC")
        published_challenge(title="A", organisation=roche, themes=[Theme.SUSTAINABILITY], mode=Mode.EITHER, disciplines=["0912", "0916"])
        published_challenge(
            title="B",
            organisation=umc,
            themes=[Theme.SUSTAINABILITY, Theme.PREVENTION],
            mode=Mode.SOLO,
            team_min=None,
            team_max=None,
            levels=[Level.PHD],
            working_languages=["nl", "en"],
            size=Size.NANO,
            disciplines=["0421"],
        )
        published_challenge(title="C", organisation=umc, themes=[Theme.PREVENTION], mode=Mode.TEAM, disciplines=["0421"])

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("theme=sustainability", {"A", "B"}),
            ("theme=sustainability&theme=prevention", {"A", "B", "C"}),
            ("theme=sustainability&organisation=umc", {"B"}),
            ("discipline=091", {"A"}),
            ("discipline=042", {"B", "C"}),
            ("level=phd", {"B"}),
            ("language=nl", {"B"}),
            ("mode=solo", {"A", "B"}),
            ("mode=team", {"A", "C"}),
            ("size=nano", {"B"}),
            ("organisation=roche", {"A"}),
            ("organisation=roche&organisation=umc", {"A", "B", "C"}),
        ],
    )
    def test_values_of_one_filter_widen_and_several_filters_narrow(self, query, expected):
        assert set(titles(query)) == expected

    @pytest.mark.parametrize(
        ("query", "facet", "expected"),
        [
            ("", "theme", {"sustainability": 2, "prevention": 2}),
            ("theme=sustainability", "theme", {"sustainability": 2, "prevention": 2}),
            ("theme=sustainability", "organisation", {"roche": 1, "umc": 1}),
            ("theme=sustainability&organisation=umc", "theme", {"sustainability": 1, "prevention": 2}),
            ("", "discipline", {"091": 1, "042": 2}),
            ("", "mode", {"solo": 2, "team": 2}),
            ("mode=solo", "size", {"nano": 1, "mini": 1}),
            ("theme=nutrition", "theme", {"sustainability": 2, "prevention": 2, "nutrition": 0}),
            ("q=A&organisation=roche", "organisation", {"roche": 1}),
        ],
    )
    def test_a_count_is_what_one_would_find_with_the_other_filters_on(self, query, facet, expected):
        assert counts(query, facet) == expected

    @pytest.mark.parametrize(
        "query",
        [
            "theme=unknown", "theme[]=prevention", "theme=%00", "mode=either", "status=draft", "level=&language=zz",
            "organisation=nobody", "organisation=%00", "organisation=" + "x" * 500, "page=0", "page=-1", "page=abc",
            "page=1e9", "page=%C2%B2", "page=99999999999999999999999", "sort=nonsense", "sort=relevance", "discipline=0912"
        ],
    )  # fmt: skip
    def test_what_is_not_known_is_left_out_without_a_word(self, query, client):
        response = client.get(f"/challenges/?{query}")
        assert response.status_code == 200
        assert response.content.decode().count('<article class="card list-card"') == 3


def test_a_long_facet_shows_what_would_find_most_and_what_is_ticked():
    for number in range(14):
        for _ in range(1 if number == 13 else 2):
            published_challenge(organisation=OrganisationFactory(slug=f"org-{number}-{_}"), disciplines=["0912"])
    first = published_challenge(organisation=OrganisationFactory(slug="most"))
    published_challenge(organisation=first.organisation)
    shown = counts("organisation=org-0-0", "organisation")
    assert shown["most"] == 2
    assert shown["org-0-0"] == 1
    assert len(shown) <= 13


class TestOrderAndPages:
    def test_the_one_that_closes_first_is_on_top_and_what_cannot_be_joined_comes_last(self):
        now = timezone.now()
        published_challenge(title="Later", join_until=now + 9 * DAY)
        published_challenge(title="Under way", join_until=now - DAY)
        published_challenge(title="Soon", join_until=now + DAY)
        assert titles("") == ["Soon", "Later", "Under way"]
        assert titles("sort=title") == ["Later", "Soon", "Under way"]

    def test_the_newest_is_on_top(self):
        now = timezone.now()
        published_challenge(title="Old", published_at=now - 9 * DAY)
        published_challenge(title="New", published_at=now - DAY)
        assert titles("sort=newest") == ["New", "Old"]

    def test_every_challenge_is_on_exactly_one_page(self):
        published_challenge(title="x", organisation=OrganisationFactory())
        for number in range(PER_PAGE):
            published_challenge(title=f"Case {number}")
        first, second = titles("page=1"), titles("page=2")
        assert len(first) == PER_PAGE
        assert len(set(first) | set(second)) == PER_PAGE + 1
        assert titles("page=400") == second


class TestAddress:
    def test_holds_what_was_asked_and_nothing_else(self):
        asked = read(QueryDict("q=+law+&theme=prevention&theme=unknown&page=2&level="))
        assert asked == Filters(q="law", theme=("prevention",), sort="relevance", page=2)
        assert address(asked) == "/challenges/?q=law&theme=prevention&page=2"
        assert address(asked, theme=()) == "/challenges/?q=law"
        assert address(Filters()) == "/challenges/"

    def test_htmx_gets_the_results_alone_and_the_shortest_address(self, client):
        published_challenge(title="Prevention first", themes=[Theme.PREVENTION])
        response = client.get("/challenges/?q=&theme=prevention&sort=", headers={"HX-Request": "true"})
        assert response["HX-Push-Url"] == "/challenges/?theme=prevention"
        assert "HX-Request" in response["Vary"]
        assert "<html" not in response.content.decode()
        assert "Prevention first" in response.content.decode()
        assert "<html" in client.get("/challenges/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}).content.decode()

    def test_a_filter_that_is_on_can_be_taken_off(self, client):
        published_challenge(themes=[Theme.PREVENTION])
        page = client.get("/challenges/?q=case&theme=prevention&theme=sustainability").content.decode()
        assert 'href="/challenges/?q=case&amp;theme=sustainability"' in page
        assert 'href="/challenges/?theme=prevention&amp;theme=sustainability"' in page


class TestCards:
    def test_say_in_words_what_it_asks_and_how_many_seats_are_left(self, client, now):
        challenge = published_challenge(
            title="Words", seats=3, join_until=now + 2 * DAY + dt.timedelta(hours=1), is_demo=True, working_languages=["nl", "en"]
        )
        make_team(challenge, student())
        page = client.get("/challenges/").content.decode()
        for words in (
            "Closes in 2 days",
            "<strong>2</strong> of 3 seats left",
            "of 2–4",
            "2 ECTS",
            "hours a week",
            "Dutch or English",
            "<span>Demo</span>",
        ):
            assert words in page, words

    def test_a_full_one_says_so(self, client):
        challenge = published_challenge(seats=1, mode=Mode.SOLO, team_min=None, team_max=None)
        make_team(challenge, student(), solo=True)
        page = client.get("/challenges/").content.decode()
        assert "<strong>Full</strong>, 1 of 1" in page
        assert "<strong>Alone</strong>" in page

    def test_nothing_there_says_what_to_do(self, client):
        assert "New ones appear here" in client.get("/challenges/").content.decode()
        assert "Take a filter off" in client.get("/challenges/?q=nothing").content.decode()

    def test_a_nano_case_of_a_few_days_names_its_hours_in_all(self, client, now):
        challenge = published_challenge(ects=None, hours=8, team_min=3, team_max=3)
        challenge.milestones.update(deadline=now + 12 * DAY)
        page = client.get("/challenges/").content.decode()
        assert "<strong>8 hours</strong>" in page
        assert "of 3" in page


@pytest.mark.parametrize("items", [1, 3])
def test_the_catalogue_takes_as_many_queries_for_three_as_for_one(items, client, django_assert_num_queries):
    for _ in range(items):
        make_team(published_challenge(), student())
    with django_assert_num_queries(2):
        client.get("/challenges/?q=pharmacies&theme=sustainability")
