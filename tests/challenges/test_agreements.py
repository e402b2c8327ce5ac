"""The agreement of a team, and asking a member to go."""

import datetime as dt

import pytest

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Notification
from accounts.outbox import notices
from accounts.outbox.models import Mail
from challenges.actions import agreements, joining, removals
from challenges.models import AgreementAcceptance, Challenge, Milestone, RemovalRequest, TeamAgreement
from challenges.queries.agreements import agreement_page
from challenges.queries.removals import removals as waiting
from tests.factories import coordinator, faculty, join, make_team, published_challenge, student

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
WORDS = agreements.Words("By turns.", "On Mondays.", "")


@pytest.fixture
def noor():
    return student(name="Noor de Vries")


@pytest.fixture
def sem():
    return student(name="Sem Bakker")


@pytest.fixture
def team(noor, sem):
    return make_team(published_challenge(title="Unused medicines"), noor, sem, name="Second Shelf", coach=faculty(name="Coach Kim"))


def told(kind):
    return [one.user.name for one in Notification.objects.filter(kind=kind).order_by("user__name")]


class TestAgreement:
    def write(self, team, by, now, words=WORDS, seen=""):
        return agreements.write(team=team, words=words, seen=seen, by=by, now=now)

    def test_members_write_from_a_template_in_their_language_and_each_is_asked(self, team, noor, sem, now, as_):
        path = f"/challenges/{team.challenge.slug}/team/{team.pk}/agreement/"
        client = as_(noor)
        page = client.get(path).content.decode()
        assert "We meet every week on" in page
        client.cookies["django_language"] = "nl"

        typed = {"how": "By *turns*.", "when": "On Mondays.", "what_if": "", "seen": agreements.mark_of(None)}
        answer = as_(noor).post(path, typed, follow=True).content.decode()
        assert "<em>turns</em>" in answer
        assert told("agreement_written") == ["Sem Bakker"]
        assert "I accept this agreement" in as_(sem).get(path).content.decode()

    def test_a_yes_is_to_the_words_that_were_read_and_new_words_ask_again(self, team, noor, sem, now):
        first = self.write(team, noor, now)
        agreements.accept(team=team, seen=agreements.mark_of(first), by=sem, now=now)
        agreements.accept(team=team, seen=agreements.mark_of(first), by=sem, now=now + DAY)
        assert AgreementAcceptance.objects.get().at == now

        second = self.write(team, sem, now, agreements.Words("By lot.", "", ""), seen=agreements.mark_of(first))
        assert (second.version, TeamAgreement.objects.count()) == (2, 2)
        assert agreement_page(team, sem, now).asked
        with pytest.raises(WrongState, match="changed the agreement"):
            agreements.accept(team=team, seen=agreements.mark_of(first), by=noor, now=now)
        agreements.accept(team=team, seen=agreements.mark_of(second), by=noor, now=now)
        page = agreement_page(team, noor, now)
        assert [(one.name, one.at is not None) for one in page.members] == [("Noor de Vries", True), ("Sem Bakker", False)]
        assert told("agreement_written") == ["Noor de Vries", "Sem Bakker"]

    def test_what_nobody_accepted_is_changed_in_place(self, team, noor, now):
        first = self.write(team, noor, now)
        second = self.write(team, noor, now, agreements.Words("By lot.", "", ""), seen=agreements.mark_of(first))

        assert (second.pk, second.version) == (first.pk, 1)
        assert self.write(team, noor, now, agreements.Words("By lot.", "", "")) == second
        assert Entry.objects.filter(action="agreement.written").count() == 2

    def test_a_colleagues_newer_words_are_not_overwritten_and_nothing_typed_is_lost(self, team, noor, sem, now, as_):
        self.write(team, sem, now)
        path = f"/challenges/{team.challenge.slug}/team/{team.pk}/agreement/"

        typed = {"how": "By lot.", "when": "Never.", "what_if": "", "seen": agreements.mark_of(None)}
        client = as_(noor)
        page = client.post(path, typed).content.decode()
        assert ("Somebody else saved this" in page, "By lot." in page, "By turns." in page) == (True, True, True)
        assert TeamAgreement.objects.get().how == "By turns."
        client.post(path, typed | {"seen": agreements.mark_of(TeamAgreement.objects.get())})
        assert TeamAgreement.objects.get().how == "By lot."

    def test_the_coach_reads_and_nobody_else_does(self, team, noor, now, as_):
        self.write(team, noor, now)
        path = f"/challenges/{team.challenge.slug}/team/{team.pk}/agreement/"

        assert "By turns." in as_(team.coach).get(path).content.decode()
        assert as_(team.coach).post(path, {}).status_code == 404
        for other in (student(), coordinator(), team.challenge.faculty_owner):
            assert as_(other).get(path).status_code == 404

    def test_not_alone_not_empty_not_by_others_and_not_when_it_is_over(self, team, noor, now):
        alone = make_team(team.challenge, student(), solo=True)
        with pytest.raises(Refusal, match="You work alone"):
            self.write(alone, alone.participations.get().user, now)
        with pytest.raises(Refusal, match="at least one thing"):
            self.write(team, noor, now, agreements.Words(" ", "", ""))
        with pytest.raises(Refusal, match="not in this team"):
            self.write(team, student(), now)
        Milestone.objects.filter(challenge=team.challenge).update(deadline=now - DAY)
        with pytest.raises(Refusal, match="is over"):
            self.write(team, noor, now)


