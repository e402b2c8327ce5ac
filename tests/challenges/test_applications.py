"""Joining on application: applying, what the partner reads of it, deciding, and what nobody else learns."""

import datetime as dt

import pytest

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.models import Notification
from accounts.outbox.models import Mail
from challenges.actions import applications, joining
from challenges.actions.cancelling import cancel
from challenges.enums import ApplicationState, Joining
from challenges.enums.pseudonyms import BIRDS
from challenges.models import Application, ApplicationQuestion
from challenges.queries.joining import standing
from tests.factories import UserFactory, coordinator, make_team, published_challenge, staff_of, student

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def challenge():
    return published_challenge(joining=Joining.APPLICATION)


@pytest.fixture
def question(challenge):
    return ApplicationQuestion.objects.create(challenge=challenge, text="What do you bring?")


def apply(challenge, by, now, *, motivation="I know the ward.", revision=0, answer="Two hands."):
    answers = dict.fromkeys(challenge.application_questions.values_list("pk", flat=True), answer)
    return applications.apply(challenge=challenge, motivation=motivation, answers=answers, revision=revision, by=by, now=now)


def decide(one, now, *, accept=True, words="So it is.", by=None):
    chosen = {one.pk: Application.objects.get(pk=one.pk).revision}
    return applications.decide(challenge=one.challenge, chosen=chosen, accept=accept, words=words, by=by or coordinator(), now=now)


class TestApplying:
    def test_it_waits_under_a_bird_and_only_the_applicant_is_told(self, challenge, question, now):
        user = student()

        one = apply(challenge, user, now)

        assert (one.state, one.pseudonym in BIRDS, one.revision) == (ApplicationState.WAITING, True, 1)
        assert [(answer.question, answer.text) for answer in one.answers.all()] == [(question, "Two hands.")]
        assert Mail.objects.get(kind="application_received").address == user.email
        assert Mail.objects.count() == Notification.objects.count() == 1
        assert Entry.objects.get(action="application.made").by == user

    def test_it_changes_until_it_is_decided_and_the_same_again_changes_nothing(self, challenge, question, now):
        user = student()
        apply(challenge, user, now)
        assert apply(challenge, user, now).revision == 1

        assert apply(challenge, user, now, motivation="Better.", revision=1, answer="").revision == 2
        with pytest.raises(Refusal, match="another window"):
            apply(challenge, user, now, motivation="Older.", revision=1)
        decide(Application.objects.get(), now)
        with pytest.raises(Refusal, match="no longer possible"):
            apply(challenge, user, now, motivation="Late.", revision=2)

        assert Application.objects.get().motivation == "Better."
        assert not Application.objects.get().answers.exists()

    def test_who_may_not_join_is_refused_but_a_full_challenge_takes_applications(self, challenge, now):
        with pytest.raises(Refusal, match="Only students can join"):
            apply(challenge, UserFactory(), now)
        with pytest.raises(Refusal, match="One could join until"):
            apply(challenge, student(), challenge.join_until)
        with pytest.raises(Refusal, match="does not apply"):
            apply(published_challenge(), student(), now)
        challenge.seats = 1
        challenge.save(update_fields=["seats"])
        make_team(challenge, inside := student())
        with pytest.raises(Refusal, match="already take part"):
            apply(challenge, inside, now)

        assert apply(challenge, student(), now)

    def test_other_questions_than_are_asked_are_refused(self, challenge, question, now):
        with pytest.raises(Refusal, match="questions have changed"):
            applications.apply(challenge=challenge, motivation="So.", answers={}, revision=0, by=student(), now=now)

    def test_withdrawn_it_can_be_sent_again(self, challenge, now):
        user = student()
        one = apply(challenge, user, now)
        applications.withdraw(application=one, by=user, now=now)
        applications.withdraw(application=one, by=user, now=now)
        assert standing(user, challenge, now).parts[-1].words == "You withdrew your application. You can apply again."

        again = apply(challenge, user, now + DAY, revision=2)

        assert (again.pk, again.state, again.applied_at) == (one.pk, ApplicationState.WAITING, now + DAY)
        assert Entry.objects.filter(action="application.withdrawn").count() == 1
        decide(again, now)
        with pytest.raises(Refusal, match="no longer possible"):
            applications.withdraw(application=again, by=user, now=now)

    def test_once_all_birds_are_taken_they_have_a_number(self, challenge, now, monkeypatch):
        monkeypatch.setattr(applications, "BIRDS", ("Heron",))

        assert [apply(challenge, student(), now).pseudonym for _ in range(3)] == ["Heron", "Heron 2", "Heron 3"]

    def test_the_page_keeps_what_was_typed(self, challenge, question, client):
        client.force_login(student())
        path = f"/challenges/{challenge.slug}/apply/"

        page = client.post(path, {"motivation": "I know the ward.", "revision": "0"}).content.decode()
        assert "I know the ward." in page
        assert not Application.objects.exists()

        typed = {"motivation": "I know the ward.", f"question_{question.pk}": "Two hands.", "revision": "0"}
        page = client.post(path, typed, follow=True).content.decode()
        assert "Your application is in." in page
        assert "Two hands." in page
        page = client.post(path, {**typed, "motivation": "Other words."}).content.decode()
        assert "another window" in page
        assert "Other words." in page
        assert 'name="revision" value="1"' in page

        assert "Your application is withdrawn." in client.post(f"{path}withdraw/", follow=True).content.decode()

    def test_where_one_joins_at_once_there_is_no_such_page(self, client):
        client.force_login(student())
        assert client.get(f"/challenges/{published_challenge().slug}/apply/").status_code == 404


