"""The office weighs scores and releases them to everybody at once."""

import pytest
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.models import Notification
from accounts.outbox import notices
from accounts.outbox.models import Mail
from challenges.actions import releasing
from challenges.models import Challenge, Milestone
from tests.challenges.scenes import DAY, add_work, closed_scene, submitted
from tests.factories import ReviewFactory, coordinator, faculty, make_team, staff_of, student

pytestmark = pytest.mark.django_db


def release(scene, *, despite_gaps=False, now=None):
    releasing.release(milestone=scene.milestone, despite_gaps=despite_gaps, by=coordinator(), now=now or timezone.now())


def test_a_complete_milestone_is_released_and_everybody_concerned_is_told_once():
    scene = closed_scene()
    scene.teams[0].coach = coach = faculty()
    scene.teams[0].save()
    staff = staff_of(scene.challenge.organisation)
    idle = student()
    make_team(scene.challenge, idle)
    for work in scene.works:
        submitted(work)
    now = timezone.now()
    release(scene, now=now)
    scene.milestone.refresh_from_db()
    assert scene.milestone.released_at == now
    told = set(Notification.objects.filter(kind="result_released").values_list("user", flat=True))
    assert told == {one.pk for place in (0, 1) for one in scene.members(place)}
    guides = set(Notification.objects.filter(kind="results_ready").values_list("user", "path"))
    base = f"/challenges/{scene.challenge.slug}"
    assert guides == {(coach.pk, f"{base}/results/"), (scene.challenge.faculty_owner_id, f"{base}/results/"), (staff.pk, f"{base}/teams/")}
    assert Mail.objects.filter(kind="result_released").count() == 4
    assert Entry.objects.get(action="results.released").detail == {"submissions": 2, "open_reviews": 0, "unreviewed": 0}
    mail = Mail.objects.filter(kind="result_released").first()
    assert notices.get("result_released").relevant(mail, now)
    with pytest.raises(Refusal, match="already"):
        release(scene)
    assert Mail.objects.filter(kind="result_released").count() == 4


def test_who_left_is_not_told():
    scene = closed_scene(teams=1)
    submitted(scene.works[0])
    left = scene.members(0)[0]
    scene.teams[0].participations.filter(user=left).update(left_at=timezone.now())
    release(scene)
    assert not Notification.objects.filter(user=left).exists()


@pytest.mark.parametrize("gap", ["open", "unreviewed", "nobody asked"])
def test_missing_reviews_want_a_tick(gap):
    scene = closed_scene(teams=1)
    match gap:
        case "open":
            submitted(scene.works[0])
            ReviewFactory(submission=scene.works[0])
        case "unreviewed":
            ReviewFactory(submission=scene.works[0])
    with pytest.raises(Refusal) as refused:
        release(scene)
    assert refused.value.field == "despite_gaps"
    release(scene, despite_gaps=True)
    scene.milestone.refresh_from_db()
    assert scene.milestone.released_at


def test_refused_before_the_deadline_without_work_when_not_assessed_and_when_cancelled():
    scene, now = closed_scene(teams=0), timezone.now()
    with pytest.raises(Refusal, match="Nobody handed"):
        release(scene)
    Milestone.objects.filter(pk=scene.milestone.pk).update(deadline=now + DAY)
    with pytest.raises(Refusal, match="still hand in"):
        release(scene)
    Milestone.objects.filter(pk=scene.milestone.pk).update(deadline=now - DAY, assessed=False)
    with pytest.raises(Refusal, match="no results"):
        release(scene)
    Milestone.objects.filter(pk=scene.milestone.pk).update(assessed=True)
    Challenge.objects.filter(pk=scene.challenge.pk).update(state="cancelled", cancelled_at=now, cancel_reason="No data.")
    with pytest.raises(Refusal, match="no results"):
        release(scene)


def test_the_page_shows_scores_spread_late_reviewers_and_who_handed_in_nothing(as_):
    scene = closed_scene()
    submitted(scene.works[0], 4, reviewer=faculty(name="Ada Assessor"))
    submitted(scene.works[0], 1)
    ReviewFactory(submission=scene.works[1], reviewer=faculty(name="Bo Belated"), due_at=timezone.now() - 3 * DAY)
    ReviewFactory(submission=scene.works[1])
    make_team(scene.challenge, student(), name="The Idle")
    make_team(scene.challenge, name="The Empty")
    page = " ".join(as_(coordinator()).get(f"/manage/challenges/{scene.challenge.slug}/results/").content.decode().split())
    for words in (
        "6.3", "10.0", "2.5", "7.5", "Ada Assessor", "Bo Belated", "3 days late", "The Idle", "1 of 2 submissions have a score",
        "1 submission has no submitted review", "2 reviews are open", "differ by more than 2 points", "How the scores lie",
    ):  # fmt: skip
        assert words in page, words
    assert "The Empty" not in page


