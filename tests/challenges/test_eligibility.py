"""Who may join: each rule in words, prerequisites, running challenges, and people whom the office lets in."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.audit.models import Entry
from accounts.enums import Level
from accounts.kit.refusals import Refusal
from accounts.models import Faculty, Notification, Profile
from accounts.outbox.models import Mail
from challenges.actions import eligibility, joining
from challenges.enums import ApplicationState, ChallengeState, Joining
from challenges.models import Admission, Application, Challenge, Prerequisite, PrerequisiteMet
from challenges.queries.joining import standing
from tests.factories import (
    InstitutionFactory,
    ProgrammeFactory,
    SubmissionFactory,
    UserFactory,
    coordinator,
    make_team,
    published_challenge,
    student,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def challenge():
    return published_challenge(levels=[])


@pytest.fixture
def here():
    return InstitutionFactory()


def rules(user, challenge, now):
    """The parts about who may join, without time, seats, role and profile."""
    return [(part.ok, part.words) for part in standing(user, challenge, now).parts[4:-1]]


def someone(**profile):
    user = student()
    Profile.objects.filter(user=user).update(**profile)
    return user


class TestProfile:
    def test_an_institution_that_fits_and_one_that_does_not(self, challenge, here, now):
        other = InstitutionFactory(key="elsewhere", name="Elsewhere")
        challenge.eligible_institutions.add(here)

        assert rules(student(), challenge, now) == [(True, "Your institution fits: Utrecht University.")]
        assert rules(someone(institution=other), challenge, now) == [
            (False, "For students of Utrecht University. Your profile says: Elsewhere.")
        ]
        challenge.eligible_institutions.add(other)
        assert rules(someone(institution=other), challenge, now)[0][0]

    def test_a_faculty(self, challenge, here, now):
        law, arts = (Faculty.objects.create(institution=here, name=name) for name in ("Law", "Arts"))
        challenge.eligible_faculties.add(law)

        assert rules(someone(faculty=law), challenge, now) == [(True, "Your faculty fits: Law.")]
        assert rules(someone(faculty=arts), challenge, now) == [(False, "For students of the faculty Law. Your profile says: Arts.")]
        assert rules(student(), challenge, now) == [(False, "For students of the faculty Law. Your profile names no faculty.")]

    @pytest.mark.parametrize(("code", "name"), [("09", "Health and welfare"), ("091", "Health"), ("0912", "Medicine")])
    def test_a_field_of_study_counts_with_everything_below_it(self, challenge, now, code, name):
        challenge.eligible_disciplines = [code]

        assert rules(someone(discipline="0912"), challenge, now) == [(True, "Your field of study fits: Medicine.")]
        assert rules(student(), challenge, now) == [(False, f"For the field of study {name}. Your profile says: Biology.")]

    def test_a_programme_of_study_is_compared_without_case_and_with_single_spaces(self, challenge, now):
        challenge.eligible_programmes = ["Health  Law", "Bioethics"]

        assert rules(someone(programme_of_study="health law"), challenge, now) == [(True, "Your programme of study fits: health law.")]
        assert rules(student(), challenge, now) == [
            (False, "For the programme of study Health  Law or Bioethics. Your profile says: Science and Innovation.")
        ]

    def test_every_rule_is_told_at_once_also_to_a_visitor_and_without_a_profile(self, here, now):
        challenge = published_challenge(levels=[Level.PHD], eligible_disciplines=["09"], eligible_programmes=["Bioethics"])
        challenge.eligible_institutions.add(here)
        Prerequisite.objects.create(challenge=challenge, text="Dutch at B2.")
        asked = [
            "For students of Utrecht University.",
            "For the level PhD (EQF 8).",
            "For the field of study Health and welfare.",
            "For the programme of study Bioethics.",
            "Asked beforehand: Dutch at B2.",
            "At most 4 running challenges at a time.",
        ]

        assert [part.words for part in standing(AnonymousUser(), challenge, now).parts[-6:]] == asked
        assert [part.words for part in standing(UserFactory(), challenge, now).parts[-6:]] == asked
        assert [part.ok for part in standing(student(), challenge, now).parts[4:]] == [True, False, False, False, False, True]


class TestPrerequisites:
    def test_one_says_to_meet_it_once_and_can_join(self, challenge, now):
        asked, user = Prerequisite.objects.create(challenge=challenge, text="Dutch at B2."), student()
        found = standing(user, challenge, now)
        assert (found.why_not, found.mend_url) == ("Asked beforehand: Dutch at B2.", f"/challenges/{challenge.slug}/join/#prerequisites")
        assert found.unsaid == [asked]

        eligibility.say_met(prerequisite=asked, by=user, now=now)
        eligibility.say_met(prerequisite=asked, by=user, now=now + DAY)

        found = standing(user, challenge, now)
        assert (found.can_join, found.unsaid) == (True, [])
        assert rules(user, challenge, now)[0][1].endswith("that you meet this: Dutch at B2.")
        assert PrerequisiteMet.objects.get().said_at == now
        assert Entry.objects.filter(action="prerequisite.met", by=user).count() == 1

    def test_what_another_says_does_not_count(self, challenge, now):
        asked = Prerequisite.objects.create(challenge=challenge, text="Dutch at B2.")
        eligibility.say_met(prerequisite=asked, by=student(), now=now)

        assert not standing(student(), challenge, now).can_join

    def test_nothing_is_said_once_nobody_can_join_or_what_was_taken_away(self, challenge, now):
        asked = Prerequisite.objects.create(challenge=challenge, text="Dutch at B2.")

        with pytest.raises(Refusal, match="no longer join"):
            eligibility.say_met(prerequisite=asked, by=student(), now=challenge.join_until)
        Prerequisite.objects.filter(pk=asked.pk).delete()
        with pytest.raises(Refusal, match="no longer asked"):
            eligibility.say_met(prerequisite=asked, by=student(), now=now)

    def test_the_page_has_a_small_form_for_each(self, challenge, client):
        asked, user = Prerequisite.objects.create(challenge=challenge, text="Dutch at B2."), student()
        client.force_login(user)
        page = client.get(f"/challenges/{challenge.slug}/join/").content.decode()
        assert f"/challenges/{challenge.slug}/join/prerequisites/{asked.pk}/" in page
        assert "Join this challenge</button>" not in page

        page = client.post(f"/challenges/{challenge.slug}/join/prerequisites/{asked.pk}/", follow=True).content.decode()

        assert "It is kept that you meet this." in page
        assert "Join this challenge</button>" in page


class TestRunning:
    def test_the_next_one_over_the_most_is_refused_in_words(self, challenge, now):
        user = student()
        for _ in range(4):
            make_team(published_challenge(), user)

        with pytest.raises(Refusal, match="At most 4 running challenges at a time. You take part in 4 other ones now."):
            joining.join_alone(challenge=challenge, by=user, version=1, now=now)
        Challenge.objects.filter(pk=challenge.pk).update(most_running=5)
        assert joining.join_alone(challenge=challenge, by=user, version=1, now=now)

    def test_what_ended_was_cancelled_or_left_does_not_run(self, challenge, now):
        user = student()
        ended, unreleased, cancelled, left = (published_challenge() for _ in range(4))
        for one in (ended, unreleased):
            one.milestones.update(deadline=now - DAY)
        teams = [make_team(one, user) for one in (ended, unreleased, cancelled, left)]
        SubmissionFactory(team=teams[1], milestone=unreleased.milestones.get(assessed=True))
        Challenge.objects.filter(pk=cancelled.pk).update(state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="No data.")
        teams[3].participations.update(left_at=now + DAY)

        words = standing(user, challenge, now).parts[-1].words
        assert words == "At most 4 running challenges at a time. You take part in 1 other one now."


class TestLetIn:
    def test_the_rules_no_longer_count_and_the_reason_is_not_told(self, now):
        challenge, user, office = published_challenge(levels=[Level.PHD]), student(), coordinator()
        Prerequisite.objects.create(challenge=challenge, text="Dutch at B2.")

        eligibility.let_in(challenge=challenge, address=user.email, reason="Knows the ward.", by=office, now=now)

        assert [(part.ok, part.words) for part in standing(user, challenge, now).parts[4:]] == [(True, "The programme office lets you in.")]
        assert not standing(student(), challenge, now).can_join
        assert joining.join_alone(challenge=challenge, by=user, version=1, now=now)
        assert Entry.objects.get(action="admission.made").detail["reason"] == "Knows the ward."
        assert (Mail.objects.get(kind="challenge_let_in").address, Notification.objects.filter(kind="challenge_let_in").count()) == (
            user.email,
            1,
        )
        assert "ward" not in str(Notification.objects.get(kind="challenge_let_in").context)

    def test_time_seats_and_the_role_still_count(self, challenge, now):
        user, stranger = student(), UserFactory()
        for one in (user, stranger):
            eligibility.let_in(challenge=challenge, address=one.email, reason="Knows the ward.", by=coordinator(), now=now)
        make_team(challenge, student())
        Challenge.objects.filter(pk=challenge.pk).update(seats=1)
        challenge.refresh_from_db()

        assert standing(user, challenge, now).why_not == "All 1 seats are taken."
        assert standing(user, challenge, challenge.join_until).why_not.startswith("One could join until")
        assert "Only students can join." in str([part.words for part in standing(stranger, challenge, now).parts])

    def test_an_address_without_an_account_and_who_takes_part_are_refused(self, challenge, now):
        inside = student()
        make_team(challenge, inside)

        for address, words in [("nobody@example.org", "Nobody has an account"), (inside.email, "takes part already")]:
            with pytest.raises(Refusal, match=words) as no:
                eligibility.let_in(challenge=challenge, address=address, reason="So.", by=coordinator(), now=now)
            assert no.value.field == "address"
        with pytest.raises(Refusal, match="no longer join"):
            eligibility.let_in(challenge=challenge, address=student().email, reason="So.", by=coordinator(), now=challenge.join_until)

    def test_it_can_be_taken_back_until_the_person_joins(self, now):
        challenge, user, office = published_challenge(levels=[Level.PHD]), student(), coordinator()
        first = eligibility.let_in(challenge=challenge, address=user.email, reason="So.", by=office, now=now)
        eligibility.take_back(admission=first, by=office, now=now)
        eligibility.take_back(admission=first, by=office, now=now)
        assert not standing(user, challenge, now).can_join
        assert Entry.objects.filter(action="admission.taken_back").count() == 1

        again = eligibility.let_in(challenge=challenge, address=user.email, reason="So.", by=office, now=now)
        joining.join_alone(challenge=challenge, by=user, version=1, now=now)
        with pytest.raises(Refusal, match="has joined in the meantime"):
            eligibility.take_back(admission=again, by=office, now=now)

    def test_the_office_does_it_on_a_page(self, challenge, client):
        user = student(name="Sem Bakker")
        client.force_login(coordinator())
        path = f"/manage/challenges/{challenge.slug}/joining/"
        assert "Nobody has an account" in client.post(path, {"address": "no@example.org", "reason": "So."}).content.decode()

        page = client.post(path, {"address": user.email, "reason": "Knows the ward."}, follow=True).content.decode()
        assert "Sem Bakker is let in." in page
        assert "Knows the ward." in page

        page = client.post(f"{path}{Admission.objects.get().pk}/back/", follow=True).content.decode()
        assert "Sem Bakker is let in no longer." in page


class TestWays:
    def test_through_its_programme_one_joins_there(self, now):
        programme = ProgrammeFactory(name="BITT", slug="bitt")
        found = standing(student(), published_challenge(joining=Joining.PROGRAMME, programme=programme), now)

        assert (found.why_not, found.mend_url) == ("One joins through the programme “BITT”.", "/programmes/bitt/")

    @pytest.mark.parametrize(
        ("state", "ok", "words"),
        [
            (ApplicationState.WAITING, False, "Your application waits for a decision."),
            (ApplicationState.ACCEPTED, True, "Your application was accepted."),
            (ApplicationState.REFUSED, False, "Your application was not accepted."),
            (ApplicationState.WITHDRAWN, False, "You withdrew your application. You can apply again."),
        ],
    )
    def test_on_application_ones_own_application_counts(self, now, state, ok, words):
        challenge, user = published_challenge(joining=Joining.APPLICATION), student()
        assert standing(user, challenge, now).why_not == "One joins on application: say why you want to take part."
        decided = {"decided_at": now, "decided_by": coordinator(), "words": "So."} if state in ApplicationState.decided() else {}
        Application.objects.create(
            challenge=challenge,
            user=user,
            pseudonym="Heron",
            motivation="I know it.",
            state=state,
            applied_at=now,
            changed_at=now,
            **decided,
        )

        last = standing(user, challenge, now).parts[-1]
        assert (last.ok, last.words) == (ok, words)
        assert not standing(student(), challenge, now).can_join
