"""Questions answered for everyone, and announcements: who reads, who is told, and whose name is nowhere."""

import datetime as dt

import pytest
from django.core import mail as outgoing
from django.utils import timezone

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Mail, Notification
from accounts.outbox import actions as outbox
from accounts.outbox import notices
from challenges.actions import announcements, questions
from challenges.enums import ChallengeState
from challenges.models import Announcement, Question
from challenges.queries.questions import why_not_asked
from partners.enums import MemberRole
from tests.factories import OrganisationFactory, UserFactory, coordinator, faculty, join, make_team, published_challenge, staff_of, student
from tests.factories.cases import complete

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def challenge():
    return published_challenge(
        slug="medicines", organisation=OrganisationFactory(name="Roche Nederland"), faculty_owner=faculty(name="Dr Frida")
    )


@pytest.fixture
def asker():
    return student(name="Asking Person", email="asking.person@example.org")


@pytest.fixture
def editor(challenge):
    return staff_of(challenge.organisation, name="Ed Editor")


def ask(challenge, by, text="May we talk to patients?"):
    return questions.ask(challenge=challenge, text=text, by=by, now=timezone.now())


def answer(question, by, text="Yes, with care."):
    return questions.answer(question=question, text=text, seen=questions.mark(question), by=by, now=timezone.now())


def told(kind):
    return set(Notification.objects.filter(kind=kind).values_list("user__name", flat=True))


