"""Joining an edition and leaving it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.models import Notification, TermsAcceptance
from challenges.actions import enrolling
from challenges.models import Enrolment, Wish
from challenges.queries.enrolling import standing
from challenges.queries.terms import terms_of_edition
from tests.factories import ProfileFactory, UserFactory, enrol, make_team, open_edition, published_challenge, student, wish

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)


@pytest.fixture
def edition():
    found = open_edition()
    published_challenge(programme=found, title="Returned medicines", rights_text="You keep what you make.")
    published_challenge(programme=found, title="Sitting less", rights_text="Shared.")
    return found


def joins(programme, user, now=None):
    return enrolling.enrol(programme=programme, by=user, seen=terms_of_edition(programme).mark, now=now or timezone.now())


def test_a_confirmed_student_with_a_profile_joins_and_the_terms_of_each_challenge_are_kept_word_for_word(edition):
    noor = student(name="Noor Jansen")

    enrolment = joins(edition, noor)

    assert (enrolment.user, enrolment.programme, enrolment.left_at) == (noor, edition, None)
    kept = enrolment.terms
    assert (kept.document, kept.title, kept.version) == (f"programme:{edition.pk}", edition.name, 1)
    assert kept.text.index("Returned medicines") < kept.text.index("You keep what you make.") < kept.text.index("Sitting less")
    assert Entry.objects.get(action="enrolment.joined").scope == f"programme:{edition.pk}"
    assert Notification.objects.get(user=noor, kind="programme_joined").path == f"/programmes/{edition.slug}/wishes/"


def test_who_may_not_join_is_told_each_reason(edition):
    nobody = UserFactory()
    words = [part.words for part in standing(nobody, edition, NOW).parts if not part.ok]
    assert len(words) == 2
    assert "Only students can join" in words[0]
    assert "Fill in your profile" in words[1]

    late = standing(student(), edition, edition.join_until)
    assert "One could join until" in late.why_not
    assert "no challenges" in standing(student(), open_edition(), NOW).why_not
    assert "not joined as a whole" in standing(student(), open_edition(join_until=None, ranks_until=None), NOW).why_not
    for person, programme in ((nobody, edition), (student(), open_edition())):
        with pytest.raises(Refusal):
            joins(programme, person)
    assert Enrolment.objects.count() == 0


def test_one_is_in_an_edition_once_and_can_leave_and_come_back(edition):
    noor = student()
    first = joins(edition, noor)
    with pytest.raises(Refusal, match="already"):
        joins(edition, noor)
    with pytest.raises(IntegrityError), transaction.atomic():
        enrol(edition, noor)

    wish(first, *edition.challenges.all())
    enrolling.leave(programme=edition, by=noor, now=timezone.now())

    first.refresh_from_db()
    assert (first.left_at is None, first.wishes_at, Wish.objects.count()) == (False, None, 0)
    assert joins(edition, noor).terms == first.terms
    assert TermsAcceptance.objects.filter(user=noor).count() == 1


def test_terms_that_changed_meanwhile_are_read_again_and_are_a_version_of_their_own(edition):
    seen = terms_of_edition(edition).mark
    joins(edition, student())
    edition.challenges.filter(title="Sitting less").update(rights_text="Go to the partner.")
    noor = student()

    with pytest.raises(Refusal, match="changed") as no:
        enrolling.enrol(programme=edition, by=noor, seen=seen, now=timezone.now())

    assert no.value.field == "terms"
    assert joins(edition, noor).terms.version == 2


def test_whoever_takes_part_in_one_of_its_challenges_leaves_that_first(edition):
    noor = student()
    joins(edition, noor)
    make_team(edition.challenges.first(), noor)

    with pytest.raises(Refusal, match="Leave that first"):
        enrolling.leave(programme=edition, by=noor, now=timezone.now())


def test_the_database_keeps_dates_and_wishes_sound(edition):
    enrolment = enrol(edition, ProfileFactory().user)
    challenge = edition.challenges.first()
    for wrong in ({}, {"place": 0}, {"place": 1, "points": 3}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Wish.objects.create(enrolment=enrolment, challenge=challenge, **wrong)
    wish(enrolment, challenge)
    with pytest.raises(IntegrityError), transaction.atomic():
        wish(enrolment, challenge)
    for dates in ({"join_until": None}, {"ranks_until": edition.join_until - DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(edition).objects.filter(pk=edition.pk).update(**dates)
