"""Handing in: the deadline, versions, receipts."""

import datetime as dt
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.models import Notification
from accounts.outbox import actions as outbox
from accounts.outbox import notices
from accounts.outbox.models import Mail
from challenges.actions import drafts, submissions
from challenges.actions.drafts import Page
from challenges.enums import ChallengeState
from challenges.errors import NewerDraft
from challenges.models import Challenge, Draft, Milestone, Participation, Submission, Team
from challenges.queries import milestones
from challenges.queries.submission_page import work_page
from tests.factories import ReviewFactory, coordinator, faculty, make_team, published_challenge, staff_of, student

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def noor():
    return student(name="Noor")


@pytest.fixture
def sem():
    return student(name="Sem")


@pytest.fixture
def team(noor, sem):
    return make_team(published_challenge(title="Unused medicines"), noor, sem, name="Second Shelf")


@pytest.fixture
def milestone(team):
    return team.challenge.milestones.first()


@pytest.fixture
def url(team, milestone):
    return f"/challenges/{team.challenge.slug}/submissions/{milestone.pk}/"


def add(team, milestone, by, now, name="notes.txt", content=b"Notes."):
    return drafts.add_files(team=team, milestone=milestone, uploads=[SimpleUploadedFile(name, content)], by=by, now=now).files[0]


def hand_in(team, milestone, by, now, text="What we found.", page="p", revision=0):
    return submissions.hand_in(team=team, milestone=milestone, text=text, page=Page(page, revision), by=by, now=now)


class TestHandIn:
    def test_every_member_gets_a_receipt_with_all_facts(self, team, milestone, noor, sem, now):
        file = add(team, milestone, noor, now, "interview guide.txt")

        submission = hand_in(team, milestone, noor, now, "Wat we vonden: één.")

        assert (submission.version, submission.text, submission.handed_in_at, submission.handed_in_by) == (
            1,
            "Wat we vonden: één.",
            now,
            noor,
        )
        assert list(submission.files.all()) == [file]
        assert {mail.user for mail in Mail.objects.filter(kind="submission_received")} == {noor, sem}
        assert Notification.objects.get(user=sem).path == f"/challenges/{team.challenge.slug}/submissions/{milestone.pk}/receipt/1/"
        body = outbox.compose(Mail.objects.filter(user=sem).get()).body
        for fact in [
            "interview guide.txt",
            "6 bytes",
            hashlib.sha256(b"Notes.").hexdigest(),
            hashlib.sha256("Wat we vonden: één.".encode()).hexdigest(),
            "19 characters",
            "Noor",
        ]:
            assert fact in body
        assert "Wat we vonden" not in body
        assert notices.get("submission_received").essential
        assert Entry.objects.get(action="submission.handed_in").detail == {"team": team.pk, "milestone": milestone.pk, "version": 1}

    def test_who_left_gets_no_mail_that_still_waits(self, team, milestone, noor, sem, now):
        hand_in(team, milestone, noor, now)
        team.participations.filter(user=sem).update(left_at=now + SECOND)

        relevant = {mail.user: notices.get(mail.kind).relevant(mail, now) for mail in Mail.objects.all()}
        assert relevant == {noor: True, sem: False}

    def test_again_makes_a_new_version_and_keeps_the_first(self, team, milestone, noor, sem, now):
        first = hand_in(team, milestone, noor, now)
        second = hand_in(team, milestone, sem, now + SECOND, "Better.", revision=1)

        assert (second.version, Submission.objects.last_versions().get()) == (2, second)
        assert Submission.objects.get(pk=first.pk).text == "What we found."

    def test_the_same_again_is_the_same_version(self, team, milestone, noor, sem, now):
        add(team, milestone, noor, now)
        first = hand_in(team, milestone, noor, now)

        assert hand_in(team, milestone, noor, now + SECOND) == first
        assert hand_in(team, milestone, sem, now + SECOND, page="other", revision=0) == first
        assert (Submission.objects.count(), Mail.objects.count()) == (1, 2)
        add(team, milestone, noor, now, "more.txt")
        assert hand_in(team, milestone, noor, now + SECOND).version == 2

    def test_the_deadlines_own_instant_counts_and_the_next_does_not(self, team, milestone, noor):
        late = milestone.deadline + dt.timedelta(microseconds=1)
        assert hand_in(team, milestone, noor, milestone.deadline).version == 1

        with pytest.raises(Refusal, match="The deadline has passed"):
            hand_in(team, milestone, noor, late, "Late.", revision=1)

        assert Submission.objects.count() == 1
        assert Draft.objects.get().text == "Late."

    def test_a_deadline_that_moved_while_the_page_was_open_counts(self, team, milestone, noor):
        Milestone.objects.filter(pk=milestone.pk).update(deadline=milestone.deadline + 60 * SECOND)

        assert hand_in(team, milestone, noor, milestone.deadline + SECOND)

    def test_not_in_a_cancelled_challenge_and_not_without_anything(self, team, milestone, noor, now):
        with pytest.raises(Refusal, match="nothing to hand in yet"):
            hand_in(team, milestone, noor, now, " \n ")
        Challenge.objects.filter(pk=team.challenge_id).update(state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="No data.")
        with pytest.raises(Refusal, match="was cancelled"):
            hand_in(team, milestone, noor, now, revision=1)

        assert not Submission.objects.exists()

    def test_a_file_without_a_text_is_enough(self, team, milestone, noor, now):
        add(team, milestone, noor, now)

        hand_in(team, milestone, noor, now, "")

        assert Mail.objects.first().context["text_sha256"] == ""

    def test_a_text_that_another_member_changed_is_not_handed_in(self, team, milestone, noor, sem, now):
        drafts.save(team=team, milestone=milestone, text="Theirs.", page=Page("s", 0), by=sem, now=now)

        with pytest.raises(NewerDraft):
            hand_in(team, milestone, noor, now)

        assert not Submission.objects.exists()

    def test_who_left_hands_nothing_in(self, team, milestone, noor, now):
        Participation.objects.filter(user=noor).update(left_at=now + SECOND)

        with pytest.raises(Refusal, match="not in this team any more"):
            hand_in(team, milestone, noor, now)

    def test_too_small_a_team_may_hand_in(self, team, milestone, noor, now):
        Challenge.objects.filter(pk=team.challenge_id).update(team_min=4)

        assert hand_in(team, milestone, noor, now)


