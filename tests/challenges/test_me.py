"""`/me/` for each role: what needs me now, what is coming, what is done."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models.invitations import LIFETIME
from challenges.enums import ChallengeState
from challenges.models import ApprovalComment, Challenge, Draft, Milestone, Question, TeamInvitation, WorkFile
from challenges.queries.dashboard import dashboard
from challenges.queries.due import due, saved, short
from partners.enums import MemberRole
from tests.challenges.scenes import DAY, closed_scene, submitted
from tests.factories import (
    ChallengeFactory,
    OrganisationFactory,
    ReviewFactory,
    SubmissionFactory,
    UserFactory,
    coordinator,
    faculty,
    grant,
    make_team,
    published_challenge,
    staff_of,
    student,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def page_of(as_, user):
    answer = as_(user).get("/me/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def soon(challenge, **left):
    """Move the first deadline of a challenge to shortly from now."""
    milestone = challenge.milestones.first()
    Milestone.objects.filter(pk=milestone.pk).update(deadline=timezone.now() + dt.timedelta(**left))
    milestone.refresh_from_db()
    return milestone


def test_a_visitor_is_asked_to_sign_in(as_):
    assert as_(None).get("/me/").status_code == 302


def test_a_newcomer_is_shown_two_steps(as_):
    page = page_of(as_, UserFactory(name="Sam New"))
    assert ", Sam" in page
    assert 'href="/me/profile/"' in page
    assert 'href="/challenges/"' in page
    assert "Coming up" not in page


def test_a_student_without_a_challenge_finds_one(as_):
    page = page_of(as_, student())
    assert "Nothing needs you now." in page
    assert "Find a challenge" in page


def test_a_student_without_a_profile_is_asked_for_it(as_):
    user = UserFactory()
    grant(user, Role.STUDENT)
    page = page_of(as_, user)
    assert "Tell what you study" in page
    assert "1 thing needs you." in page


def test_a_student_sees_the_draft_and_who_saved_it(as_):
    challenge, me = published_challenge(), student()
    noor = student(name="Noor Visser")
    team = make_team(challenge, me, noor, name="Second Shelf")
    milestone = soon(challenge, hours=30)
    at = timezone.now() - HOUR
    Draft.objects.create(team=team, milestone=milestone, text="We begin.", saved_at=at, saved_by=noor, revision=1)
    WorkFile.objects.create(
        team=team, milestone=milestone, name="a.pdf", size=1, sha256="0" * 64, content_type="application/pdf", uploaded_at=at, blob="x"
    )
    page = page_of(as_, me)
    for words in ("Problem statement", "Second Shelf", "by Noor.", "1 file.", "Continue the draft", "1 thing needs you.", "Coming up"):
        assert words in page, words
    assert f"/challenges/{challenge.slug}/submissions/{milestone.pk}/" in page


def test_what_is_handed_in_needs_nothing_until_the_draft_is_newer(as_):
    challenge, me = published_challenge(), student()
    team = make_team(challenge, me, solo=True)
    milestone = soon(challenge, days=2)
    assert "Start on it" in page_of(as_, me)
    SubmissionFactory(team=team, milestone=milestone, handed_in_at=timezone.now() - HOUR)
    page = page_of(as_, me)
    assert "Nothing needs you now." in page
    assert "Problem statement handed in, open until then" in page
    Draft.objects.create(team=team, milestone=milestone, text="Better.", saved_at=timezone.now(), saved_by=None, revision=2)
    page = page_of(as_, me)
    assert "The draft is newer than what you handed in." in page


def test_invitations_results_and_what_was_handed_in(as_):
    scene = closed_scene(teams=1)
    me = scene.members(0)[0]
    page = page_of(as_, me)
    assert "version 1 was handed in" in page
    submitted(scene.works[0])
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=timezone.now(), released_by=coordinator())
    other = published_challenge()
    team = make_team(other, student(), name="The Owls")
    now = timezone.now()
    TeamInvitation.objects.create(
        team=team, address=me.email, invited_by=student(name="Ilse Bos"), invited_at=now, expires_at=now + LIFETIME
    )
    TeamInvitation.objects.create(
        team=make_team(other, student(), name="The Jays"), address=me.email, invited_by=None, invited_at=now, expires_at=now + LIFETIME
    )
    page = page_of(as_, me)
    for words in (
        "Ilse Bos asks you to join The Owls",
        "Somebody asks you to join The Jays",
        "scores and feedback are ready",
        "My challenges",
    ):
        assert words in page, words


def test_a_cancelled_challenge_asks_for_nothing(as_):
    challenge, me = published_challenge(), student()
    make_team(challenge, me)
    soon(challenge, hours=5)
    Challenge.objects.filter(pk=challenge.pk).update(state="cancelled", cancelled_at=timezone.now(), cancel_reason="No data.")
    page = page_of(as_, me)
    assert "Nothing needs you now." in page
    assert "Cancelled" in page


def test_partner_staff_see_drafts_questions_dates_and_results(as_):
    organisation = OrganisationFactory()
    editor, mentor = staff_of(organisation), staff_of(organisation, MemberRole.MENTOR)
    draft = ChallengeFactory(organisation=organisation, title="Half a case")
    back = ChallengeFactory(organisation=organisation, title="Sent back")
    ApprovalComment.objects.create(challenge=back, section="case", text="Whose data?", at=timezone.now())
    ready = published_challenge(organisation=organisation, title="A ready draft")
    Challenge.objects.filter(pk=ready.pk).update(
        state=ChallengeState.DRAFT, owner_approved_at=None, owner_approved_by=None, office_approved_at=None, office_approved_by=None,
        published_at=None,
    )  # fmt: skip
    running = published_challenge(organisation=organisation, title="A running one")
    Question.objects.create(challenge=running, text="May we?", asked_at=timezone.now())
    waiting = published_challenge(organisation=organisation, title="A waiting one")
    Challenge.objects.filter(pk=waiting.pk).update(state=ChallengeState.SUBMITTED)
    scene = closed_scene(organisation=organisation, title="A finished one")
    Milestone.objects.filter(pk=scene.milestone.pk).update(released_at=timezone.now(), released_by=coordinator())
    page = page_of(as_, editor)
    for words in (
        "Half a case", "things are missing, first: A summary", "Sent back with 1 comment", "Nothing is missing.", "Check and submit",
        "1 question waits for an answer", "Joining closes: A running one", "Waits for approval", "results are released",
        "4 things need you.",
    ):  # fmt: skip
        assert words in page, words
    assert f"/challenges/{draft.slug}/edit/basics/" in page
    page = page_of(as_, mentor)
    assert "1 thing needs you." in page
    assert "Half a case" not in page.split("Challenges of your organisation")[0]
    assert "Bring in your first case" in page_of(as_, staff_of(OrganisationFactory(), MemberRole.OWNER))


def test_faculty_see_keys_reviews_questions_and_the_teams_they_coach(as_):
    ada = faculty()
    assert "Nothing is assigned to you yet" in page_of(as_, ada)
    waiting = published_challenge(faculty_owner=ada, title="Turn my key")
    Challenge.objects.filter(pk=waiting.pk).update(
        state=ChallengeState.SUBMITTED, owner_approved_at=None, owner_approved_by=None, office_approved_at=None, office_approved_by=None,
        published_at=None,
    )  # fmt: skip
    owned = published_challenge(faculty_owner=ada, title="Mine already")
    Question.objects.create(challenge=owned, text="May we?", asked_at=timezone.now())
    coached = published_challenge()
    for name in ("Jays", "Owls", "Rooks", "Terns"):
        make_team(coached, student(), name=name, coach=ada)
    scene = closed_scene(teams=3)
    ReviewFactory(submission=scene.works[0], reviewer=ada, due_at=timezone.now() + 10 * HOUR)
    ReviewFactory(submission=scene.works[1], reviewer=ada, saved_at=timezone.now())
    submitted(scene.works[2], reviewer=ada)
    finished = closed_scene(teams=1)
    submitted(finished.works[0], reviewer=ada)
    page = page_of(as_, ada)
    for words in (
        "Turn my key", "Waits for your key", "2 submissions to review", "1 of 3 done", "1 draft.", "1 question waits for an answer",
        "Jays, Owls, Rooks …", "1 review submitted.", "Challenges that you own", "Teams that you coach", "3 things need you.",
    ):  # fmt: skip
        assert words in page, words


def test_a_coordinator_is_led_to_the_desk(as_):
    office = coordinator()
    assert "Nothing needs you now." in page_of(as_, office)
    grant(UserFactory(), Role.STUDENT)
    challenge = published_challenge()
    make_team(challenge, student())
    page = page_of(as_, office)
    assert "1 thing waits for the office" in page
    assert "1 team has no coach" in page
    assert "Joining closes" in page


def test_one_person_with_several_roles_has_one_page(as_):
    ada = faculty()
    grant(ada, Role.COORDINATOR)
    scene = closed_scene(teams=1)
    ReviewFactory(submission=scene.works[0], reviewer=ada)
    page = page_of(as_, ada)
    assert "1 submission to review" in page
    assert "Programme office" not in page.split("Coming up")[1]


def test_each_role_costs_a_constant_number_of_queries(django_assert_num_queries):
    now = timezone.now()

    def cost(user, number):
        fresh = type(user).objects.get(pk=user.pk)
        with django_assert_num_queries(number):
            dashboard(fresh, now)

    me, ada, organisation, office = student(), faculty(), OrganisationFactory(), coordinator()
    staff = staff_of(organisation)

    def more():
        challenge = published_challenge(organisation=organisation, faculty_owner=ada)
        team = make_team(challenge, me, coach=ada)
        milestone = soon(challenge, days=2)
        Draft.objects.create(team=team, milestone=milestone, text="We begin.", saved_at=now, revision=1)
        SubmissionFactory(team=team, milestone=milestone)
        Question.objects.create(challenge=challenge, text="May we?", asked_at=now)
        ChallengeFactory(organisation=organisation)
        ReviewFactory(submission=closed_scene(teams=1).works[0], reviewer=ada)

    more()
    for user in (me, ada, staff, office):
        cost(user, 3)
    more()
    more()
    for user in (me, ada, staff, office):
        cost(user, 3)


@pytest.mark.parametrize(
    ("hour", "greeting"), [(4, "Good evening"), (5, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")]
)
def test_the_greeting_follows_the_clock_in_amsterdam(hour, greeting):
    now = dt.datetime(2026, 1, 15, hour - 1, 30, tzinfo=dt.UTC)
    assert dashboard(UserFactory(name="Sam de Wit"), now).greeting == f"{greeting}, Sam"


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (dt.timedelta(0), "Overdue", "coral"),
        (dt.timedelta(hours=3), "Due today, 15:00", "coral"),
        (dt.timedelta(hours=20), "Due tomorrow, 08:00", "coral"),
        (dt.timedelta(days=2, hours=2), "Due in 2 days", "coral"),
        (dt.timedelta(days=5), "Due in 5 days", "amber"),
    ],
)
def test_due_in_words(left, words, tone):
    now = dt.datetime(2026, 1, 15, 11, 0, tzinfo=dt.UTC)
    assert due(now + left, now) == (words, tone)


def test_dates_in_short_words():
    now = dt.datetime(2026, 1, 15, 11, 0, tzinfo=dt.UTC)
    assert short(now, now) == "Thu 15 Jan, 12:00"
    assert short(now.replace(year=2027), now) == "Fri 15 Jan 2027, 12:00"
    assert saved(now, "Noor", now) == "Saved 12:00 by Noor."
    assert saved(now - DAY, "", now) == "Saved 14 Jan, 12:00."


def test_who_acts_for_an_organisation_finds_its_people_and_who_may_write_a_new_challenge(as_):
    organisation = OrganisationFactory(name="Pharma Demo")
    editor, mentor = staff_of(organisation), staff_of(organisation, MemberRole.MENTOR)
    published_challenge(organisation=organisation)
    for user, writes in ((editor, True), (mentor, False)):
        page = page_of(as_, user)
        assert f'href="{organisation.get_absolute_url()}staff/"' in page
        assert ('href="/challenges/new/"' in page) is writes
