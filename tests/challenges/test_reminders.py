"""Reminders go out once each, to whom they still concern."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Notification
from accounts.outbox import notices, text
from accounts.outbox.models import Mail
from challenges.actions import reminders
from challenges.models import Challenge, Milestone, Participation, Review
from challenges.tasks import remind
from tests.challenges.scenes import DAY, closed_scene, submitted
from tests.factories import ReviewFactory, coordinator, faculty, make_team, published_challenge, student

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def running(now):
    """A challenge with one milestone in ten days, joined long ago by one student."""
    challenge = published_challenge()
    challenge.milestones.filter(assessed=False).delete()
    milestone = challenge.milestones.get()
    Milestone.objects.filter(pk=milestone.pk).update(deadline=now + 10 * DAY)
    make_team(challenge, student())
    Participation.objects.update(joined_at=now - 20 * DAY)
    milestone.refresh_from_db()
    return milestone


def kinds():
    return sorted(Notification.objects.values_list("kind", flat=True))


def test_a_week_and_a_day_before_each_once(running, now):
    for after, expected in (
        (dt.timedelta(0), []),
        (2 * DAY + 23 * HOUR, []),
        (3 * DAY, ["deadline_7d"]),
        (3 * DAY + HOUR, ["deadline_7d"]),
        (8 * DAY, ["deadline_7d"]),
        (9 * DAY, ["deadline_24h", "deadline_7d"]),
        (9 * DAY + HOUR, ["deadline_24h", "deadline_7d"]),
        (10 * DAY + HOUR, ["deadline_24h", "deadline_7d"]),
    ):
        reminders.deadlines(now=now + after)
        assert kinds() == expected, after
    assert Mail.objects.count() == 2


def test_who_joins_after_a_mark_is_not_told_of_it(running, now):
    late = student()
    make_team(running.challenge, late)
    Participation.objects.filter(user=late).update(joined_at=now + 4 * DAY)
    reminders.deadlines(now=now + 5 * DAY)
    assert not Notification.objects.filter(user=late).exists()
    reminders.deadlines(now=now + 9 * DAY + HOUR)
    assert list(Notification.objects.filter(user=late).values_list("kind", flat=True)) == ["deadline_24h"]


def test_after_a_standstill_only_the_last_day_is_told(running, now):
    reminders.deadlines(now=now + 9 * DAY + 5 * HOUR)
    assert kinds() == ["deadline_24h"]


def test_a_deadline_that_moves_is_a_new_one(running, now):
    reminders.deadlines(now=now + 4 * DAY)
    Milestone.objects.filter(pk=running.pk).update(deadline=now + 12 * DAY)
    mail = Mail.objects.get()
    assert not notices.get("deadline_7d").relevant(mail, now + 4 * DAY)
    reminders.deadlines(now=now + 5 * DAY)
    assert kinds() == ["deadline_7d", "deadline_7d"]


def test_nobody_is_told_of_a_cancelled_or_unpublished_challenge_or_after_leaving(running, now):
    Participation.objects.update(left_at=now)
    reminders.deadlines(now=now + 4 * DAY)
    Participation.objects.update(left_at=None)
    Challenge.objects.update(state="cancelled", cancelled_at=now, cancel_reason="No data.")
    reminders.deadlines(now=now + 4 * DAY)
    assert kinds() == []


@pytest.mark.parametrize("change", ["none", "passed", "left", "cancelled"])
def test_relevance_is_asked_again_at_sending(running, now, change):
    reminders.deadlines(now=now + 4 * DAY)
    mail, at = Mail.objects.get(), now + 5 * DAY
    match change:
        case "passed":
            at = now + 10 * DAY
        case "left":
            Participation.objects.update(left_at=now)
        case "cancelled":
            Challenge.objects.update(state="cancelled", cancelled_at=now, cancel_reason="No data.")
    assert notices.get("deadline_7d").relevant(mail, at) is (change == "none")


def test_the_words_name_deliverable_challenge_and_moment(running, now):
    reminders.deadlines(now=now + 4 * DAY)
    context = Mail.objects.get().context
    english, dutch = (text.words("deadline_7d", language, context) for language in ("en", "nl"))
    assert "Proposal is due on" in english.subject
    assert running.challenge.title in english.paragraphs[0]
    assert "Proposal inleveren vóór" in dutch.subject


def test_the_number_of_queries_does_not_grow_with_people(running, now, django_assert_num_queries):
    def cost():
        Notification.objects.all().delete()
        Mail.objects.all().delete()
        with django_assert_num_queries(6):
            reminders.deadlines(now=now + 4 * DAY)

    cost()
    make_team(running.challenge, student(), student(), student())
    Participation.objects.update(joined_at=now - DAY)
    cost()


def test_reviewers_hear_two_days_before_and_once_when_overdue(now):
    scene, ada = closed_scene(teams=3), faculty()
    for work in scene.works[:2]:
        ReviewFactory(submission=work, reviewer=ada, due_at=now + 7 * DAY)
    submitted(scene.works[2], reviewer=ada, due_at=now + 7 * DAY)
    for after, expected in (
        (4 * DAY, []),
        (5 * DAY + HOUR, ["review_due"]),
        (6 * DAY, ["review_due"]),
        (7 * DAY, ["review_due", "review_overdue"]),
        (9 * DAY, ["review_due", "review_overdue"]),
    ):
        reminders.reviews(now=now + after)
        assert sorted(Notification.objects.filter(user=ada).values_list("kind", flat=True)) == expected, after
    assert {mail.context["count"] for mail in Mail.objects.filter(user=ada)} == {2}
    for mail in Mail.objects.filter(user=ada):
        for language in ("en", "nl"):
            assert "2" in text.words(mail.kind, language, mail.context).subject


def test_a_short_notice_is_not_followed_by_a_reminder(now):
    scene = closed_scene(teams=1)
    ReviewFactory(submission=scene.works[0], due_at=now + DAY)
    reminders.reviews(now=now + HOUR)
    assert not Notification.objects.exists()
    reminders.reviews(now=now + 2 * DAY)
    assert kinds() == ["review_overdue"]


@pytest.mark.parametrize("change", ["released", "role", "submitted", "cancelled"])
def test_reviewers_are_left_alone_once_it_does_not_matter(now, change):
    scene = closed_scene(teams=1)
    review = ReviewFactory(submission=scene.works[0], due_at=now - DAY)
    match change:
        case "released":
            Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=now, released_by=coordinator())
        case "role":
            review.reviewer.role_grants.update(revoked_at=now)
        case "submitted":
            Review.objects.update(submitted_at=now)
        case "cancelled":
            Challenge.objects.filter(pk=scene.challenge.pk).update(state="cancelled", cancelled_at=now, cancel_reason="No data.")
    reminders.reviews(now=now)
    assert not Notification.objects.exists()


def test_the_task_does_both(now):
    scene = closed_scene(teams=1)
    ReviewFactory(submission=scene.works[0], due_at=timezone.now() - DAY)
    challenge = published_challenge()
    challenge.milestones.filter(assessed=False).update(deadline=timezone.now() + 2 * DAY)
    make_team(challenge, student())
    Participation.objects.filter(challenge=challenge).update(joined_at=timezone.now() - 30 * DAY)
    remind()
    remind()
    assert kinds() == ["deadline_7d", "review_overdue"]
    assert remind.name == "challenges.tasks.remind"
