"""The office asks reviewers."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.enums import Role
from accounts.kit.refusals import Refusal
from accounts.models import Notification
from accounts.outbox import actions as outbox
from accounts.outbox import notices
from accounts.outbox.models import Mail
from challenges.actions import assigning, reminders
from challenges.models import Challenge, Milestone, Review
from challenges.queries.assigning import bars
from challenges.rules.work import conflict
from tests.challenges.scenes import DAY, add_work, closed_scene, submitted
from tests.factories import MilestoneFactory, ReviewFactory, SubmissionFactory, coordinator, faculty, grant, staff_of, student

pytestmark = pytest.mark.django_db


def ask(scene, people, *, works=None, due=None, now=None):
    now = now or timezone.now()
    return assigning.assign(
        milestone=scene.milestone,
        submissions=[one.pk for one in (works or scene.works)],
        people=[one.pk for one in people],
        due_at=due or now + 7 * DAY,
        by=coordinator(),
        now=now,
    )


def evenly(scene, people, each=1):
    now = timezone.now()
    return assigning.assign_evenly(
        milestone=scene.milestone,
        submissions=[one.pk for one in scene.works],
        people=[one.pk for one in people],
        each=each,
        due_at=now + 7 * DAY,
        by=coordinator(),
        now=now,
    )


def test_chosen_people_get_chosen_work_with_one_mail_each_and_an_audit_row():
    scene, ada, bo = closed_scene(), faculty(name="Ada Assessor"), faculty()
    assert ask(scene, [ada, bo]).added == 4
    assert Review.objects.filter(reviewer=ada).count() == 2
    mails = Mail.objects.filter(kind="review_assigned")
    assert {mail.user_id: mail.context["count"] for mail in mails} == {ada.pk: 2, bo.pk: 2}
    entry = Entry.objects.get(action="reviews.assigned")
    assert entry.scope == f"challenge:{scene.challenge.pk}"
    assert ["Heron 1", "Ada Assessor"] in entry.detail["pairs"]
    assert not Notification.objects.filter(user__in=scene.members(0)).exists()


def test_students_can_read_until_when_reviewers_have(as_):
    scene, now = closed_scene(), timezone.now()
    ask(scene, [faculty()], due=now + 5 * DAY)
    ask(scene, [faculty()], due=now + 3 * DAY)
    scene.milestone.refresh_from_db()
    assert scene.milestone.reviews_due_at == now + 5 * DAY
    page = as_(scene.members(0)[0]).get(f"/challenges/{scene.challenge.slug}/results/").content.decode()
    assert "Reviewers read the work until" in page


def test_asking_twice_changes_nothing():
    scene, ada = closed_scene(), faculty()
    ask(scene, [ada])
    assert ask(scene, [ada]).added == 0
    assert Mail.objects.filter(kind="review_assigned").count() == 1
    assert Entry.objects.filter(action="reviews.assigned").count() == 1


def test_work_is_spread_evenly_around_conflicts_and_shortage_is_told():
    scene = closed_scene(teams=3)
    ada, bo = faculty(), faculty()
    scene.teams[0].coach = ada
    scene.teams[0].save()
    result = evenly(scene, [ada, bo], each=2)
    assert result.added == 5
    assert result.short == (("Team Heron 1", 1),)
    assert not Review.objects.filter(reviewer=ada, submission=scene.works[0]).exists()


@pytest.mark.parametrize("reason", ["member", "left", "coach", "owner", "partner"])
def test_a_conflict_is_refused_in_words_and_the_rule_says_the_same(reason):
    scene = closed_scene(teams=1)
    team, person = scene.teams[0], faculty(name="Cas Conflict")
    match reason:
        case "member" | "left":
            member = team.participations.first()
            member.user, member.left_at = person, timezone.now() if reason == "left" else None
            member.save()
        case "coach":
            team.coach = person
            team.save()
        case "owner":
            person = scene.challenge.faculty_owner
        case "partner":
            person = staff_of(scene.challenge.organisation)
            grant(person, Role.FACULTY)
    scene.teams[0].refresh_from_db()
    with pytest.raises(Refusal) as refused:
        ask(scene, [person, faculty()])
    assert person.name in str(refused.value.message)
    assert "Team Heron 1" in str(refused.value.message)
    assert not Review.objects.exists()
    expected = "member" if reason == "left" else reason
    assert conflict(person, team) == expected
    assert bars(scene.challenge, [team], [person.pk]) == {(team.pk, person.pk): expected}


def test_the_owner_may_review_where_the_challenge_says_so():
    scene = closed_scene(teams=1, owner_may_review=True)
    assert ask(scene, [scene.challenge.faculty_owner]).added == 1


def test_refused_before_the_deadline_after_release_for_the_past_and_for_what_is_not_assessed():
    scene, ada = closed_scene(teams=1), faculty()
    now = timezone.now()
    with pytest.raises(Refusal, match="passed"):
        ask(scene, [ada], due=now - DAY)
    milestone = scene.milestone
    Milestone.objects.filter(pk=milestone.pk).update(deadline=now + DAY)
    with pytest.raises(Refusal, match="still hand in"):
        ask(scene, [ada])
    Milestone.objects.filter(pk=milestone.pk).update(deadline=now - DAY, released_at=now, released_by=coordinator())
    with pytest.raises(Refusal, match="released"):
        ask(scene, [ada])
    Milestone.objects.filter(pk=milestone.pk).update(released_at=None, released_by=None, assessed=False)
    with pytest.raises(Refusal, match="nothing to review"):
        ask(scene, [ada])
    Milestone.objects.filter(pk=milestone.pk).update(assessed=True)
    Challenge.objects.filter(pk=scene.challenge.pk).update(state="cancelled", cancelled_at=now, cancel_reason="No data.")
    with pytest.raises(Refusal, match="nothing to review"):
        ask(scene, [ada])


def test_refused_for_an_older_version_for_who_is_not_faculty_and_for_nobody():
    scene, ada = closed_scene(teams=1), faculty()
    with pytest.raises(Refusal) as refused:
        ask(scene, [student()])
    assert refused.value.field == "people"
    with pytest.raises(Refusal, match="at least one"):
        ask(scene, [])
    with pytest.raises(Refusal) as refused:
        assigning.assign(
            milestone=scene.milestone,
            submissions=[],
            people=[ada.pk],
            due_at=timezone.now() + DAY,
            by=coordinator(),
            now=timezone.now(),
        )
    assert refused.value.field == "submissions"
    SubmissionFactory(team=scene.teams[0], milestone=scene.milestone, version=2)
    with pytest.raises(Refusal, match="newer version"):
        ask(scene, [ada])


def test_an_open_review_can_be_withdrawn_and_a_submitted_one_cannot():
    scene, office = closed_scene(teams=1), coordinator()
    open_, done = ReviewFactory(submission=scene.works[0]), submitted(scene.works[0])
    assigning.withdraw(review=open_, by=office, now=timezone.now())
    assert list(Review.objects.all()) == [done]
    assert Entry.objects.get(action="review.withdrawn").detail["reviewer"] == open_.reviewer.name
    with pytest.raises(Refusal):
        assigning.withdraw(review=done, by=office, now=timezone.now())
    late = ReviewFactory(submission=scene.works[0])
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=timezone.now(), released_by=office)
    with pytest.raises(Refusal):
        assigning.withdraw(review=late, by=office, now=timezone.now())


def test_the_reviewer_reads_that_a_review_was_taken_back_unless_asked_again():
    scene = closed_scene(teams=1)
    review = ReviewFactory(submission=scene.works[0])
    assigning.withdraw(review=review, by=coordinator(), now=timezone.now())
    mail = Mail.objects.get()
    assert (mail.kind, mail.user, mail.path) == ("review_withdrawn", review.reviewer, "/me/")
    assert "You need not review team Heron 1 any more: Proposal" in outbox.compose(mail).subject
    relevant = notices.get("review_withdrawn").relevant
    assert relevant(mail, timezone.now())
    ReviewFactory(submission=scene.works[0], reviewer=review.reviewer)
    assert not relevant(mail, timezone.now())


def move(scene, due, now=None):
    return assigning.move_due(milestone=scene.milestone, due_at=due, by=coordinator(), now=now or timezone.now())


def test_the_due_date_of_open_reviews_moves_and_each_reviewer_is_told_once():
    scene, ada, bo = closed_scene(), faculty(), faculty()
    now, due = timezone.now(), timezone.now() + 12 * DAY
    for work in scene.works:
        ReviewFactory(submission=work, reviewer=ada, due_at=now - DAY)
    done, already = submitted(scene.works[0], reviewer=bo, due_at=now + DAY), ReviewFactory(submission=scene.works[1], due_at=due)
    assert move(scene, due) == 2
    assert set(Review.objects.filter(reviewer=ada).values_list("due_at", flat=True)) == {due}
    done.refresh_from_db()
    assert done.due_at == now + DAY
    scene.milestone.refresh_from_db()
    assert scene.milestone.reviews_due_at == due
    told = Mail.objects.get(kind="review_moved")
    assert (told.user, told.context["count"]) == (ada, 2)
    assert Entry.objects.get(action="reviews.moved").detail == {"due": due.isoformat(), "reviews": 2}
    with pytest.raises(Refusal, match="nothing changes"):
        move(scene, due)
    assert Mail.objects.filter(kind="review_moved").count() == 1
    assert not Notification.objects.filter(user=already.reviewer).exists()


def test_a_reminder_of_the_old_date_is_dropped_and_the_new_date_is_reminded_of():
    scene, now = closed_scene(teams=1), timezone.now()
    ReviewFactory(submission=scene.works[0], assigned_at=now - 9 * DAY, due_at=now + DAY)
    reminders.reviews(now=now)
    old = Mail.objects.get(kind="review_due")
    assert notices.get("review_due").relevant(old, now)
    move(scene, now + 9 * DAY)
    assert not notices.get("review_due").relevant(old, now)
    assert notices.get("review_moved").relevant(Mail.objects.get(kind="review_moved"), now)
    reminders.reviews(now=now + 8 * DAY)
    assert Mail.objects.filter(kind="review_due").count() == 2


def test_no_due_date_moves_into_the_past_after_release_or_once_cancelled():
    scene, now = closed_scene(teams=1), timezone.now()
    ReviewFactory(submission=scene.works[0])
    with pytest.raises(Refusal, match="passed"):
        move(scene, now - DAY)
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=now, released_by=coordinator())
    with pytest.raises(Refusal, match="nothing changes"):
        move(scene, now + DAY)
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=None, released_by=None)
    Challenge.objects.filter(pk=scene.challenge.pk).update(state="cancelled", cancelled_at=now, cancel_reason="No data.")
    with pytest.raises(Refusal, match="nothing changes"):
        move(scene, now + DAY)


def test_the_page_moves_the_due_date_and_keeps_what_was_refused(as_):
    scene, office = closed_scene(teams=1), as_(coordinator())
    base = f"/manage/challenges/{scene.challenge.slug}/reviews/"
    assert "Move the due date" not in office.get(base).content.decode()
    ReviewFactory(submission=scene.works[0])
    assert "1 review is open, due" in " ".join(office.get(base).content.decode().split())
    url = f"{base}{scene.milestone.pk}/due/"
    page = office.post(url, {"move-due_at": "2020-01-02T12:00"}).content.decode()
    assert "This moment has passed." in page
    assert "2020-01-02T12:00" in page
    assert "Enter a date and a time" in office.post(url, {"move-due_at": "soon"}).content.decode()
    page = office.post(url, {"move-due_at": "2090-01-02T12:00"}, follow=True).content.decode()
    assert "1 review has a new due date." in page
    for person in (faculty(), staff_of(scene.challenge.organisation), scene.challenge.faculty_owner):
        assert as_(person).post(url, {"move-due_at": "2091-01-02T12:00"}).status_code == 404


def test_the_mail_is_dropped_once_nothing_is_left_to_do_or_the_role_is_gone():
    scene, ada = closed_scene(teams=1), faculty()
    ask(scene, [ada])
    mail, now = Mail.objects.get(kind="review_assigned"), timezone.now()
    relevant = notices.get("review_assigned").relevant
    assert relevant(mail, now)
    ada.role_grants.update(revoked_at=now)
    assert not relevant(mail, now)
    ada.role_grants.update(revoked_at=None)
    Review.objects.update(submitted_at=now)
    assert not relevant(mail, now)


def post(client, scene, **data):
    url = f"/manage/challenges/{scene.challenge.slug}/reviews/"
    due = (timezone.now() + 9 * DAY).strftime("%Y-%m-%dT12:00")
    return client.post(url, {"how": "evenly", "each": 1, "due_at": due, **data})


def test_the_page_asks_spreads_and_withdraws(as_):
    scene, ada = closed_scene(), faculty(name="Ada Assessor")
    office = as_(coordinator())
    works = [one.pk for one in scene.works]
    answer = post(office, scene, submissions=works, people=[ada.pk])
    assert answer.status_code == 302
    assert Review.objects.filter(reviewer=ada).count() == 2
    page = office.get(answer.url).content.decode()
    assert "2 reviews were assigned." in page
    assert page.count("Ada Assessor") >= 3
    assert "Team Heron 1" in page
    review = Review.objects.first()
    office.post(f"/manage/challenges/{scene.challenge.slug}/reviews/{review.pk}/withdraw/")
    assert not Review.objects.filter(pk=review.pk).exists()
    bo = faculty()
    post(office, scene, submissions=works, people=[bo.pk], how="all")
    assert Review.objects.filter(reviewer=bo).count() == 2
    assert "asked already" in office.get(post(office, scene, submissions=works, people=[bo.pk], how="all").url).content.decode()


def test_a_refusal_keeps_what_was_ticked(as_):
    scene, ada = closed_scene(), faculty()
    scene.teams[0].coach = ada
    scene.teams[0].save()
    page = post(as_(coordinator()), scene, submissions=[scene.works[0].pk], people=[ada.pk], how="all").content.decode()
    assert "they coach the team" in page
    assert f'value="{ada.pk}" id="person-{ada.pk}" checked' in " ".join(page.split())
    page = " ".join(post(as_(coordinator()), scene, submissions=[], people=[], each="").content.decode().split())
    assert "Choose at least one submission." in page
    assert "Choose at least one reviewer." in page
    assert "Say how many reviewers" in page


def test_a_shortage_and_a_refused_withdrawal_are_told_on_the_page(as_):
    scene, ada = closed_scene(teams=1), faculty()
    scene.teams[0].coach = ada
    scene.teams[0].save()
    office = as_(coordinator())
    answer = post(office, scene, submissions=[scene.works[0].pk], people=[ada.pk])
    assert "Too few of the chosen people may review these teams: Team Heron 1." in office.get(answer.url).content.decode()
    review = submitted(scene.works[0])
    answer = office.post(f"/manage/challenges/{scene.challenge.slug}/reviews/{review.pk}/withdraw/", follow=True)
    assert "so it stays" in answer.content.decode()


def test_only_the_office_may(as_):
    scene = closed_scene(teams=1)
    url = f"/manage/challenges/{scene.challenge.slug}/reviews/"
    for person in (faculty(), scene.members(0)[0], staff_of(scene.challenge.organisation), scene.challenge.faculty_owner):
        assert as_(person).get(url).status_code == 404
    assert as_(None).get(url).status_code == 302


def test_a_challenge_without_anything_to_review_says_so(as_):
    challenge = closed_scene(teams=0).challenge
    office = as_(coordinator())
    url = f"/manage/challenges/{challenge.slug}/reviews/"
    assert "Nobody has handed in" in office.get(url).content.decode()
    challenge.milestones.update(assessed=False)
    assert "Nothing here is reviewed" in office.get(url).content.decode()
    assert "no results to release" in office.get(url.replace("reviews", "results")).content.decode()


def test_before_the_deadline_and_after_release_the_page_only_shows(as_):
    scene, office = closed_scene(teams=1), coordinator()
    url = f"/manage/challenges/{scene.challenge.slug}/reviews/?milestone={scene.milestone.pk}"
    MilestoneFactory(challenge=scene.challenge, deadline=timezone.now() + DAY, title="Later one")
    ReviewFactory(submission=scene.works[0], due_at=timezone.now() - DAY)
    ReviewFactory(submission=scene.works[0], saved_at=timezone.now())
    submitted(scene.works[0])
    page = as_(office).get(url).content.decode()
    for words in ("1 day late", "Draft", "Submitted", "Later one"):
        assert words in page
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=timezone.now(), released_by=office)
    page = as_(office).get(url).content.decode()
    assert "The results were released on" in page
    assert "Closed at release" in page
    assert 'id="assign"' not in page
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=None, released_by=None, deadline=timezone.now() + DAY)
    assert "Reviewers can be asked after that." in as_(office).get(url).content.decode()
    Challenge.objects.filter(pk=scene.challenge.pk).update(state="cancelled", cancelled_at=timezone.now(), cancel_reason="No data.")
    assert "not published" in as_(office).get(url).content.decode()


def test_the_page_costs_the_same_with_one_and_with_three(as_, django_assert_num_queries):
    scene, office = closed_scene(teams=1), as_(coordinator())
    url = f"/manage/challenges/{scene.challenge.slug}/reviews/"
    ReviewFactory(submission=scene.works[0])
    office.get(url)
    with django_assert_num_queries(5):
        office.get(url)
    for _number in range(2):
        ReviewFactory(submission=add_work(scene))
        ReviewFactory(submission=scene.works[0])
    with django_assert_num_queries(5):
        office.get(url)


def test_the_due_date_in_the_form_is_the_planned_one_else_two_weeks_at_five(as_):
    scene = closed_scene(teams=1)
    url, office = f"/manage/challenges/{scene.challenge.slug}/reviews/", as_(coordinator())
    assert "T17:00" in office.get(url).content.decode()
    Milestone.objects.filter(pk=scene.milestone.pk).update(reviews_due_at=dt.datetime(2090, 1, 2, 11, 30, tzinfo=dt.UTC))
    assert "2090-01-02T12:30" in office.get(url).content.decode()