class TestMilestones:
    def states(self, team, now):
        return [(row.words, row.tone, row.is_open) for row in milestones.rows(Team.objects.get(pk=team.pk), now)]

    def test_each_state_in_words(self, team, milestone, noor, now):
        assert self.states(team, now)[0] == (
            "Due in 20 days" if self.states(team, now)[0][0].endswith("20 days") else "Due in 19 days",
            "neutral",
            True,
        )
        assert self.states(team, milestone.deadline - 2 * 3600 * SECOND)[0] == ("Due in 2 hours", "coral", True)
        assert self.states(team, milestone.deadline)[0] == ("Due in less than a minute", "coral", True)
        assert self.states(team, milestone.deadline + SECOND)[0] == ("Nothing was handed in", "neutral", False)
        add(team, milestone, noor, now)
        assert milestones.rows(team, now)[0].note == "There is a draft that is not handed in."
        hand_in(team, milestone, noor, now)
        assert self.states(team, now)[0] == ("Handed in", "teal", True)
        drafts.save(team=team, milestone=milestone, text="Newer.", page=Page("p", 1), by=noor, now=now + SECOND)
        assert self.states(team, now)[0] == ("Handed in; the draft is newer", "amber", True)
        assert self.states(team, milestone.deadline + SECOND)[0] == ("Handed in", "teal", False)
        Milestone.objects.filter(pk=milestone.pk).update(
            assessed=True, released_at=milestone.deadline + SECOND, released_by=team.challenge.faculty_owner
        )
        assert self.states(team, milestone.deadline + SECOND)[0] == ("Results are out", "teal", False)
        Challenge.objects.filter(pk=team.challenge_id).update(state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="No data.")
        assert self.states(team, now)[1] == ("Closed", "neutral", False)

    def test_the_overview_shows_them_and_costs_the_same(self, team, milestone, noor, as_, now, django_assert_num_queries):
        client, url = as_(noor), f"/challenges/{team.challenge.slug}/submissions/"
        client.get(url)
        with django_assert_num_queries(4):
            seen = client.get(url).content.decode()
        assert "Problem statement" in seen
        assert "Write and hand in" in seen
        for number in range(2):
            Milestone.objects.create(challenge=team.challenge, phase="act", title=f"More {number}", deadline=milestone.deadline)
        hand_in(team, milestone, noor, now)
        with django_assert_num_queries(4):
            client.get(url)

    def test_without_milestones_it_says_so(self, team, noor, as_):
        team.challenge.milestones.all().delete()

        assert "Nothing has to be handed in yet" in as_(noor).get(f"/challenges/{team.challenge.slug}/submissions/").content.decode()

    def test_others_find_nothing(self, team, as_):
        for user in (student(), coordinator(), staff_of(team.challenge.organisation)):
            assert as_(user).get(f"/challenges/{team.challenge.slug}/submissions/").status_code == 404


