"""What search engines and shared links learn of public pages, and of no others."""

import datetime as dt
import json
import re
from html.parser import HTMLParser
from io import BytesIO

import defusedxml.ElementTree
import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from PIL import Image

from accounts.kit import clock, sharing_card
from accounts.kit.sharing_card import Card, fitted, png
from challenges.enums import ChallengeState
from challenges.queries import sharing
from tests.factories import OrganisationFactory, ProgrammeFactory, coordinator, join, make_team, published_challenge, student
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SITE = settings.SITE_URL
PUBLIC = ["/", "/challenges/", "/challenges/waste/", "/programmes/", "/programmes/bitt/", "/partners/", "/partners/roche/"]

# The properties that schema.org defines for each type that we use, inherited ones included, of those that could make sense here.
THING = {"name", "description", "url", "image", "sameAs", "identifier", "alternateName", "potentialAction"}
ORGANISATION = THING | {"logo", "address", "email", "telephone", "parentOrganization", "subOrganization", "member", "memberOf"}
ALLOWED = {
    "Course": THING
    | {"inLanguage", "availableLanguage", "datePublished", "dateModified", "provider", "educationalLevel", "about", "keywords"}
    | {"timeRequired", "numberOfCredits", "audience", "isAccessibleForFree", "offers", "hasCourseInstance", "coursePrerequisites"},
    "CourseInstance": THING
    | {"inLanguage", "courseMode", "courseWorkload", "courseSchedule", "startDate", "endDate", "maximumAttendeeCapacity"}
    | {"eventStatus", "organizer", "location", "offers", "about", "audience"},
    "Offer": THING | {"category", "price", "priceCurrency", "availability", "availabilityStarts", "availabilityEnds", "validThrough"},
    "DefinedTerm": THING | {"termCode", "inDefinedTermSet"},
    "QuantitativeValue": THING | {"value", "unitText", "unitCode", "minValue", "maxValue"},
    "EducationalAudience": THING | {"educationalRole", "audienceType"},
    "WebSite": THING | {"inLanguage", "publisher"},
    "SearchAction": THING | {"target", "query", "query-input"},
    "EntryPoint": THING | {"urlTemplate", "actionPlatform", "httpMethod"},
    **dict.fromkeys(["Organization", "Corporation", "CollegeOrUniversity", "Hospital", "GovernmentOrganization", "NGO"], ORGANISATION),
}