class TestAskingToGo:
    def ask(self, team, who, by, now):
        return removals.ask(participation=team.participations.get(user=who), reason="We quarrel.", by=by, now=now)

    def test_the_office_is_told_and_the_member_too_without_the_reason(self, team, noor, sem, now, as_):
        office = coordinator(name="Office Olga")
        path = f"/challenges/{team.challenge.slug}/team/members/{team.participations.get(user=sem).pk}/go/"
        as_(noor).post(path, {"reason": "We quarrel."})

        assert "Office Olga" in told("removal_asked")
        assert told("removal_asked_of_you") == ["Sem Bakker"]
        kept = str(Notification.objects.get(kind="removal_asked_of_you").__dict__)
        assert ("We quarrel." in kept, "Noor" in kept) == (False, False)
        page = as_(office).get("/manage/removals/").content.decode()
        assert ("We quarrel." in page, "Sem Bakker" in page, "Asked by Noor de Vries" in page) == (True, True, True)
        assert "1 team asks a member to go" in as_(office).get("/manage/").content.decode()
        answer = as_(noor).post(path, {"reason": "Still."}).content.decode()
        assert "has been asked already" in answer

    def test_granted_the_member_leaves_even_once_teams_are_fixed(self, team, noor, sem, now, as_):
        join(team, student(name="Eva"))
        request = self.ask(team, sem, noor, now)
        Challenge.objects.filter(pk=team.challenge_id).update(roster_locks_at=now - DAY)

        removals.decide(request=request, granted=True, words="Better so.", by=coordinator(), now=now)
        assert not sem.participations.active().exists()
        assert (told("removed_from_team"), told("removal_decided"), told("team_left")) == (["Sem Bakker"], ["Noor de Vries"], ["Eva"])
        assert Entry.objects.get(action="removal.granted").detail == {"name": "Sem Bakker", "reason": "Better so."}
        with pytest.raises(WrongState, match="Somebody has decided"):
            removals.decide(request=request, granted=False, words="No.", by=coordinator(), now=now)

    def test_refused_the_member_stays_and_both_read_why(self, team, noor, sem, now, as_):
        request = self.ask(team, sem, noor, now)
        typed = {f"removal-{request.pk}-decision": "stay", f"removal-{request.pk}-words": "Talk again."}
        client = as_(coordinator())
        assert "Choose one of the two." in client.post(f"/manage/removals/{request.pk}/", {}).content.decode()

        client.post(f"/manage/removals/{request.pk}/", typed)
        assert sem.participations.active().exists()
        assert (told("removal_refused"), told("removal_decided")) == (["Sem Bakker"], ["Noor de Vries"])
        assert Notification.objects.get(kind="removal_refused").context["words"] == "Talk again."
        assert not notices.get("removal_asked").relevant(Mail.objects.filter(kind="removal_asked_of_you").get(), now)
        assert self.ask(team, sem, noor, now) != request

    def test_who_leaves_meanwhile_is_not_waited_for(self, team, noor, sem, now):
        request = self.ask(team, sem, noor, now)
        joining.leave(team=team, by=sem, now=now)

        assert waiting().waiting == []
        with pytest.raises(WrongState, match="left the team"):
            removals.decide(request=request, granted=True, words="So.", by=coordinator(), now=now)

    def test_nobody_is_asked_about_who_has_left(self, team, noor, sem, now):
        joining.leave(team=team, by=sem, now=now)

        with pytest.raises(WrongState, match="has left the team in the meantime"):
            self.ask(team, sem, noor, now)
        assert (RemovalRequest.objects.count(), told("removal_asked"), told("removal_asked_of_you")) == (0, [], [])
        assert not Entry.objects.filter(action="removal.asked").exists()

    def test_not_oneself_not_by_others_and_nobody_is_left_alone_with_nobody(self, team, noor, sem, now):
        with pytest.raises(Refusal, match="You can leave yourself"):
            self.ask(team, noor, noor, now)
        with pytest.raises(Refusal, match="not in this team"):
            self.ask(team, noor, student(), now)
        request = self.ask(team, sem, noor, now)
        joining.leave(team=team, by=noor, now=now)
        with pytest.raises(Refusal, match="Nobody else"):
            removals.decide(request=request, granted=True, words="So.", by=coordinator(), now=now)
