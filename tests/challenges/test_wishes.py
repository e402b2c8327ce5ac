"""Ranking the challenges of an edition, by order and by points, and the pages that lead there."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from challenges.actions import wishes
from challenges.enums import Ranking
from challenges.models import Challenge, Enrolment, Wish
from tests.factories import coordinator, enrol, make_team, open_edition, published_challenge, student, wish
from tests.hostile.forms import shown

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def edition():
    found = open_edition(slug="bitt", name="BITT 2027")
    for title in ("Alarms", "Beds", "Care at home"):
        published_challenge(programme=found, title=title, seats=5)
    return found


@pytest.fixture
def noor():
    return student(name="Noor Jansen")


def numbers(edition):
    return [one.pk for one in edition.challenges.order_by("title")]


def kept(person):
    return {one.challenge.title: one.place or one.points for one in Wish.objects.filter(enrolment__user=person)}


def main(answer) -> str:
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def test_places_are_kept_two_may_share_one_and_what_is_left_out_is_no_wish(as_, edition, noor):
    enrol(edition, noor)
    first, second, _third = numbers(edition)

    answer = as_(noor).post("/programmes/bitt/wishes/", {f"wish_{first}": "1", f"wish_{second}": "1"}, follow=True)

    assert kept(noor) == {"Alarms": 1, "Beds": 1}
    page = main(answer)
    assert "Your wishes are saved." in page
    assert page.index("First choice</dt>") < page.index("Alarms</a>") < page.index("Beds</a>")
    assert shown(page, f"wish_{first}") == ["1"]
    assert Entry.objects.filter(action="enrolment.ranked").count() == 1

    as_(noor).post("/programmes/bitt/wishes/", {f"wish_{first}": "1", f"wish_{second}": "1"})
    assert Entry.objects.filter(action="enrolment.ranked").count() == 1


@pytest.mark.parametrize(
    ("ranking", "typed", "words"),
    [
        (Ranking.ORDER, ["2", "3", ""], "No challenge has the first place."),
        (Ranking.ORDER, ["1", "4", ""], "Select a valid choice."),
        (Ranking.POINTS, ["60", "50", ""], "You gave 110 points, and have 100. Take away 10."),
        (Ranking.POINTS, ["1.5", "", ""], "Enter a whole number."),
        (Ranking.POINTS, ["-1", "", ""], "greater than or equal to 0"),
    ],
)
def test_what_does_not_fit_is_said_and_stays_as_it_was_typed(as_, edition, noor, ranking, typed, words):
    type(edition).objects.filter(pk=edition.pk).update(ranking=ranking)
    enrol(edition, noor)
    fields = [f"wish_{pk}" for pk in numbers(edition)]

    answer = as_(noor).post("/programmes/bitt/wishes/", dict(zip(fields, typed, strict=True)))

    page = main(answer)
    assert words in page
    if typed != ["1", "4", ""]:
        assert [shown(page, field) for field in fields] == [[value] for value in typed]
    assert kept(noor) == {}


def test_points_are_divided_and_nothing_given_is_an_answer_too(as_, edition, noor):
    type(edition).objects.filter(pk=edition.pk).update(ranking=Ranking.POINTS)
    enrol(edition, noor)
    first, second, _third = numbers(edition)

    as_(noor).post("/programmes/bitt/wishes/", {f"wish_{first}": "70", f"wish_{second}": "30"})
    assert kept(noor) == {"Alarms": 70, "Beds": 30}

    page = main(as_(noor).post("/programmes/bitt/wishes/", {f"wish_{first}": "0"}, follow=True))
    assert kept(noor) == {}
    assert "No wishes: the programme office places you where there is room." in page
    assert Enrolment.objects.get().wishes_at


def test_after_its_moment_nobody_ranks_and_what_was_saved_is_shown(as_, edition, noor):
    enrolment = enrol(edition, noor)
    wish(enrolment, edition.challenges.get(title="Beds"))
    past = timezone.now() - DAY
    type(edition).objects.filter(pk=edition.pk).update(join_until=past, ranks_until=past)

    answer = as_(noor).post("/programmes/bitt/wishes/", {f"wish_{numbers(edition)[0]}": "1"})

    assert kept(noor) == {"Beds": 1}
    page = main(answer)
    assert "One could rank until" in page
    assert "Save my wishes" not in page


def test_an_action_refuses_what_no_page_offers(edition, noor):
    with pytest.raises(Refusal, match="not in this edition"):
        wishes.save(programme=edition, wishes={}, by=noor, now=timezone.now())
    enrol(edition, noor)
    stranger = published_challenge()
    for given, words in (({stranger.pk: 1}, "left this edition"), ({numbers(edition)[0]: 9}, "from 1 to 3")):
        with pytest.raises(Refusal, match=words):
            wishes.save(programme=edition, wishes=given, by=noor, now=timezone.now())
    make_team(edition.challenges.first(), noor)
    with pytest.raises(Refusal, match="placed already"):
        wishes.save(programme=edition, wishes={}, by=noor, now=timezone.now())


@pytest.mark.parametrize("given", [0, -1])
def test_an_action_refuses_points_below_one(edition, noor, given):
    type(edition).objects.filter(pk=edition.pk).update(ranking=Ranking.POINTS)
    enrol(edition, noor)
    first, second, _third = numbers(edition)

    with pytest.raises(Refusal, match="whole numbers of 1 or more"):
        wishes.save(programme=edition, wishes={first: 60, second: given}, by=noor, now=timezone.now())

    assert kept(noor) == {}


def test_a_challenge_that_left_the_edition_is_no_wish_any_more(as_, edition, noor):
    enrolment = enrol(edition, noor)
    wish(enrolment, *edition.challenges.order_by("title"))
    Challenge.objects.filter(title="Alarms").update(programme=None, joining="open")

    page = main(as_(noor).get("/programmes/bitt/wishes/"))

    assert "Alarms" not in page
    assert page.index("Second choice</dt>") < page.index("Beds</a>")


def test_the_way_from_the_edition_to_the_wishes_says_at_each_step_what_comes_next(as_, edition, noor):
    def steps():
        return main(as_(noor).get("/programmes/bitt/")), main(as_(noor).get("/me/"))

    assert "Join this edition" in main(as_(None).get("/programmes/bitt/"))
    assert "/accounts/login/" in main(as_(None).get("/programmes/bitt/join/"))
    programme, _me = steps()
    assert "Join this edition" in programme

    page = main(as_(noor).get("/programmes/bitt/join/"))
    (seen,) = shown(page, "seen")
    page = main(as_(noor).post("/programmes/bitt/join/", {"seen": seen}))
    assert "Accept the terms to join." in page
    answer = as_(noor).post("/programmes/bitt/join/", {"seen": seen, "terms": "on"})
    assert answer.headers["Location"] == "/programmes/bitt/wishes/"
    programme, me = steps()
    assert "Rank the challenges" in programme
    assert "Rank the challenges of BITT 2027" in me

    as_(noor).post("/programmes/bitt/wishes/", {f"wish_{numbers(edition)[0]}": "1"})
    programme, me = steps()
    assert "Your wishes are saved; you can change them until" in programme
    assert "Last moment to change your wishes for BITT 2027" in me
    assert "Rank the challenges of BITT 2027" not in me

    make_team(edition.challenges.first(), noor)
    programme, me = steps()
    assert "You have been placed" in programme
    assert "My editions" not in me
    assert "Go to your team" in main(as_(noor).get("/programmes/bitt/wishes/"))


def test_who_is_not_in_the_edition_is_led_to_joining_and_who_left_is_told(as_, edition, noor):
    assert as_(noor).get("/programmes/bitt/wishes/").headers["Location"] == "/programmes/bitt/join/"
    enrol(edition, noor)
    page = main(as_(noor).post("/programmes/bitt/leave/", follow=True))
    assert "You have left “BITT 2027”." in page
    assert "any more" in main(as_(noor).post("/programmes/bitt/leave/", follow=True))


def test_terms_that_changed_are_shown_and_accepted_by_the_next_press(as_, edition, noor):
    client = as_(noor)
    (seen,) = shown(main(client.get("/programmes/bitt/join/")), "seen")
    Challenge.objects.filter(title="Beds").update(rights_text="Go to the partner.")

    page = main(client.post("/programmes/bitt/join/", {"seen": seen, "terms": "on"}))

    assert "The terms have changed" in page
    assert "Go to the partner." in page
    client.post("/programmes/bitt/join/", {"seen": shown(page, "seen")[0], "terms": "on"})
    assert Enrolment.objects.filter(user=noor).exists()


class TestTheOffice:
    def test_sees_who_is_in_whose_wishes_lack_and_the_demand(self, as_, edition, noor):
        beds = edition.challenges.get(title="Beds")
        Challenge.objects.filter(pk=beds.pk).update(seats=1)
        wish(enrol(edition, noor), beds, edition.challenges.get(title="Alarms"))
        wish(enrol(edition, student(name="Bram de Wit")), beds)
        enrol(edition, student(name="Chantal Bos"))
        gone = enrol(edition, student(name="Gone Away"))
        gone.left_at = timezone.now()
        gone.save()
        client = as_(coordinator())

        page = main(client.get("/manage/programmes/bitt/students/"))

        assert "3 students for 11 seats; 1 without wishes." in page
        assert "Gone Away" not in page
        row = page[page.index(">Beds<") :]
        assert [part.partition("<")[0] for part in row.split('class="number">')[1:4]] == ["1", "2", "2"]
        assert "1 more than seats" in row
        only = main(client.get("/manage/programmes/bitt/students/?show=unranked"))
        assert ("Chantal Bos" in only, "Noor Jansen" in only) == (True, False)
        assert "No student fits" in main(client.get("/manage/programmes/bitt/students/?q=nobody"))
        assert "Bram de Wit" in main(client.get("/manage/programmes/bitt/students/?q=bram science"))

    def test_first_wishes_by_points_are_those_with_the_most(self, as_, edition, noor):
        type(edition).objects.filter(pk=edition.pk).update(ranking=Ranking.POINTS)
        enrol(edition, noor)
        first, second, _third = numbers(edition)
        wishes.save(programme=type(edition).objects.get(), wishes={first: 30, second: 70}, by=noor, now=timezone.now())

        page = main(as_(coordinator()).get("/manage/programmes/bitt/students/"))

        assert page.index(">Beds<") < page.index(">Alarms<")

    def test_an_edition_without_students_says_what_to_do(self, as_):
        open_edition(slug="open")
        open_edition(slug="closed", join_until=None, ranks_until=None)
        client = as_(coordinator())
        assert "Whoever joins the edition stands here." in main(client.get("/manage/programmes/open/students/"))
        assert "Say until when students can join" in main(client.get("/manage/programmes/closed/students/"))