class TestPages:
    def form(self, **data):
        return {"page": "a", "revision": 0, "text": "What we found.", "do": "hand_in"} | data

    def test_text_and_files_go_in_with_one_press_and_lead_to_the_receipt(self, team, milestone, noor, url, as_):
        upload = SimpleUploadedFile("guide.txt", b"Ask why.")

        answer = as_(noor).post(url, self.form(files=[upload]), follow=True)

        assert answer.redirect_chain == [(f"{url}receipt/1/", 302)]
        seen = answer.content.decode()
        assert "This version counts" in seen
        assert "guide.txt" in seen
        assert hashlib.sha256(b"Ask why.").hexdigest() in seen
        assert hashlib.sha256(b"What we found.").hexdigest() in seen
        assert ":" in seen
        assert "CET" in seen or "CEST" in seen

    def test_a_double_click_is_one_version(self, noor, url, as_):
        client = as_(noor)

        first, second = (client.post(url, self.form()) for _ in range(2))

        assert first["Location"] == second["Location"]
        assert Submission.objects.count() == 1

    def test_one_bad_file_stops_the_handing_in_and_loses_nothing(self, team, milestone, noor, url, as_):
        good, bad = SimpleUploadedFile("good.txt", b"Good."), SimpleUploadedFile("bad.pdf", b"MZ bad")

        seen = as_(noor).post(url, self.form(files=[good, bad])).content.decode()

        assert "“bad.pdf” is not what its name says" in seen
        assert "good.txt" in seen
        assert ">\nWhat we found.</textarea>" in seen
        assert not Submission.objects.exists()
        assert Draft.objects.get().text == "What we found."

    def test_too_late_the_words_say_so_and_the_text_is_kept(self, team, milestone, noor, url, as_, now):
        Milestone.objects.filter(pk=milestone.pk).update(deadline=now - SECOND)

        seen = as_(noor).post(url, self.form(files=[SimpleUploadedFile("late.txt", b"Late.")])).content.decode()
        assert "The deadline has passed" in seen
        assert "What we found." in seen
        seen = as_(noor).post(url, self.form()).content.decode()
        assert "The deadline has passed, so this was not handed in." in seen
        assert Draft.objects.get().text == "What we found."
        assert not Submission.objects.exists()

    def test_a_conflict_after_the_deadline_still_keeps_what_was_typed(self, team, milestone, noor, sem, url, as_, now):
        drafts.save(team=team, milestone=milestone, text="Theirs.", page=Page("s", 0), by=sem, now=now)
        Milestone.objects.filter(pk=milestone.pk).update(deadline=now - SECOND)

        seen = as_(noor).post(url, self.form()).content.decode()

        assert ">\nWhat we found.</textarea>" in seen
        assert "Theirs." in seen

    def test_the_page_lists_versions_and_names_the_next(self, team, milestone, noor, url, as_, now):
        hand_in(team, milestone, noor, now)
        hand_in(team, milestone, noor, now + SECOND, "Better.", revision=1)

        seen = as_(noor).get(url).content.decode()

        assert "Hand in version 3" in seen
        assert "Version 2" in seen
        assert "Version 1" in seen
        assert "A later version counts" in as_(noor).get(f"{url}receipt/1/").content.decode()
        assert as_(noor).get(f"{url}receipt/3/").status_code == 404

    def test_after_release_the_results_are_one_link_away(self, team, milestone, noor, url, as_, now):
        Milestone.objects.filter(pk=milestone.pk).update(
            deadline=now - SECOND, assessed=True, released_at=now, released_by=team.challenge.faculty_owner
        )

        assert f"/challenges/{team.challenge.slug}/results/" in as_(noor).get(url).content.decode()

    def test_it_costs_the_same_for_one_file_and_version_and_for_three(
        self, team, milestone, noor, url, as_, now, django_assert_num_queries
    ):
        add(team, milestone, noor, now)
        hand_in(team, milestone, noor, now)
        client = as_(noor)
        client.get(url)
        with django_assert_num_queries(5):
            client.get(url)
        for number in range(2):
            add(team, milestone, noor, now, f"{number}.txt")
            hand_in(team, milestone, noor, now, f"{number}", revision=number + 1)
        with django_assert_num_queries(5):
            client.get(url)

    def test_an_empty_text_after_the_first_version_is_a_newer_draft(self, team, milestone, noor, now):
        hand_in(team, milestone, noor, now)
        assert not work_page(team, milestone, now).newer_draft
        drafts.save(team=team, milestone=milestone, text="", page=Page("p", 1), by=noor, now=now + SECOND)
        assert work_page(team, milestone, now).newer_draft

    def test_receipts_of_others_are_not_there(self, team, milestone, noor, url, as_, now):
        hand_in(team, milestone, noor, now)
        other = student()
        make_team(team.challenge, other)

        for user in (other, student(), staff_of(team.challenge.organisation), coordinator()):
            assert as_(user).get(f"{url}receipt/1/").status_code == 404

    def test_the_coach_reads_versions_and_others_do_not(self, team, milestone, noor, as_, now):
        submission = hand_in(team, milestone, noor, now)
        coach = faculty()
        Team.objects.filter(pk=team.pk).update(coach=coach)
        path = f"/challenges/{team.challenge.slug}/team/{team.pk}/work/{milestone.pk}/1/"
        reviewer = ReviewFactory(submission=submission).reviewer

        assert "What we found." in as_(coach).get(path).content.decode()
        assert "Read the work" in as_(coach).get(f"/challenges/{team.challenge.slug}/team/{team.pk}/").content.decode()
        for user in (reviewer, staff_of(team.challenge.organisation), student(), faculty()):
            assert as_(user).get(path).status_code == 404
        other = published_challenge()
        swapped = other.milestones.first()
        assert as_(coordinator()).get(f"/challenges/{other.slug}/team/{team.pk}/work/{milestone.pk}/1/").status_code == 404
        assert as_(coordinator()).get(f"/challenges/{team.challenge.slug}/team/{team.pk}/work/{swapped.pk}/1/").status_code == 404