class Head(HTMLParser):
    """The metas, links and data blocks of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.data: list[dict] = []
        self._in_data = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.meta[name] = given["content"]
        if tag == "link":
            self.links.setdefault(given["rel"], given["href"])
        self._in_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self._in_data:
            self.data.append(json.loads(data))
            self._in_data = False


def head(client, address: str) -> Head:
    response = client.get(address)
    assert response.status_code == 200
    return Head(response.content.decode())


def all_allowed(data) -> bool:
    """Whether each object has a type that we know, and nothing but the properties of that type."""
    if isinstance(data, list):
        return all(map(all_allowed, data))
    if not isinstance(data, dict):
        return isinstance(data, str | int | float | bool)
    named = {key for key in data if not key.startswith("@")}
    return named <= ALLOWED[data["@type"]] and all(all_allowed(data[name]) for name in named)


class TestStructuredData:
    def test_a_challenge_is_a_course_that_is_given_once(self, client):
        organisation = OrganisationFactory(slug="roche", name="Roche", website="https://roche.example", ror="https://ror.org/00by1q217")
        challenge = published_challenge(title="Waste", slug="waste", organisation=organisation, seats=5)
        (data,) = head(client, "/challenges/waste/").data
        assert all_allowed(data)
        assert (data["@context"], data["@type"], data["name"]) == ("https://schema.org", "Course", "Waste")
        assert data["provider"]["name"] == "Roche"
        assert data["provider"]["sameAs"] == ["https://roche.example", "https://ror.org/00by1q217"]
        assert [(level["termCode"], level["inDefinedTermSet"]) for level in data["educationalLevel"]] == [
            ("7", "European Qualifications Framework")
        ]
        assert {(field["termCode"], field["name"]) for field in data["about"]} == {("0916", "Pharmacy"), ("0421", "Law")}
        assert (data["numberOfCredits"]["value"], data["timeRequired"]) == (2, "PT56H")
        instance = data["hasCourseInstance"]
        assert instance["startDate"] == challenge.starts_on.isoformat()
        assert instance["endDate"] == challenge.milestones.last().deadline.isoformat()
        assert data["offers"]["availabilityEnds"] == challenge.join_until.isoformat()
        assert data["offers"]["availability"] == "https://schema.org/InStock"
        assert challenge.faculty_owner.name not in json.dumps(data)

    def test_says_whether_one_can_still_join_or_that_it_is_off(self, client, now):
        make_team(published_challenge(slug="full", seats=1), student(), solo=True)
        published_challenge(slug="closed", join_until=now - DAY)
        published_challenge(slug="off", state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="No data.")
        assert head(client, "/challenges/full/").data[0]["offers"]["availability"] == "https://schema.org/SoldOut"
        assert head(client, "/challenges/closed/").data[0]["offers"]["availability"] == "https://schema.org/Discontinued"
        assert head(client, "/challenges/off/").data[0]["hasCourseInstance"]["eventStatus"] == "https://schema.org/EventCancelled"

    def test_no_title_ends_the_block(self, client):
        title = "</script><script>alert(1)</script> & <!-- \u2028"
        published_challenge(slug="waste", title=title)
        assert head(client, "/challenges/waste/").data[0]["name"] == title
        assert "<script>alert" not in client.get("/challenges/waste/").content.decode()

    def test_a_draft_says_nothing(self, as_):
        draft = complete(slug="draft")
        found = head(as_(coordinator()), f"/challenges/{draft.slug}/")
        assert (found.data, found.meta["robots"], "og:image" in found.meta) == ([], "noindex", False)

    def test_organisations_and_the_portal_itself(self, client):
        OrganisationFactory(slug="umc", name="UMC", kind="academic_hospital", description="**Care** & [more](https://x.example).\n\nNext.")
        (data,) = head(client, "/partners/umc/").data
        assert all_allowed(data)
        assert (data["@type"], data["description"], data["url"]) == ("Hospital", "Care & more. Next.", f"{SITE}/partners/umc/")
        (data,) = head(client, "/").data
        assert all_allowed(data)
        assert data["potentialAction"]["target"]["urlTemplate"] == f"{SITE}/challenges/?q={{words}}"

    def test_breadcrumbs_carry_their_order(self, client):
        challenge = published_challenge(programme=ProgrammeFactory(slug="bitt", name="BITT & more"))
        page = client.get(challenge.get_absolute_url()).content.decode()
        assert 'itemtype="https://schema.org/BreadcrumbList"' in page
        assert re.findall(r'itemprop="position" content="(\d)"', page) == ["1", "2"]
        assert re.findall(r'<a href="([^"]+)" itemprop="item"><span itemprop="name">([^<]+)</span>', page) == [
            ("/challenges/", "Challenges"),
            ("/programmes/bitt/", "BITT &amp; more"),
        ]


class TestHead:
    @pytest.mark.parametrize(
        "address", ["/", "/challenges/", "/challenges/waste/", "/programmes/", "/programmes/bitt/", "/partners/", "/partners/roche/"]
    )
    def test_public_pages_tell_what_they_are(self, address, client):
        roche = OrganisationFactory(slug="roche")
        published_challenge(slug="waste", organisation=roche, programme=ProgrammeFactory(slug="bitt", host=roche))
        found = head(client, f"{address}?utm_source=mail")
        assert "robots" not in found.meta
        assert found.links["canonical"] == found.meta["og:url"] == f"{SITE}{address}"
        assert 10 < len(found.meta["description"]) <= 300
        assert found.meta["og:description"] == found.meta["description"]
        assert found.meta["og:title"]
        assert found.meta["twitter:card"] == "summary_large_image"
        picture = client.get(found.meta["og:image"].removeprefix(SITE))
        assert Image.open(BytesIO(picture.content)).size == (int(found.meta["og:image:width"]), int(found.meta["og:image:height"]))

    @pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/challenges/waste/questions/", "/challenges/off/"])
    def test_private_and_thin_pages_stay_out(self, address, client, now):
        published_challenge(slug="waste")
        published_challenge(slug="off", state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="No data.")
        found = head(client, address)
        assert (found.meta["robots"], "canonical" in found.links, "og:title" in found.meta) == ("noindex", False, False)

    def test_ones_own_work_stays_out(self, as_):
        assert head(as_(student()), "/me/").meta["robots"] == "noindex"

    @pytest.mark.parametrize(
        ("query", "canonical"),
        [
            ("?theme=prevention&page=2", ""),
            ("?q=waste", ""),
            ("?status=finished", ""),
            ("?sort=title", ""),
            ("?page=2", "?page=2"),
            ("?page=0", ""),
        ],
    )
    def test_filters_of_the_catalogue_are_no_pages_of_their_own(self, query, canonical, client):
        published_challenge()
        assert head(client, f"/challenges/{query}").links["canonical"] == f"{SITE}/challenges/{canonical}"


class TestPicture:
    def test_is_kept_for_a_year_and_known_again(self, client):
        challenge = published_challenge()
        url = sharing.card_url(challenge, timezone.now())
        first = client.get(url)
        assert (first["Content-Type"], first["Cache-Control"]) == ("image/png", "public, max-age=31536000, immutable")
        assert not first.has_header("Vary")
        again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", first["Cache-Control"])
        assert client.head(url).status_code == 200

    @pytest.mark.parametrize("what", ["title", "organisation", "level", "deadline", "closes", "cancelled"])
    def test_has_a_new_address_once_its_words_change(self, what, client, now):
        challenge = published_challenge()
        before, then = sharing.card_url(challenge, now), now
        if what == "title":
            challenge.title = "Another"
        elif what == "organisation":
            challenge.organisation.name = "Another"
            challenge.organisation.save()
        elif what == "level":
            challenge.levels = ["phd"]
        elif what == "deadline":
            challenge.join_until += DAY
        elif what == "closes":
            then = challenge.join_until
        else:
            challenge.state, challenge.cancelled_at, challenge.cancel_reason = ChallengeState.CANCELLED, now, "No data."
        challenge.save()
        with time_machine.travel(then, tick=False):
            moved = client.get(before)
            assert (moved.status_code, moved["Cache-Control"]) == (302, "public, max-age=300")
            assert moved["Location"] != before
            assert client.get(moved["Location"]).status_code == 200
            assert moved["Location"] in client.get(challenge.get_absolute_url()).content.decode() or what == "cancelled"

    def test_stays_where_it_is_when_somebody_joins_and_time_goes_by(self, now):
        challenge = published_challenge()
        before = sharing.card_url(challenge, now)
        join(make_team(challenge), student())
        assert sharing.card_url(challenge, now + 5 * DAY) == before

    def test_of_what_is_not_public_there_is_none(self, as_, now):
        draft = complete()
        for reader in (None, coordinator()):
            assert as_(reader).get(sharing.card_url(draft, now)).status_code == 404
        assert as_(None).get("/challenges/nothing/card-0.png").status_code == 404

    def test_is_drawn_once(self, monkeypatch, client):
        drawn = []
        monkeypatch.setattr(sharing_card, "_foot", lambda draw, card: drawn.append(card))
        challenge = published_challenge(title=f"Drawn {timezone.now().isoformat()}")
        for _ in range(3):
            client.get(sharing.card_url(challenge, timezone.now()))
            client.get(f"/challenges/{challenge.slug}/card-guessed.png")
        assert len(drawn) == 1

    def test_the_portals_own_is_in_either_language(self, client):
        english, dutch = (head(client, "/").meta["og:image"], None)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
        dutch = head(client, "/").meta["og:image"]
        assert english != dutch
        assert client.get("/card-old.png").status_code == 302

    @pytest.mark.parametrize(
        "title",
        [
            "Wat?",
            "Hoe voorkomen we arbeidsongeschiktheidsverzekeringsproblematiek bij chronisch zieke jongvolwassenen in grote steden?",
            "W" * 120,
            "Meervoudigepersoonlijkheidsstoornisbehandelingsrichtlijnontwikkeling " * 2,
            "ÅÉÑ żółć α-synucleïne gjpqy " * 4,
        ],
    )
    def test_no_title_is_cut_by_the_edge(self, title):
        """Nothing is drawn in the margins, and the foot's line stays apart from the title's."""
        whole = Card(
            "Portal", "Organisation", title, "Join until Fri 30 Jan 2026, 17:00 CET", True, "Master (EQF 7), PhD (EQF 8), Professional"
        )
        image = Image.open(BytesIO(png(whole))).convert("L")
        paper = image.getpixel((1190, 10))
        for box in ((1130, 0, 1200, 630), (0 + 21, 0, 71, 630), (0 + 21, 610, 1200, 630), (21, 0, 1200, 50), (21, 495, 1200, 515)):
            low, high = image.crop(box).getextrema()
            assert paper - 3 <= low <= high <= paper + 3, box
        lines = fitted(title)[1]
        assert len(lines) <= 4
        assert "".join(lines).replace(" ", "").rstrip("…") in title.replace(" ", "")

    def test_letters_that_we_cannot_draw_are_left_out(self):
        assert sharing_card.drawable("Zorg 😀 voor\x00 \u202eβ 中") == "Zorg voor β"


class TestCrawlers:
    def test_the_sitemap_has_what_everyone_may_read_and_when_it_changed(self, client, now, django_assert_max_num_queries):
        roche = OrganisationFactory(slug="roche")
        changed = now - DAY
        published_challenge(slug="waste", organisation=roche, programme=ProgrammeFactory(slug="bitt", host=roche), changed_at=changed)
        complete(slug="draft", organisation=OrganisationFactory(slug="nobody"))
        published_challenge(slug="off", state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="No data.")
        with django_assert_max_num_queries(8):
            response = client.get("/sitemap.xml", headers={"Host": "127.0.0.1"})
        space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
        pages = {
            node.findtext("s:loc", None, space): node.findtext("s:lastmod", None, space)
            for node in defusedxml.ElementTree.fromstring(response.content).iterfind("s:url", space)
        }
        day = clock.today(changed).isoformat()
        assert {address.removeprefix(SITE): found for address, found in pages.items() if found} == {
            "/challenges/waste/": day,
            "/programmes/bitt/": day,
            "/partners/roche/": day,
        }
        assert {address.removeprefix(SITE) for address in pages} >= {"/", "/challenges/", "/programmes/", "/partners/"}
        assert not any(word in response.content.decode() for word in ("draft", "nobody", "/off/"))
        assert response["Cache-Control"] == "public, max-age=3600"
        assert not response.has_header("X-Robots-Tag")
        for address in pages:
            assert "robots" not in head(client, address.removeprefix(SITE)).meta

    def test_robots_names_the_private_areas_and_the_sitemap(self, client):
        lines = client.get("/robots.txt").content.decode().splitlines()
        assert lines[0] == "User-agent: *"
        assert {"Disallow: /me/", "Disallow: /manage/", "Disallow: /admin/", "Disallow: /accounts/"} <= set(lines)
        assert f"Sitemap: {SITE}/sitemap.xml" in lines
        assert not any(line.startswith("Disallow: /challenges") for line in lines)
