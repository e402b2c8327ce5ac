"""Whoever was faculty and is no longer: what came with owning and coaching ends with the role."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.actions import roles
from accounts.enums import Role
from accounts.models import Mail, Notification, User
from accounts.outbox import notices
from challenges.actions import coaches, questions, releasing
from challenges.models import ApprovalComment, Challenge
from tests.challenges.scenes import Scene, closed_scene, submitted
from tests.factories import ChallengeFactory, coordinator, faculty, student

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.fixture
def scene(now: dt.datetime) -> Scene:
    """A team that handed in and was reviewed, with a coach."""
    scene = closed_scene(teams=1)
    submitted(scene.works[0])
    scene.teams[0] = coaches.name_coach(team=scene.teams[0], coach=faculty(), by=coordinator(), now=now)
    return scene


def behind(scene: Scene) -> list[str]:
    base, team = f"/challenges/{scene.challenge.slug}", scene.teams[0]
    return [
        f"{base}/team/{team.pk}/",
        f"{base}/team/{team.pk}/work/{scene.milestone.pk}/1/",
        f"{base}/results/",
        f"{base}/results/{team.pk}/",
    ]


def end(user: User, now: dt.datetime) -> User:
    """The office takes the faculty role away."""
    roles.revoke(grant=user.role_grants.get(role=Role.FACULTY), by=coordinator(), now=now, reason="Left.")
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("whose", ["coach", "owner"])
def test_the_names_and_the_work_of_teams_close_with_the_role(as_: As, scene: Scene, now: dt.datetime, whose: str) -> None:
    user = scene.teams[0].coach if whose == "coach" else scene.challenge.faculty_owner
    assert user is not None
    assert [as_(user).get(url).status_code for url in behind(scene)] == [200] * 4
    former = end(user, now)
    assert [as_(former).get(url).status_code for url in behind(scene)] == [404] * 4


def test_a_draft_closes_with_the_role(as_: As, now: dt.datetime) -> None:
    draft = ChallengeFactory(faculty_owner=faculty())
    ApprovalComment.objects.create(challenge=draft, section="case", text="Mend this.", at=now)
    pages = [f"/challenges/{draft.slug}/", f"/challenges/{draft.slug}/approval/"]
    assert [as_(draft.faculty_owner).get(url).status_code for url in pages] == [200, 200]
    former = end(draft.faculty_owner, now)
    assert [as_(former).get(url).status_code for url in pages] == [404, 404]


def test_who_was_faculty_hears_nothing_more(scene: Scene, now: dt.datetime) -> None:
    challenge: Challenge = scene.challenge
    owner, coach = challenge.faculty_owner, scene.teams[0].coach
    assert owner
    assert coach
    Challenge.objects.filter(pk=challenge.pk).update(join_until=now + dt.timedelta(days=1))
    challenge.refresh_from_db()
    for one in (owner, coach):
        end(one, now)
    questions.ask(challenge=challenge, text="Why?", by=student(), now=now)
    releasing.release(milestone=scene.milestone, despite_gaps=False, by=coordinator(), now=now)
    told = Notification.objects.filter(user__in=[owner, coach]).values_list("kind", flat=True)
    assert sorted(told) == ["coach_named", "role_revoked", "role_revoked"]


def test_a_mail_that_still_waits_is_not_sent_to_who_was_faculty(scene: Scene, now: dt.datetime) -> None:
    releasing.release(milestone=scene.milestone, despite_gaps=False, by=coordinator(), now=now)
    owner, coach = scene.challenge.faculty_owner, scene.teams[0].coach
    mails = Mail.objects.filter(user__in=[owner, coach], kind__in=["results_ready", "coach_named"])

    def sent() -> list[tuple[str, bool]]:
        return sorted((mail.kind, notices.get(mail.kind).relevant(mail, now)) for mail in mails.all())

    assert sent() == [("coach_named", True), ("results_ready", True), ("results_ready", True)]
    for one in (owner, coach):
        assert one
        end(one, now)
    assert sent() == [("coach_named", False), ("results_ready", False), ("results_ready", False)]
