"""The office's list of submissions."""

import datetime as dt

import pytest
from django.utils import timezone

from challenges.queries.office_submissions import A_PAGE, listed
from tests.challenges.scenes import DAY, add_work, closed_scene
from tests.factories import ReviewFactory, SubmissionFactory, coordinator, faculty, make_team, student

pytestmark = pytest.mark.django_db
LIST = "/manage/submissions/"


@pytest.fixture
def scene():
    return closed_scene(teams=2)


def found(**asked):
    return listed(**({"words": "", "shown": "", "page": None, "now": timezone.now()} | asked))


def teams(**asked):
    return [row.team for row in found(**asked).rows]


def states():
    return {row.state(timezone.now()) for row in found().rows}


def test_only_the_version_that_counts_is_listed_the_newest_first(scene):
    first, second = scene.works
    again = SubmissionFactory(
        team=first.team, milestone=first.milestone, version=2, handed_in_at=second.handed_in_at + dt.timedelta(minutes=1)
    )
    assert [(row.team_id, row.version) for row in found().rows] == [(again.team_id, 2), (second.team_id, 1)]
    assert found().total == 2


def test_it_tells_where_the_reviews_stand_and_finds_by_it(scene):
    first, second = scene.works
    assert teams(shown="unassigned") == teams()
    done = ReviewFactory(submission=first, submitted_at=timezone.now())
    open_one = ReviewFactory(submission=first)
    assert teams(shown="unassigned") == [second.team.name]
    assert teams(shown="waiting") == [first.team.name]
    assert teams(shown="reviewed") == []
    (row,) = [row for row in found().rows if row.team_id == first.team_id]
    assert row.state(timezone.now()) == ("1 of 2 reviews", "amber")
    type(done).objects.filter(pk=open_one.pk).update(submitted_at=timezone.now())
    assert teams(shown="reviewed") == [first.team.name]
    milestones = type(scene.milestone).objects.filter(pk=scene.milestone.pk)
    milestones.update(released_at=timezone.now(), released_by=scene.challenge.faculty_owner)
    assert sorted(teams(shown="released")) == sorted(teams())
    assert teams(shown="reviewed") == []


def test_what_is_still_open_waits_for_nobody(scene):
    type(scene.milestone).objects.filter(pk=scene.milestone.pk).update(deadline=timezone.now() + DAY)
    assert states() == {("Still open", "neutral")}
    assert teams(shown="unassigned") == []


def test_what_is_not_assessed_says_so(scene):
    type(scene.milestone).objects.filter(pk=scene.milestone.pk).update(assessed=False)
    assert states() == {("Not assessed", "neutral")}
    assert teams(shown="unassigned") == []


def test_it_finds_by_team_pseudonym_challenge_and_milestone(scene):
    first, second = scene.works
    type(first.team).objects.filter(pk=first.team.pk).update(name="Nightingales", pseudonym="Bittern")
    for words in ("nightin", "BITTERN", "nightin bitt"):
        assert teams(words=words) == ["Nightingales"]
    assert len(teams(words=scene.challenge.title)) == len(teams(words=scene.milestone.title)) == 2
    assert teams(words="nightin bitt %") == []


def test_pages_hold_fifty_and_no_submission_falls_between_two(scene):
    for number in range(A_PAGE):
        SubmissionFactory(team=make_team(scene.challenge, name=f"More {number}", pseudonym=f"Swan {number}"), milestone=scene.milestone)
    one, two = teams(page="1"), teams(page="2")
    assert (len(one), len(two)) == (A_PAGE, 2)
    assert len({*one, *two}) == A_PAGE + 2
    assert teams(page="99") == two
    assert teams(page="x") == one


def test_the_page_leads_to_the_work_and_back_to_all(as_, scene):
    me = as_(coordinator())
    page = me.get(LIST).content.decode()
    work = scene.works[0]
    url = f"/challenges/{scene.challenge.slug}/team/{work.team.pk}/work/{scene.milestone.pk}/1/"
    assert url in page
    assert work.text in me.get(url).content.decode()
    nothing = me.get(f"{LIST}?q=nobody-of-that-name").content.decode()
    assert "No submission fits" in nothing
    assert 'value="nobody-of-that-name"' in nothing
    assert "2 submissions" in me.get(f"{LIST}?show=no-such-thing").content.decode()


def test_it_is_the_offices_alone(as_, client, scene):
    assert client.get(LIST).status_code == 302
    for person in (student(), faculty(), scene.challenge.faculty_owner, scene.members(0)[0]):
        assert as_(person).get(LIST).status_code == 404


def test_an_empty_list_says_what_will_stand_there(as_):
    assert "Nothing was handed in yet" in as_(coordinator()).get(LIST).content.decode()


def test_it_costs_the_same_for_one_and_for_three(as_, django_assert_num_queries):
    scene = closed_scene(teams=1)
    me = as_(coordinator())
    for _size in range(2):
        with django_assert_num_queries(4):
            me.get(LIST)
        for _number in range(2):
            ReviewFactory(submission=add_work(scene), due_at=timezone.now() + DAY)
