"""Feeds of open challenges, read by a parser that is not ours."""

import datetime as dt
import json
from urllib.parse import urlsplit

import atoma
import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from django.utils.http import parse_http_date

from challenges.enums import ChallengeState, Theme
from challenges.queries import feed
from partners.actions import organisations
from tests.factories import OrganisationFactory, coordinator, join, make_team, published_challenge, student
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
ATOM, JSON = "/feeds/challenges.atom", "/feeds/challenges.json"
BOTH = pytest.mark.parametrize("address", [ATOM, JSON])


def titles(client, query: str = "") -> list[str]:
    """What both feeds list; they never differ."""
    first = [entry.title.value for entry in atoma.parse_atom_bytes(client.get(ATOM + query).content).entries]
    second = [item["title"] for item in client.get(JSON + query).json()["items"]]
    assert first == second
    return first


class TestWhatIsInIt:
    def test_only_what_can_be_joined_now_newest_first(self, client, now):
        published_challenge(title="Older", published_at=now - 2 * DAY)
        published_challenge(title="Newer", published_at=now - DAY)
        published_challenge(title="Closed", join_until=now - DAY)
        complete(title="A draft")
        complete(title="Waiting", state=ChallengeState.SUBMITTED, submitted_at=now)
        published_challenge(title="Called off", state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="No data.")
        make_team(published_challenge(title="Full", seats=1), student(), solo=True)
        assert titles(client) == ["Newer", "Older"]

    def test_the_filters_of_the_catalogue_narrow_it(self, client):
        published_challenge(title="Prevention", themes=[Theme.PREVENTION])
        published_challenge(title="Waste", themes=[Theme.SUSTAINABILITY], working_languages=["nl"])
        assert titles(client, "?theme=prevention") == ["Prevention"]
        assert titles(client, "?language=nl") == ["Waste"]
        assert titles(client, "?q=waste") == ["Waste"]
        assert sorted(titles(client, "?status=finished&page=7&theme=nonsense&lang=xx&q=%00")) == ["Prevention", "Waste"]

    def test_the_newest_and_no_more_than_a_reader_takes(self, client, now, monkeypatch):
        monkeypatch.setattr(feed, "MOST", 2)
        for number in range(3):
            published_challenge(title=f"Case {number}", published_at=now - number * DAY)
        assert titles(client) == ["Case 0", "Case 1"]


class TestAtom:
    @pytest.fixture
    def feed(self, client):
        organisation = OrganisationFactory(slug="roche", name="Roche & <Partners>")
        self.challenge = published_challenge(
            title="Waste < worth & more",
            organisation=organisation,
            summary="What would\x0b have to be true?",  # XML has no way to write it
            case="# Why\n\nA *case*.",
            case_language="nl",
            join_until=dt.datetime(2027, 1, 30, 16, tzinfo=dt.UTC),
        )
        return atoma.parse_atom_bytes(client.get(f"{ATOM}?lang=en&utm=x").content)

    @pytest.fixture(autouse=True)
    def _then(self):
        with time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), tick=False):
            yield

    def test_says_what_it_is_and_where(self, feed):
        assert feed.id_ == f"{settings.SITE_URL}{ATOM}?lang=en"
        assert feed.title.value == f"{settings.SITE_NAME}: open challenges"
        assert {(link.rel, link.type_) for link in feed.links} == {("self", "application/atom+xml"), ("alternate", "text/html")}
        assert feed.updated.tzinfo is not None

    def test_an_entry_tells_everything_and_names_no_person(self, feed, client):
        (entry,) = feed.entries
        assert entry.id_ == f"tag:{urlsplit(settings.SITE_URL).hostname},2026:challenge/{self.challenge.pk}"
        assert entry.title.value == "Waste < worth & more"
        assert entry.links[0].href == f"{settings.SITE_URL}/challenges/{self.challenge.slug}/"
        assert [(author.name, author.uri) for author in entry.authors] == [("Roche & <Partners>", f"{settings.SITE_URL}/partners/roche/")]
        assert {category.label for category in entry.categories} == {"Sustainability", "Pharmacy", "Law"}
        assert entry.published == self.challenge.published_at.replace(microsecond=entry.published.microsecond)
        assert entry.updated >= entry.published
        assert entry.summary.value == "What would have to be true?"
        content = entry.content.value
        assert "Join until Sat 30 Jan 2027, 17:00 CET" in content
        assert "<em>case</em>" in content
        assert all(milestone.title in content for milestone in self.challenge.milestones.all())
        assert self.challenge.faculty_owner.name not in client.get(ATOM).content.decode()

    def test_its_language_is_that_of_the_address_else_the_readers(self, feed, client):
        dutch = client.get(ATOM, headers={"Accept-Language": "fr, nl;q=0.8, en;q=0.5"})
        assert "Aanmelden kan tot za 30 jan 2027, 17:00 CET" in dutch.content.decode()
        assert (dutch["Content-Language"], dutch["Vary"]) == ("nl", "Accept-Language, Accept-Encoding")
        named = client.get(f"{ATOM}?lang=en", headers={"Accept-Language": "nl"})
        assert "Join until" in named.content.decode()
        assert (named["Content-Language"], named["Vary"]) == ("en", "Accept-Encoding")