class TestDeciding:
    def test_whoever_is_accepted_can_join(self, challenge, now):
        user = student()
        with pytest.raises(Refusal, match="on application"):
            joining.join_alone(challenge=challenge, by=user, version=1, now=now)

        assert decide(apply(challenge, user, now), now) == 1

        assert joining.join_alone(challenge=challenge, by=user, version=1, now=now)
        assert Mail.objects.get(kind="application_accepted").address == user.email

    def test_whoever_is_accepted_joins_until_the_first_deadline(self, challenge, now):
        user, other = student(), student()
        late, first = challenge.join_until + DAY, challenge.milestones.first().deadline
        apply(challenge, other, now)
        decide(apply(challenge, user, now), late)

        assert standing(user, challenge, late).can_join
        assert not standing(other, challenge, late).can_join
        assert standing(user, challenge, first).why_not.startswith("One could join until")
        assert joining.join_alone(challenge=challenge, by=user, version=1, now=late)

    def test_a_refusal_has_words_and_may_become_a_yes(self, challenge, now):
        user = student()
        one = apply(challenge, user, now)
        with pytest.raises(Refusal, match="Say in some words why") as no:
            decide(one, now, accept=False, words=" ")
        assert no.value.field == "words"

        decide(one, now, accept=False, words="We look for nurses.")
        assert not standing(user, challenge, now).can_join
        decide(one, now + DAY, words="A place came free.")

        one.refresh_from_db()
        assert (one.state, one.words) == (ApplicationState.ACCEPTED, "A place came free.")
        with pytest.raises(Refusal, match="was decided in the meantime"):
            decide(one, now, accept=False)

    def test_several_at_once_all_or_none(self, challenge, now):
        found = [apply(challenge, student(), now) for _ in range(3)]
        chosen = {one.pk: one.revision for one in found}
        applications.withdraw(application=found[2], by=found[2].user, now=now)
        with pytest.raises(Refusal, match="has withdrawn the application"):
            applications.decide(challenge=challenge, chosen=chosen, accept=True, words="", by=coordinator(), now=now)
        assert not Application.objects.filter(state=ApplicationState.ACCEPTED).exists()

        chosen.pop(found[2].pk)
        assert applications.decide(challenge=challenge, chosen=chosen, accept=True, words="", by=coordinator(), now=now) == 2
        assert applications.decide(challenge=challenge, chosen=chosen, accept=True, words="", by=coordinator(), now=now) == 0

    def test_what_was_changed_since_is_read_again_first(self, challenge, now):
        one = apply(challenge, user := student(), now)
        apply(challenge, user, now, motivation="Better.", revision=1)

        with pytest.raises(Refusal, match="has changed the application"):
            applications.decide(challenge=challenge, chosen={one.pk: 1}, accept=True, words="", by=coordinator(), now=now)

    def test_nothing_chosen_and_a_cancelled_challenge_are_refused(self, challenge, now):
        one = apply(challenge, student(), now)
        elsewhere = apply(published_challenge(joining=Joining.APPLICATION), student(), now)
        for chosen in ({}, {elsewhere.pk: 1}):
            with pytest.raises(Refusal, match="Choose at least one application") as no:
                applications.decide(challenge=challenge, chosen=chosen, accept=True, words="", by=coordinator(), now=now)
            assert no.value.field == "chosen"
        cancel(challenge=challenge, reason="No ward.", by=challenge.faculty_owner, now=now)
        with pytest.raises(Refusal, match="was cancelled"):
            decide(one, now)

        assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.WAITING}
        assert not Mail.objects.filter(kind="application_accepted").exists()

    def test_owner_and_office_decide_on_a_page_and_nobody_else_opens_it(self, challenge, now, client):
        one = apply(challenge, student(name="Sem Bakker"), now)
        path = f"/challenges/{challenge.slug}/applications/decide/"
        for user in (student(), staff_of(challenge.organisation)):
            client.force_login(user)
            assert client.get(path).status_code == 404
        client.force_login(challenge.faculty_owner)
        assert "Sem Bakker" in client.get(path).content.decode()
        assert "Choose at least one application." in client.post(path, {"decision": "accept"}).content.decode()
        refused = client.post(path, {"decision": "refuse", "chosen": [f"{one.pk}.1"], "words": ""}).content.decode()
        assert "Say in some words why" in refused

        page = client.post(path, {"decision": "accept", "chosen": [f"{one.pk}.1"], "words": ""}, follow=True).content.decode()

        assert "1 application is decided" in page


