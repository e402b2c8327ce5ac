"""Cancelling a challenge, and discarding a draft."""

import pytest

from accounts.audit.models import Entry
from accounts.kit import clock
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Notification
from accounts.outbox import notices
from accounts.outbox.actions import compose
from accounts.outbox.models import Mail
from challenges.actions import cancelling
from challenges.models import Challenge
from partners.enums import MemberRole
from tests.factories import (
    ChallengeFactory,
    OrganisationFactory,
    coordinator,
    faculty,
    make_team,
    published_challenge,
    staff_of,
    student,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenge():
    return published_challenge(title="Returning")


def told():
    return set(Notification.objects.filter(kind="challenge_cancelled").values_list("user__email", flat=True))


def url(challenge):
    return f"/challenges/{challenge.slug}/approval/cancel/"


def test_everybody_concerned_is_told_but_who_does_it(as_, challenge):
    editor, mentor = staff_of(challenge.organisation), staff_of(challenge.organisation, MemberRole.MENTOR)
    member, gone = student(), student()
    team = make_team(challenge, member, gone)
    team.participations.filter(user=gone).update(left_at=challenge.published_at.replace(year=2100))

    as_(editor).post(url(challenge), {"reason": "The data are not there."})

    challenge.refresh_from_db()
    office = challenge.office_approved_by
    assert (challenge.state, challenge.cancel_reason, challenge.cancelled_by) == ("cancelled", "The data are not there.", editor)
    assert told() == {mentor.email, member.email, challenge.faculty_owner.email, office.email}
    assert Entry.objects.get(action="challenge.cancelled").detail == {"reason": "The data are not there."}
    assert {notices.get(mail.kind).relevant(mail, challenge.cancelled_at) for mail in Mail.objects.all()} == {True}


def test_a_mail_to_somebody_who_left_meanwhile_is_dropped(challenge, now):
    member = student()
    team = make_team(challenge, member)
    cancelling.cancel(challenge=challenge, reason="R", by=staff_of(challenge.organisation), now=now)
    team.participations.update(left_at=clock.now())
    mail = Mail.objects.get(user=member)

    assert not notices.get(mail.kind).relevant(mail, now)
    for language in ("en", "nl"):
        mail.language = language
        assert "Returning" in compose(mail).subject


def test_a_reason_is_needed_and_what_was_typed_stays(as_, challenge, now):
    editor = staff_of(challenge.organisation)

    empty = as_(editor).post(url(challenge), {"reason": "  "})
    long = as_(editor).post(url(challenge), {"reason": "x" * 1001})
    with pytest.raises(Refusal) as refused:
        cancelling.cancel(challenge=challenge, reason=" ", by=editor, now=now)

    assert (empty.status_code, long.status_code, refused.value.field) == (422, 422, "reason")
    assert "x" * 1001 in long.content.decode()
    assert Challenge.objects.get(pk=challenge.pk).state == "published"


def test_not_twice(challenge, now):
    cancelling.cancel(challenge=challenge, reason="R", by=coordinator(), now=now)

    with pytest.raises(WrongState):
        cancelling.cancel(challenge=challenge, reason="R", by=coordinator(), now=now)


def test_not_after_release(as_, challenge, now):
    by = coordinator()
    challenge.milestones.filter(assessed=True).update(deadline=challenge.published_at, released_at=now, released_by=by)

    answer = as_(by).post(url(challenge), {"reason": "R"})

    assert "Results have been released" in answer.content.decode()
    assert Challenge.objects.get(pk=challenge.pk).state == "published"


def test_a_draft_is_put_away_without_a_word_and_seen_by_nobody_outside(as_):
    draft = ChallengeFactory(faculty_owner=faculty())
    editor = staff_of(draft.organisation)
    coordinator()

    as_(editor).post(url(draft), {"reason": "Double"})

    assert told() == set()
    assert as_(editor).get(f"/challenges/{draft.slug}/approval/").status_code == 200
    assert as_(None).get(f"/challenges/{draft.slug}/").status_code == 404


def test_without_an_owner(now):
    waiting = ChallengeFactory(state="submitted", submitted_at=now)

    assert cancelling.cancel(challenge=waiting, reason="R", by=coordinator(), now=now).state == "cancelled"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda c: staff_of(c.organisation), 302),
        (lambda c: coordinator(), 302),
        (lambda c: staff_of(c.organisation, MemberRole.MENTOR), 404),
        (lambda c: c.faculty_owner, 404),
        (lambda c: staff_of(OrganisationFactory()), 404),
        (lambda c: student(), 404),
    ],
)
def test_who_may(as_, challenge, who, status):
    assert as_(who(challenge)).post(url(challenge), {"reason": "R"}).status_code == status