def test_release_from_the_page(as_):
    scene, office = closed_scene(teams=1), as_(coordinator())
    url = f"/manage/challenges/{scene.challenge.slug}/results/"
    ReviewFactory(submission=scene.works[0])
    page = office.post(f"{url}{scene.milestone.pk}/release/").content.decode()
    assert "Reviews are missing" in page
    answer = office.post(f"{url}{scene.milestone.pk}/release/", {"despite_gaps": "on"})
    assert answer.status_code == 302
    page = office.get(answer.url).content.decode()
    assert "Reviews can no longer be changed." in page
    assert "late</span>" not in page
    assert "released already" in office.post(f"{url}{scene.milestone.pk}/release/", follow=True).content.decode()


def test_only_the_office_releases_and_only_this_challenge_s_milestones(as_):
    scene, other = closed_scene(teams=1), closed_scene(teams=0)
    submitted(scene.works[0])
    url = f"/manage/challenges/{scene.challenge.slug}/results/{scene.milestone.pk}/release/"
    for person in (faculty(), scene.members(0)[0], staff_of(scene.challenge.organisation), scene.challenge.faculty_owner):
        assert as_(person).post(url).status_code == 404
        assert as_(person).get(f"/manage/challenges/{scene.challenge.slug}/results/").status_code == 404
    assert as_(coordinator()).post(f"/manage/challenges/{other.challenge.slug}/results/{scene.milestone.pk}/release/").status_code == 404
    scene.milestone.refresh_from_db()
    assert scene.milestone.released_at is None


def test_the_page_before_the_deadline(as_):
    scene = closed_scene(teams=1)
    Milestone.objects.filter(pk=scene.milestone.pk).update(deadline=timezone.now() + DAY)
    page = as_(coordinator()).get(f"/manage/challenges/{scene.challenge.slug}/results/").content.decode()
    assert "Teams can hand in until" in page
    assert "Release to everybody now" not in page


def test_the_page_costs_the_same_with_one_and_with_three(as_, django_assert_num_queries):
    scene, office = closed_scene(teams=1), as_(coordinator())
    url = f"/manage/challenges/{scene.challenge.slug}/results/"
    submitted(scene.works[0])
    office.get(url)
    with django_assert_num_queries(5):
        office.get(url)
    for _number in range(2):
        submitted(add_work(scene))
        submitted(scene.works[0])
    with django_assert_num_queries(5):
        office.get(url)


def test_the_outcome_is_written_audited_and_public_after_release(as_):
    scene, office = closed_scene(teams=1), as_(coordinator())
    url = f"/manage/challenges/{scene.challenge.slug}/results/outcome/"
    office.post(url, {"outcome": "Two ideas **go on**."})
    office.post(url, {"outcome": "Two ideas **go on**."})
    assert Entry.objects.filter(action="challenge.outcome_written").count() == 1
    assert "at most 5000" in office.post(url, {"outcome": "x" * 5001}).content.decode()
    public = f"/challenges/{scene.challenge.slug}/"
    assert "Two ideas" not in as_(None).get(public).content.decode()
    submitted(scene.works[0])
    release(scene)
    assert "Two ideas <strong>go on</strong>." in as_(None).get(public).content.decode()


def test_an_outcome_on_top_of_a_newer_one_is_refused_kept_and_may_replace_it(as_):
    scene, office = closed_scene(teams=1), as_(coordinator())
    page, url = f"/manage/challenges/{scene.challenge.slug}/results/", f"/manage/challenges/{scene.challenge.slug}/results/outcome/"
    opened = office.get(page).context["outcome"]["seen"].value()
    office.post(url, {"outcome": "Theirs.", "seen": opened})

    told = office.post(url, {"outcome": "Mine.", "seen": opened})
    scene.challenge.refresh_from_db()
    assert scene.challenge.outcome == "Theirs."
    assert "Somebody else saved this after you opened the page." in told.content.decode()
    assert told.context["outcome"]["outcome"].value() == "Mine."

    office.post(url, {"outcome": "Mine.", "seen": told.context["outcome"]["seen"].value()})
    scene.challenge.refresh_from_db()
    assert scene.challenge.outcome == "Mine."


def test_the_trail_says_in_words_what_was_done():
    from accounts.audit import words

    assert words.of("results.released") == "released the results"
    assert words.of("reviews.assigned") == "asked reviewers"