class TestSecrets:
    def test_the_partner_reads_what_waits_without_name_in_an_order_that_tells_nothing(self, challenge, question, now, client):
        people = [student(name=f"Name{number} Secret") for number in range(6)]
        found = [apply(challenge, user, now, motivation=f"Motive{number}.") for number, user in enumerate(people)]
        decide(found[0], now)
        decide(found[1], now, accept=False, words="Not now.")
        applications.withdraw(application=found[2], by=people[2], now=now)
        client.force_login(staff_of(challenge.organisation))

        answer = client.get(f"/challenges/{challenge.slug}/applications/")

        page = answer.content.decode()
        shown = [one.called for one in answer.context["applications"]]
        assert shown == sorted(shown)
        assert [number for number in range(6) if f"Motive{number}." in page] == [3, 4, 5]
        assert "Secret" not in page
        assert "Science and Innovation" not in page
        assert all(user.email not in page for user in people)

    def test_nobody_else_is_told_of_a_refusal(self, challenge, now):
        user = student()
        decide(apply(challenge, user, now), now, accept=False, words="We look for nurses.")

        assert set(Mail.objects.values_list("user", flat=True)) == {user.pk}
        assert set(Notification.objects.values_list("user", flat=True)) == {user.pk}
        assert "nurses" not in str([*Mail.objects.values_list("context"), *Notification.objects.values_list("context")])

    def test_only_the_applicant_reads_the_reply(self, challenge, now, client):
        user = student()
        decide(apply(challenge, user, now), now, accept=False, words="We look for nurses.")
        for reader, reads in [(user, True), (student(), False), (staff_of(challenge.organisation), False)]:
            client.force_login(reader)
            pages = [client.get(f"/challenges/{challenge.slug}/{end}").content.decode() for end in ("", "join/", "apply/", "applications/")]
            assert ("We look for nurses." in "".join(pages)) == reads