def test_json_feed_has_what_version_1_1_requires(client):
    challenge = published_challenge(title="Waste & worth", case_language="nl")
    response = client.get(f"{JSON}?lang=nl")
    assert response["Content-Type"].startswith("application/feed+json")
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{settings.SITE_URL}{JSON}?lang=nl"
    assert feed["language"] == "nl"
    assert isinstance(feed["title"], str)
    assert "author" not in feed  # of version 1.0
    (item,) = feed["items"]
    assert set(item) <= {
        "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
        "date_published", "date_modified", "authors", "tags", "language", "attachments",
    }  # fmt: skip
    written = ("id", "url", "title", "summary", "content_html", "image", "language")
    assert all(isinstance(item[name], str) and item[name] for name in written)
    assert all(dt.datetime.fromisoformat(item[name]).tzinfo for name in ("date_published", "date_modified"))
    assert item["authors"] == [{"name": challenge.organisation.name, "url": f"{settings.SITE_URL}/partners/{challenge.organisation.slug}/"}]
    assert item["tags"] == ["Duurzaamheid", "Farmacie", "Recht"]
    assert atoma.parse_json_feed_bytes(response.content).items[0].title == "Waste & worth"


@BOTH
class TestCaching:
    def test_is_public_and_sets_no_cookie_even_for_who_is_signed_in(self, address, as_):
        published_challenge()
        response = as_(student()).get(address, headers={"Accept-Language": "en"})
        assert response["Cache-Control"] == "public, max-age=900"
        assert response["Vary"] == "Accept-Language"
        assert not response.cookies

    def test_who_has_it_gets_304(self, address, client):
        published_challenge()
        first = client.get(address)
        etag, modified = first["ETag"], first["Last-Modified"]
        for given in ({"If-None-Match": etag}, {"If-None-Match": f"W/{etag}"}, {"If-Modified-Since": modified}):
            again = client.get(address, headers=given)
            assert (again.status_code, again.content) == (304, b"")
            assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])
        old = client.get(address, headers={"If-None-Match": '"other"', "If-Modified-Since": first["Last-Modified"]})
        assert old.status_code == 200
        head = client.head(address)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
        assert client.post(address).status_code == 405

    @pytest.mark.parametrize(("joined", "left"), [(61, 62), (300, 899)])
    def test_does_not_tell_when_somebody_joined_or_left_within_a_quarter_of_an_hour(self, address, joined, left, client):
        start = timezone.now().replace(minute=30, second=0, microsecond=0) + DAY
        with time_machine.travel(start, tick=False) as clock:
            challenge = published_challenge(seats=9, published_at=start, changed_at=start)
            before = client.get(address)
            clock.move_to(start + joined * SECOND)
            place = join(make_team(challenge), student())
            clock.move_to(start + left * SECOND)
            change("seat back", challenge, place, clock)
            during = client.get(address)
            clock.shift(3600)
            after = client.get(address)
        assert before.content == during.content == after.content
        assert parse_http_date(during["Last-Modified"]) == (start + left * SECOND).timestamp()
        assert parse_http_date(after["Last-Modified"]) == (start + 15 * 60 * SECOND).timestamp()

    def test_whoever_asked_before_the_quarter_was_over_gets_what_came_later(self, address, client):
        start = timezone.now().replace(minute=30, second=0, microsecond=0) + DAY
        with time_machine.travel(start, tick=False) as clock:
            challenge = published_challenge(seats=2, published_at=start, changed_at=start)
            clock.shift(60)
            join(make_team(challenge), student())
            clock.shift(1)
            first = client.get(address)
            clock.shift(1)
            join(make_team(challenge), student())
            clock.shift(3600)
            again = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
        assert again.status_code == 200
        assert challenge.title not in again.content.decode()

    @pytest.mark.parametrize("what", ["closes", "publish", "full", "seat back", "cancel", "rename"])
    def test_any_change_of_the_list_changes_both_marks(self, address, what, client):
        start = timezone.now().replace(microsecond=0) + DAY
        with time_machine.travel(start, tick=False) as clock:
            challenge = published_challenge(seats=1, join_until=start + dt.timedelta(hours=1), published_at=start, changed_at=start)
            place = join(make_team(challenge), student()) if what == "seat back" else None
            clock.shift(60)
            before = client.get(address)
            clock.shift(60)
            change(what, challenge, place, clock)
            for marks in ({"If-None-Match": before["ETag"]}, {"If-Modified-Since": before["Last-Modified"]}):
                after = client.get(address, headers=marks)
                assert after.status_code == 200, marks
            assert after["ETag"] != before["ETag"]
            assert client.get(address, headers={"If-Modified-Since": after["Last-Modified"]}).status_code == 304


def change(what, challenge, place, clock):
    """One of the things after which the list is another one."""
    now = timezone.now()
    if what == "closes":
        clock.move_to(challenge.join_until)
    elif what == "publish":
        published_challenge(published_at=now)
    elif what == "full":
        make_team(challenge, student(), solo=True)
    elif what == "seat back":
        place.left_at = now
        place.save()
    elif what == "cancel":
        challenge.state, challenge.cancelled_at, challenge.cancel_reason = ChallengeState.CANCELLED, now, "No data."
        challenge.save()
    else:
        organisations.edit(organisation=challenge.organisation, values={"name": "Renamed"}, seen="", by=coordinator(), now=now)


@BOTH
@pytest.mark.parametrize("items", [1, 3])
def test_takes_as_many_queries_for_three_as_for_one(address, items, client, django_assert_num_queries):
    for _ in range(items):
        make_team(published_challenge(), student())
    with django_assert_num_queries(5):
        client.get(f"{address}?q=pharmacies")


@BOTH
def test_an_empty_one_is_a_feed_too(address, client):
    response = client.get(address)
    assert response.status_code == 200
    assert titles(client) == []
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_home_and_catalogue_lead_to_it_in_their_language_and_with_their_filters(client):
    published_challenge()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    assert 'href="/feeds/challenges.atom?lang=nl"' in client.get("/").content.decode()
    page = client.get("/challenges/?theme=sustainability&status=open&sort=title").content.decode()
    for address in (ATOM, JSON):
        assert page.count(f'href="{address}?lang=nl&amp;theme=sustainability"') == 2
