"""The office's desk counts what waits, and leads there."""

import pytest
from django.utils import timezone

from accounts.enums import GrantSource, Role
from accounts.models import RoleGrant
from accounts.outbox.models import Mail
from challenges.actions import applications
from challenges.actions.cancelling import cancel
from challenges.enums import ApplicationState, ChallengeState, Joining
from challenges.models import Challenge, Milestone
from challenges.queries.approval import line, office_list
from challenges.queries.desk import desk
from tests.challenges.scenes import DAY, add_work, closed_scene, submitted
from tests.factories import ReviewFactory, UserFactory, coordinator, faculty, make_team, published_challenge, staff_of, student

pytestmark = pytest.mark.django_db


def waiting(now=None):
    return {item.title: item.count for item in desk(now or timezone.now()).items if item.count}


def submitted_challenge(**fields):
    """A challenge that waits for keys; none is turned unless said."""
    challenge = published_challenge()
    values = {"owner_approved_at": None, "owner_approved_by": None, "office_approved_at": None, "office_approved_by": None} | fields
    Challenge.objects.filter(pk=challenge.pk).update(state=ChallengeState.SUBMITTED, published_at=None, **values)
    return challenge


def test_an_empty_desk_says_so(as_):
    page = as_(coordinator()).get("/manage/").content.decode()
    assert "Nothing waits." in page
    assert "No deadlines and no closing dates." in page
    assert waiting() == {}


def test_challenges_wait_for_the_office_key_or_an_owner():
    owner, now = faculty(), timezone.now()
    submitted_challenge()
    submitted_challenge(owner_approved_at=now, owner_approved_by=owner)
    submitted_challenge(office_approved_at=now, office_approved_by=coordinator())
    submitted_challenge(faculty_owner=None, submitted_at=None)
    assert waiting() == {"Approval": 2, "Owners": 1}


def test_the_desk_and_the_list_agree_on_what_waits_for_the_office():
    now = timezone.now()
    submitted_challenge()
    submitted_challenge(office_approved_at=now, office_approved_by=coordinator())
    submitted_challenge(faculty_owner=None)
    on_desk = {link.url for item in desk(now).items if item.title in {"Approval", "Owners"} for link in item.links}
    listed = {f"/challenges/{one.slug}/approval/" for one in office_list() if line(one).needs_you}
    assert on_desk == listed
    assert len(listed) == 2


def test_statements_and_failed_mails_are_counted():
    now = timezone.now()
    RoleGrant.objects.create(user=UserFactory(), role=Role.STUDENT, source=GrantSource.STATEMENT, proposed_at=now)
    Mail.objects.create(
        kind="review_due", address="a@example.org", language="en", dedupe_key="k", state="failed", due_at=now, created_at=now
    )
    assert waiting() == {"People": 1, "Mails": 1}


def test_teams_without_a_coach_while_there_is_something_ahead():
    challenge = published_challenge()
    make_team(challenge, student())
    make_team(challenge, student(), coach=faculty())
    make_team(challenge)
    closed_scene(teams=1)
    assert waiting()["Coaches"] == 1


def test_work_without_a_reviewer_late_reviews_and_results_that_are_ready():
    now = timezone.now()
    closed_scene(teams=2)
    late = closed_scene(teams=1)
    ReviewFactory(submission=late.works[0], due_at=now - DAY)
    ready = closed_scene(teams=1)
    submitted(ready.works[0])
    going = closed_scene(teams=1)
    ReviewFactory(submission=going.works[0])
    over = closed_scene(teams=1)
    Milestone.objects.filter(pk=over.milestone.pk).update(released_at=now, released_by=coordinator())
    assert waiting() == {"Reviewers": 1, "Late reviews": 1, "Results": 1}
    links = {item.title: item.links for item in desk(now).items}
    assert links["Results"][0].url == f"/manage/challenges/{ready.challenge.slug}/results/?milestone={ready.milestone.pk}"


def test_applications_wait_until_somebody_decides_or_the_challenge_is_over(now):
    challenge = published_challenge(joining=Joining.APPLICATION)
    first, second = (
        applications.apply(challenge=challenge, motivation="I know the ward.", answers={}, revision=0, by=student(), now=now)
        for _number in range(2)
    )
    item = next(one for one in desk(now).items if one.title == "Applications")
    assert (item.count, [link.url for link in item.links]) == (2, [f"/challenges/{challenge.slug}/applications/decide/"])

    chosen = {first.pk: first.revision}
    applications.decide(challenge=challenge, chosen=chosen, accept=True, words="Welcome.", by=coordinator(), now=now)
    assert waiting(now)["Applications"] == 1
    cancel(challenge=challenge, reason="Nobody can go there.", by=coordinator(), now=now)
    assert "Applications" not in waiting(now)
    assert second.state == ApplicationState.WAITING


def test_a_team_that_does_not_meet_the_rules_comes_to_the_office_once_teams_are_fixed_and_while_there_is_work_ahead(now):
    challenge = published_challenge(join_until=now + DAY)
    team = make_team(challenge, student(), name="Second Shelf")
    make_team(challenge, student(), student())
    assert "Composition" not in waiting(now)

    fixed = challenge.join_until
    (link,) = next(one for one in desk(fixed).items if one.title == "Composition").links
    assert (link.label, link.url) == ("Second Shelf", f"/challenges/{challenge.slug}/team/{team.pk}/")
    last = max(one.deadline for one in challenge.milestones.all())
    assert "Composition" not in waiting(last)


def test_the_coming_fortnight_in_order(now):
    challenge = published_challenge(join_until=now + 2 * DAY)
    challenge.milestones.filter(assessed=True).update(deadline=now + 13 * DAY)
    scene = closed_scene(teams=1, join_until=now - DAY)
    ReviewFactory(submission=scene.works[0], due_at=now + 4 * DAY)
    found = [one.what for one in desk(now).upcoming]
    assert found == [
        f"Joining closes · {challenge.title}",
        f"1 review · Proposal · {scene.challenge.title}",
        f"Proposal due · {challenge.title}",
    ]


def test_the_page_leads_to_what_waits(as_):
    for _number in range(8):
        closed_scene(teams=1)
    page = as_(coordinator()).get("/manage/").content.decode()
    assert "8 milestones have work without a reviewer" in page
    assert "All of them" in page
    assert "In order" in page
    assert page.count("/reviews/?milestone=") == 8


def test_only_the_office_has_a_desk(as_):
    for person in (faculty(), student(), staff_of(published_challenge().organisation)):
        assert as_(person).get("/manage/").status_code == 404
    assert as_(None).get("/manage/").status_code == 302


def test_the_desk_costs_the_same_with_one_and_with_three(django_assert_num_queries):
    def more():
        submitted_challenge(faculty_owner=None)
        scene = closed_scene(teams=2)
        ReviewFactory(submission=scene.works[0], due_at=timezone.now() - DAY)
        ReviewFactory(submission=add_work(scene))
        make_team(published_challenge(), student())

    more()
    with django_assert_num_queries(1):
        desk(timezone.now())
    more()
    more()
    with django_assert_num_queries(1):
        desk(timezone.now())