def read(client, path="/challenges/medicines/questions/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


class TestAsking:
    def test_partner_staff_and_the_faculty_owner_are_told_without_a_name(self, challenge, asker, editor):
        staff_of(challenge.organisation, MemberRole.MENTOR, name="Mia Mentor")
        staff_of(OrganisationFactory(), MemberRole.OWNER, name="Other Owner")
        ask(challenge, asker)
        assert told("question_asked") == {"Ed Editor", "Mia Mentor", "Dr Frida"}
        for mail in Mail.objects.filter(kind="question_asked"):
            message = outbox.compose(mail)
            whole = message.subject + message.body + message.alternatives[0][0]
            assert "Asking Person" not in whole
            assert "patients" not in whole

    def test_one_asks_on_the_page(self, as_, challenge, asker):
        client = as_(asker)
        response = client.post("/challenges/medicines/questions/", {"text": "Is there a budget?"}, follow=True)
        page = response.content.decode()
        assert "You are told when it is answered" in page
        assert "Is there a budget?" in page
        assert "Waits for an answer" in page

    def test_a_visitor_is_asked_to_sign_in(self, client, challenge):
        assert "/accounts/login/?next=/challenges/medicines/questions/" in read(client)
        answer = client.post("/challenges/medicines/questions/", {"text": "x"})
        assert answer["Location"] == "/accounts/login/?next=/challenges/medicines/questions/"
        assert not Question.objects.exists()

    def test_an_empty_or_too_long_one_gets_an_error_and_keeps_its_text(self, as_, challenge, asker):
        client = as_(asker)
        assert "This field is required" in client.post("/challenges/medicines/questions/", {"text": " "}).content.decode()
        page = client.post("/challenges/medicines/questions/", {"text": "long " * 300}).content.decode()
        assert "long long" in page
        assert not Question.objects.exists()

    def test_the_same_question_is_asked_once(self, as_, challenge, asker):
        ask(challenge, asker)
        page = as_(asker).post("/challenges/medicines/questions/", {"text": "May we talk to patients?"}).content.decode()
        assert "You have asked this already" in page
        assert Question.objects.count() == 1

    def test_ten_may_wait(self, challenge, asker):
        for number in range(10):
            ask(challenge, asker, f"Question {number}?")
        with pytest.raises(Refusal, match="wait for an answer"):
            ask(challenge, asker, "One more?")

    def test_none_can_be_asked_before_publication_after_the_end_or_after_cancelling(self, challenge, asker, now):
        assert why_not_asked(complete(), now)
        assert why_not_asked(challenge, now + 30 * DAY) == ""
        assert why_not_asked(challenge, now + 60 * DAY)
        challenge.state, challenge.cancelled_at, challenge.cancel_reason = ChallengeState.CANCELLED, now, "No data."
        challenge.save()
        with pytest.raises(WrongState, match="cancelled"):
            ask(challenge, asker)

    def test_staff_who_ask_are_not_told_of_their_own_question(self, challenge, editor):
        ask(challenge, editor)
        assert told("question_asked") == {"Dr Frida"}


class TestAnswering:
    def test_the_answer_is_for_everyone_and_the_asker_for_nobody(self, as_, client, challenge, asker, editor):
        question = ask(challenge, asker)
        staff = as_(editor)
        assert "May we talk to patients?" in read(staff)
        path = f"/challenges/medicines/questions/{question.pk}/"
        assert "May we talk to patients?" in read(staff, path)
        seen = questions.mark(question)
        response = staff.post(path, {"answer": "Yes, **with** care.", "seen": seen}, follow=True)
        assert "The answer is there for everyone" in response.content.decode()
        for reader in (client, as_(student()), staff, as_(coordinator()), as_(challenge.faculty_owner)):
            for where in ("/challenges/medicines/questions/", "/challenges/medicines/"):
                page = read(reader, where)
                assert "Yes, <strong>with</strong> care." in page
                assert "Asking Person" not in page
                assert "asking.person" not in page
        assert "Roche Nederland" in read(client)
        assert "Ed Editor" not in read(client)

    def test_until_then_only_who_asked_and_who_can_answer_read_it(self, as_, client, challenge, asker, editor):
        ask(challenge, asker)
        for reader in (client, as_(student()), as_(staff_of(OrganisationFactory(), MemberRole.OWNER))):
            assert "May we talk to patients?" not in read(reader)
        assert "asked by you" in read(as_(asker))
        for user in (editor, challenge.faculty_owner, coordinator()):
            page = read(as_(user))
            assert "May we talk to patients?" in page
            assert "Asking Person" not in page

    def test_nobody_else_answers(self, as_, challenge, asker, editor):
        question = ask(challenge, asker)
        path = f"/challenges/medicines/questions/{question.pk}/"
        for user in (asker, student(), faculty(), staff_of(OrganisationFactory(), MemberRole.OWNER)):
            assert as_(user).get(path).status_code == 404
            assert as_(user).post(path, {"answer": "No.", "seen": questions.mark(question)}).status_code == 404
        assert as_(None).get(path).status_code == 302
        assert as_(editor).get(f"/challenges/{published_challenge().slug}/questions/{question.pk}/").status_code == 404

    def test_who_asked_and_who_joined_are_told_once(self, challenge, asker, editor):
        make_team(challenge, student(name="Member One"), asker)
        gone = join(make_team(challenge), student(name="Gone Person"))
        gone.left_at = timezone.now()
        gone.save()
        question = ask(challenge, asker)
        answer(question, editor)
        question.refresh_from_db()
        answer(question, editor, "Yes, and mind the rules.")
        assert told("question_answered") == {"Asking Person", "Member One"}
        assert Notification.objects.filter(kind="question_answered").count() == 2
        subjects = {mail.user.name: outbox.compose(mail).subject for mail in Mail.objects.filter(kind="question_answered")}
        assert subjects["Asking Person"].startswith("Your question about")
        assert subjects["Member One"].startswith("A question about")

    def test_a_change_of_an_answer_is_recorded(self, challenge, asker, editor):
        question = ask(challenge, asker)
        answer(question, editor)
        question.refresh_from_db()
        answered_at = question.answered_at
        answer(question, challenge.faculty_owner, "No.")
        question.refresh_from_db()
        assert (question.answer, question.answered_at, question.answered_by) == ("No.", answered_at, editor)
        entry = Entry.objects.get(action="answer.changed")
        assert (entry.by, entry.detail) == (challenge.faculty_owner, {"before": "Yes, with care.", "after": "No."})
        answer(question, editor, "No.")
        assert Entry.objects.filter(action="answer.changed").count() == 1

    def test_two_people_do_not_overwrite_each_other(self, as_, challenge, asker, editor):
        question = ask(challenge, asker)
        seen = questions.mark(question)
        answer(question, challenge.faculty_owner, "First.")
        path = f"/challenges/medicines/questions/{question.pk}/"
        page = as_(editor).post(path, {"answer": "Second.", "seen": seen}).content.decode()
        assert "Somebody answered this question after you opened the page" in page
        assert "First." in page
        assert "Second." in page
        question.refresh_from_db()
        assert question.answer == "First."
        assert f'value="{questions.mark(question)}"' in page

    def test_a_cancelled_challenge_gets_no_more_answers(self, challenge, asker, editor, now):
        question = ask(challenge, asker)
        type(challenge).objects.update(state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="x")
        with pytest.raises(WrongState):
            answer(question, editor)

    def test_an_asker_whose_account_is_gone_is_no_trouble(self, challenge, editor):
        asker = UserFactory()
        question = ask(challenge, asker)
        asker.delete()
        question.refresh_from_db()
        answer(question, editor)
        assert told("question_answered") == set()

    def test_an_empty_answer_gets_an_error(self, as_, challenge, asker, editor):
        question = ask(challenge, asker)
        path = f"/challenges/medicines/questions/{question.pk}/"
        assert "This field is required" in as_(editor).post(path, {"answer": "", "seen": "x"}).content.decode()

    def test_markup_in_a_question_or_an_answer_does_no_harm(self, client, challenge, asker, editor):
        question = ask(challenge, asker, "<script>alert(1)</script>?")
        answer(question, editor, "<img src=x onerror=alert(1)> [x](javascript:alert(1))")
        page = read(client)
        assert "<script>alert" not in page
        assert "<img" not in page.partition("<main")[2]
        assert 'href="javascript:' not in page


class TestAnnouncing:
    def write(self, client, **fields):
        return client.post("/challenges/medicines/announcements/new/", {"title": "Another room", "text": "We meet in **1.2**.", **fields})

    def test_one_sees_how_many_people_will_be_told_before_it_is_sent(self, as_, challenge, editor):
        make_team(challenge, student(), student())
        client = as_(editor)
        page = self.write(client).content.decode()
        assert "2 people are told." in page
        assert "<strong>1.2</strong>" in page
        assert not Announcement.objects.exists()
        page = self.write(client, step="edit").content.decode()
        assert "We meet in **1.2**." in page
        assert not Announcement.objects.exists()
        response = self.write(client, step="send")
        assert response.status_code == 302
        assert Announcement.objects.get().by == editor

    def test_all_who_joined_are_told_once_and_nobody_else(self, challenge, editor, now):
        make_team(challenge, student(name="Member One"))
        gone = join(make_team(challenge), student(name="Gone Person"))
        gone.left_at = timezone.now()
        gone.save()
        announcements.announce(challenge=challenge, title="Another room", text="1.2", by=editor, now=now)
        assert told("announcement") == {"Member One"}
        message = outbox.compose(Mail.objects.get(kind="announcement"))
        assert message.subject.endswith(": Another room")
        assert "1.2" not in message.body
        assert Entry.objects.get(action="announcement.made").detail == {"told": 1}

    def test_a_button_pressed_twice_sends_once(self, as_, challenge, editor):
        client = as_(editor)
        self.write(client, step="send")
        assert "has been sent already" in self.write(client, step="send").content.decode()
        assert Announcement.objects.count() == 1

    def test_without_participants_it_says_so(self, as_, challenge, editor):
        assert "Nobody has joined yet" in self.write(as_(editor)).content.decode()

    def test_an_empty_one_is_asked_for(self, as_, challenge, editor):
        assert "This field is required" in self.write(as_(editor), text="").content.decode()

    def test_only_editors_the_faculty_owner_and_the_office_announce(self, as_, challenge, editor):
        member = student()
        make_team(challenge, member)
        for user in (editor, challenge.faculty_owner, coordinator()):
            assert as_(user).get("/challenges/medicines/announcements/new/").status_code == 200
        mentor = staff_of(challenge.organisation, MemberRole.MENTOR)
        for user in (mentor, member, student(), faculty(), staff_of(OrganisationFactory(), MemberRole.OWNER)):
            assert as_(user).get("/challenges/medicines/announcements/new/").status_code == 404
            assert self.write(as_(user), step="send").status_code == 404
        assert not Announcement.objects.exists()

    def test_only_while_it_is_published(self, as_, challenge, editor, now):
        type(challenge).objects.update(state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="x")
        assert as_(editor).get("/challenges/medicines/announcements/new/").status_code == 404
        with pytest.raises(WrongState):
            announcements.announce(challenge=challenge, title="x", text="x", by=editor, now=now)


class TestStillRelevant:
    def relevant(self, kind, user):
        return notices.get(kind).relevant(Mail.objects.get(kind=kind, user=user), timezone.now())

    def test_a_question_that_was_answered_or_is_not_theirs_any_more_is_dropped(self, challenge, asker, editor):
        question = ask(challenge, asker)
        assert self.relevant("question_asked", editor)
        editor.memberships.all().delete()
        assert not self.relevant("question_asked", editor)
        answer(question, challenge.faculty_owner)
        assert not self.relevant("question_asked", challenge.faculty_owner)

    def test_who_left_gets_neither_answers_nor_announcements(self, challenge, asker, editor, now):
        member = student()
        participation = join(make_team(challenge), member)
        answer(ask(challenge, asker), editor)
        announcements.announce(challenge=challenge, title="x", text="x", by=editor, now=now)
        for kind in ("question_answered", "announcement"):
            assert self.relevant(kind, member)
        participation.left_at = timezone.now()
        participation.save()
        for kind in ("question_answered", "announcement"):
            assert not self.relevant(kind, member)
        assert self.relevant("question_answered", asker)

    def test_nothing_of_a_cancelled_challenge_is_sent(self, challenge, asker, editor, now):
        member = student()
        make_team(challenge, member)
        answer(ask(challenge, asker), editor)
        announcements.announce(challenge=challenge, title="x", text="x", by=editor, now=now)
        ask(challenge, asker, "One more?")
        type(challenge).objects.update(state=ChallengeState.CANCELLED, cancelled_at=now, cancel_reason="x")
        assert not self.relevant("question_answered", asker)
        assert not self.relevant("announcement", member)
        assert not any(notices.get(mail.kind).relevant(mail, now) for mail in Mail.objects.filter(kind="question_asked", user=editor))
        assert outgoing.outbox == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_mail_reads_in_both_languages(language, challenge, asker, editor, now):
    type(asker).objects.update(language=language)
    for user in (asker, editor, challenge.faculty_owner):
        user.refresh_from_db()
    make_team(challenge, asker)
    challenge.refresh_from_db()
    answer(ask(challenge, asker), editor)
    announcements.announce(challenge=challenge, title="Zaal", text="x", by=editor, now=now)
    for mail in Mail.objects.filter(language=language):
        message = outbox.compose(mail)
        assert message.subject
        assert "{" not in message.body


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(items, as_, challenge, asker, editor, django_assert_num_queries):
    for number in range(items):
        answer(ask(challenge, asker, f"Answered {number}?"), editor)
        ask(challenge, asker, f"Waiting {number}?")
    client = as_(editor)
    with django_assert_num_queries(6):
        read(client)
