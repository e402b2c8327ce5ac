"""The draft that a team shares: its text, and who saved on top of whom."""

import datetime as dt
import re

import pytest

from accounts.kit.refusals import Refusal
from challenges.actions import drafts
from challenges.actions.drafts import Page
from challenges.enums import ChallengeState
from challenges.errors import NewerDraft
from challenges.models import Challenge, Draft
from challenges.queries.submission_page import work_page
from tests.factories import make_team, published_challenge, student

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
    return make_team(published_challenge(), noor, sem, name="Second Shelf")


@pytest.fixture
def milestone(team):
    return team.challenge.milestones.first()


@pytest.fixture
def save(team, milestone, now):
    def act(by, text, page, revision):
        return drafts.save(team=team, milestone=milestone, text=text, page=Page(page, revision), by=by, now=now)

    return act


class TestSave:
    def test_each_save_raises_the_revision_and_keeps_who_and_when(self, save, noor, sem, now):
        assert save(noor, "One", "a", 0).revision == 1
        draft = save(sem, "Two", "b", 1)

        assert (draft.text, draft.revision, draft.saved_by, draft.saved_at) == ("Two", 2, sem, now)

    def test_on_top_of_a_newer_one_both_texts_are_kept(self, save, noor, sem, now):
        save(noor, "One", "a", 0)

        with pytest.raises(NewerDraft, match="Noor saved this text after you opened it") as newer:
            save(sem, "Mine", "b", 0)

        assert (newer.value.text, newer.value.revision, newer.value.saved_by, newer.value.saved_at) == ("One", 1, "Noor", now)
        assert Draft.objects.get().text == "One"

    def test_knowing_the_newer_one_it_can_be_replaced(self, save, noor, sem):
        save(noor, "One", "a", 0)

        assert save(sem, "Mine", "b", 1).revision == 2
        with pytest.raises(NewerDraft):
            save(noor, "One more", "a", 1)

    def test_saving_what_is_there_changes_nothing(self, save, noor, sem):
        save(noor, "One", "a", 0)

        assert save(sem, "One", "b", 0).saved_by == noor
        assert Draft.objects.get().revision == 1

    def test_a_page_whose_answers_got_lost_saves_on(self, save, noor, sem):
        save(sem, "Before", "s", 0)
        for number, text in enumerate(["Mine", "Mine too", "Mine still"]):
            assert save(noor, text, "a", 1).revision == number + 2

    def test_and_not_over_somebody_elses_text_in_between(self, save, noor, sem):
        save(noor, "One", "a", 0)
        save(sem, "Two", "b", 1)

        with pytest.raises(NewerDraft):
            save(noor, "Three", "a", 0)
        save(noor, "Three", "a", 2)
        with pytest.raises(NewerDraft):
            save(noor, "Four", "a", 1)

    def test_another_page_of_the_same_person_is_stopped_too(self, save, noor):
        save(noor, "On the phone", "phone", 0)

        with pytest.raises(NewerDraft):
            save(noor, "On the laptop", "laptop", 0)

    def test_a_page_name_does_not_let_another_member_in(self, save, noor, sem):
        save(noor, "One", "a", 0)

        with pytest.raises(NewerDraft):
            save(sem, "Two", "a", 0)

    def test_a_revision_from_the_future_is_not_believed(self, save, noor):
        save(noor, "One", "a", 0)

        with pytest.raises(NewerDraft):
            save(noor, "Two", "a", 99)

    def test_line_ends_are_one_kind_and_nul_is_dropped(self, save, noor):
        assert save(noor, "a\r\nb\rc\x00\n ", "a", 0).text == "a\nb\nc\n "

    def test_too_long_a_text_is_refused_with_the_number(self, save, noor):
        with pytest.raises(Refusal, match="Your text has 60001 characters; 60000 is the most") as no:
            save(noor, "x" * 60_001, "a", 0)

        assert no.value.field == "text"
        assert save(noor, "é" * 60_000, "a", 0).revision == 1
        assert save(noor, "\r\n" * 60_000, "a", 1).text == "\n" * 60_000

    def test_who_left_writes_no_more(self, save, team, noor, now):
        team.participations.filter(user=noor).update(left_at=now + SECOND)

        with pytest.raises(Refusal, match="not in this team any more"):
            save(noor, "One", "a", 0)

    def test_after_the_deadline_nothing_typed_is_lost(self, team, milestone, noor):
        late = milestone.deadline + SECOND

        assert drafts.save(team=team, milestone=milestone, text="Late", page=Page("a", 0), by=noor, now=late).text == "Late"
        assert work_page(team, milestone, late).newer_draft

    def test_somebody_whose_account_is_gone_is_somebody(self, save, noor, sem):
        save(sem, "One", "b", 0)
        Draft.objects.update(saved_by=None)

        with pytest.raises(NewerDraft, match="Somebody saved this text"):
            save(noor, "Two", "a", 0)


class TestPage:
    def url(self, team, milestone):
        return f"/challenges/{team.challenge.slug}/submissions/{milestone.pk}/"

    def autosave(self, client, url, **data):
        return client.post(url, {"page": "a", "revision": 0} | data, headers={"hx-request": "true"})

    def test_autosave_answers_with_the_state_only(self, team, milestone, noor, as_):
        answer = self.autosave(as_(noor), self.url(team, milestone), text="Words")

        seen = answer.content.decode()
        assert 'name="revision" value="1"' in seen
        assert "Saved " in seen
        assert "<html" not in seen
        assert " by " not in seen
        assert answer["HX-Trigger"] == "draft-saved"

    def test_the_page_says_who_else_saved(self, team, milestone, save, noor, sem, as_):
        save(sem, "Words", "b", 0)

        seen = as_(noor).get(self.url(team, milestone)).content.decode()
        assert " by Sem" in seen
        assert ">\nWords</textarea>" in seen
        assert 'name="revision" value="1"' in seen

    def test_a_conflict_shows_theirs_beside_mine_and_lets_one_choose(self, team, milestone, save, noor, sem, as_):
        save(sem, "Their words <b>", "b", 0)
        client, url = as_(noor), self.url(team, milestone)

        partial = self.autosave(client, url, text="My words").content.decode()
        assert "Their words &lt;b&gt;" in partial
        assert 'name="revision" value="0"' in partial
        assert "Not saved" in partial
        whole = client.post(url, {"page": "a", "revision": 0, "text": "My words", "do": "save"}).content.decode()
        assert ">\nMy words</textarea>" in whole
        assert "Their words &lt;b&gt;" in whole
        assert re.search(r'name="over"\s+value="1"', whole)
        assert "Take theirs" in whole
        assert Draft.objects.get().text == "Their words <b>"

        client.post(url, {"page": "a", "revision": 0, "text": "My words", "over": 1})
        assert Draft.objects.get().text == "My words"

    def test_keep_mine_does_not_overwrite_a_still_newer_one(self, team, milestone, save, noor, sem, as_):
        save(sem, "First", "b", 0)
        save(sem, "Second", "b", 1)

        seen = as_(noor).post(self.url(team, milestone), {"page": "a", "revision": 0, "text": "Mine", "over": 1}).content.decode()

        assert "Second" in seen
        assert Draft.objects.get().text == "Second"

    def test_the_plain_button_saves_and_comes_back(self, team, milestone, noor, as_):
        url = self.url(team, milestone)

        assert as_(noor).post(url, {"page": "a", "revision": 0, "text": "Words", "do": "save"})["Location"] == url
        assert "Words" in as_(noor).get(url).content.decode()

    def test_too_long_a_text_stays_in_the_field_with_the_reason(self, team, milestone, noor, as_):
        long = "x" * 60_001
        seen = as_(noor).post(self.url(team, milestone), {"page": "a", "revision": 0, "text": long, "do": "save"}).content.decode()
        assert long in seen
        assert "Your text has 60001 characters" in seen
        answer = self.autosave(as_(noor), self.url(team, milestone), text=long)
        assert "Your text has 60001 characters" in answer.content.decode()
        assert "HX-Trigger" not in answer

    def test_ten_megabytes_at_once_are_refused_with_a_page(self, team, milestone, noor, as_):
        answer = as_(noor).post(self.url(team, milestone), {"page": "a", "revision": 0, "text": "x" * 10_000_000, "do": "save"})

        assert answer.status_code == 413
        assert "too much text" in answer.content.decode().lower()
        assert not Draft.objects.exists()

    def test_nul_in_the_text_is_told_and_nothing_lost(self, team, milestone, noor, as_):
        answer = as_(noor).post(self.url(team, milestone), {"page": "a", "revision": 0, "text": "a\x00b", "do": "save"})

        assert answer.status_code in {200, 302}

    @pytest.mark.parametrize(
        "wrong", [{"revision": "x"}, {"revision": -1}, {"revision": 2**40}, {"page": "<b>"}, {"over": "x"}, {"do": "x"}]
    )
    def test_a_form_that_we_did_not_make_is_a_bad_request(self, team, milestone, noor, as_, wrong):
        assert as_(noor).post(self.url(team, milestone), {"page": "a", "revision": 0, "text": "x"} | wrong).status_code == 400

    def test_the_time_left_is_a_part_of_its_own(self, team, milestone, noor, as_):
        seen = as_(noor).get(self.url(team, milestone) + "time/").content.decode()

        assert "<html" not in seen
        assert "Due on" in seen

    def test_others_find_nothing(self, team, milestone, as_):
        challenge = team.challenge
        other = make_team(challenge, student())
        strange = published_challenge()
        make_team(strange, other.participations.get().user)

        assert as_(student()).get(self.url(team, milestone)).status_code == 404
        assert as_(challenge.faculty_owner).get(self.url(team, milestone)).status_code == 404
        assert as_(None).get(self.url(team, milestone)).status_code == 302
        swapped = f"/challenges/{strange.slug}/submissions/{milestone.pk}/"
        assert as_(other.participations.get().user).get(swapped).status_code == 404
        assert as_(other.participations.get().user).post(swapped, {"text": "x"}).status_code == 404

    def test_a_draft_of_another_team_is_never_shown(self, team, milestone, save, noor, as_):
        save(noor, "Our secret", "a", 0)
        outsider = student()
        make_team(team.challenge, outsider)

        assert "Our secret" not in as_(outsider).get(self.url(team, milestone)).content.decode()

    def test_after_the_deadline_it_is_read_and_says_what_does_not_count(self, team, milestone, save, noor, as_, now):
        save(noor, "Unfinished words", "a", 0)
        type(milestone).objects.filter(pk=milestone.pk).update(deadline=now - SECOND)

        seen = as_(noor).get(self.url(team, milestone)).content.decode()

        assert "Your last draft was not handed in" in seen
        assert "Unfinished words" in seen
        assert "<textarea" not in seen
        assert "Hand in version" not in seen

    def test_an_open_page_that_saves_after_the_deadline_says_that_it_does_not_count(self, team, milestone, noor, as_, now):
        type(milestone).objects.filter(pk=milestone.pk).update(deadline=now - SECOND)

        assert "not handed in" in self.autosave(as_(noor), self.url(team, milestone), text="Late words").content.decode()

    def test_a_cancelled_challenge_says_so(self, team, milestone, noor, as_, now):
        Challenge.objects.filter(pk=team.challenge_id).update(state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="No data.")

        assert "This challenge was cancelled" in as_(noor).get(self.url(team, milestone)).content.decode()
        assert "Cancelled" in as_(noor).get(self.url(team, milestone) + "time/").content.decode()
