"""The link of a team, and requests to join one."""

import datetime as dt

import pytest

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Notification, TermsAcceptance
from accounts.outbox import notices
from accounts.outbox.models import Mail
from challenges.actions import join_requests, joining, team_links, teams
from challenges.models import Challenge, JoinRequest, TeamLink
from challenges.queries import team_links as links
from challenges.queries.board import Wanted, board_page
from challenges.queries.team_page import team_page
from tests.factories import UserFactory, ask_to_join, join, make_team, published_challenge, student

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def challenge():
    return published_challenge(title="Unused medicines")


@pytest.fixture
def noor():
    return student(name="Noor de Vries")


@pytest.fixture
def sem():
    return student(name="Sem Bakker", email="sem@example.org")


@pytest.fixture
def team(challenge, noor):
    return make_team(challenge, noor, name="Second Shelf", seeks="Somebody who can count.")


class TestLink:
    def test_any_member_makes_it_and_the_secret_is_stored_nowhere(self, team, now):
        member = join(team, student()).user

        link = team_links.open_link(team=team, by=member, seen="0", now=now)
        path = links.path_of(link)
        assert team_page(team, member, now).link == path
        assert links.by_token(path.split("/")[3]) == link
        assert path.split("/")[3] not in str(TeamLink.objects.values().get())
        assert Entry.objects.get().action == "team_link.opened"

    def test_whoever_has_it_joins_after_a_yes_to_the_terms(self, team, sem, now, as_):
        path = links.path_of(team_links.open_link(team=team, by=team.participations.get().user, seen="0", now=now))

        assert "Sign in to join" in as_(None).get(path).content.decode()
        assert as_(None).post(f"{path}join/").status_code == 302
        client = as_(sem)
        assert "I accept these terms" in client.get(path).content.decode()
        assert "Accept the terms to join." in client.post(f"{path}join/", {"version": 1}).content.decode()
        assert not sem.participations.exists()
        answer = client.post(f"{path}join/", {"version": 1, "terms": "on"}, follow=True)
        assert "You are in the team “Second Shelf”." in answer.content.decode()
        assert sem.participations.get().team == team
        assert Notification.objects.filter(kind="team_joined").count() == 1

    def test_closed_or_renewed_it_says_so(self, team, noor, sem, now, as_):
        link = team_links.open_link(team=team, by=noor, seen="0", now=now)
        old = links.path_of(link)
        newer = team_links.open_link(team=team, by=noor, seen="1", now=now)
        assert as_(sem).get(old).status_code == 410
        with pytest.raises(WrongState, match="closed this link, or made a new one"):
            team_links.join(link=link, by=sem, version=1, now=now)

        assert as_(sem).get(links.path_of(newer)).status_code == 200
        team_links.close_link(team=team, by=noor, now=now)
        team_links.close_link(team=team, by=noor, now=now)
        answer = as_(sem).get(links.path_of(newer))
        assert (answer.status_code, "The team has closed this link" in answer.content.decode()) == (410, True)
        assert as_(sem).post(f"{links.path_of(newer)}join/", {"version": 1, "terms": "on"}).status_code == 410
        assert Entry.objects.filter(action="team_link.closed").count() == 1

    def test_a_link_of_ours_for_something_else_and_a_made_up_one_do_not_exist(self, team, noor, as_, now):
        assert as_(noor).get("/challenges/links/made-up/").status_code == 404

    def test_it_lets_in_nobody_who_may_not_join(self, challenge, team, noor, sem, now):
        link = team_links.open_link(team=team, by=noor, seen="0", now=now)

        with pytest.raises(Refusal, match="Only students"):
            team_links.join(link=link, by=UserFactory(), version=1, now=now)
        with pytest.raises(Refusal, match="already take part"):
            team_links.join(link=link, by=join(make_team(challenge), student()).user, version=1, now=now)
        with pytest.raises(WrongState, match="Nobody can join"):
            team_links.join(link=link, by=sem, version=1, now=challenge.join_until)
        with pytest.raises(Refusal, match="terms have changed"):
            team_links.join(link=link, by=sem, version=2, now=now)

    def test_an_offered_place_is_kept_for_whom_it_was_offered(self, challenge, team, noor, sem, now):
        Challenge.objects.filter(pk=challenge.pk).update(team_max=2)
        invitation = teams.invite(team=team, email=sem.email, by=noor, now=now)
        link = team_links.open_link(team=team, by=noor, seen="0", now=now)

        with pytest.raises(Refusal, match="taken or offered"):
            team_links.join(link=link, by=student(), version=1, now=now)
        team_links.join(link=link, by=sem, version=1, now=now)
        invitation.refresh_from_db()
        assert invitation.accepted_by == sem

    def test_not_for_who_works_alone_and_not_when_nobody_can_join(self, challenge, team, noor, now):
        alone = make_team(challenge, student(), solo=True)
        with pytest.raises(Refusal, match="You work alone"):
            team_links.open_link(team=alone, by=alone.participations.get().user, seen="0", now=now)
        with pytest.raises(Refusal, match="Nobody can join"):
            team_links.open_link(team=team, by=noor, seen="0", now=challenge.join_until)
        with pytest.raises(Refusal, match="not in this team"):
            team_links.open_link(team=team, by=student(), seen="0", now=now)


class TestLookingFor:
    def test_without_words_or_places_a_team_is_not_on_the_board(self, challenge, team, noor, sem, now):
        def shown():
            challenge.refresh_from_db()
            return [(one.title, one.facts()[0]) for one in board_page(sem, challenge, Wanted(show="teams"), now).entries]

        assert [title for title, _facts in shown()] == ["Second Shelf"]
        Challenge.objects.filter(pk=challenge.pk).update(team_max=2)
        teams.invite(team=team, email="new@example.org", by=noor, now=now)
        assert shown() == []
        Challenge.objects.filter(pk=challenge.pk).update(team_max=3)
        assert shown() == [("Second Shelf", "1 person, 1 place left")]
        join_requests.look_for(team=team, words="", by=noor, now=now)
        assert shown() == []

    def test_the_words_stay_once_texts_are_fixed(self, challenge, team, noor, now):
        Challenge.objects.filter(pk=challenge.pk).update(text_locks_at=now)

        with pytest.raises(Refusal, match="fixed by now"):
            join_requests.look_for(team=team, words="Anybody.", by=noor, now=now)
        assert join_requests.look_for(team=team, words=team.seeks, by=noor, now=now) == team

    def test_who_works_alone_looks_for_nobody(self, challenge, sem, now):
        alone = make_team(challenge, sem, solo=True)

        with pytest.raises(Refusal, match="You work alone") as no:
            join_requests.look_for(team=alone, words="Anybody.", by=sem, now=now)
        alone.refresh_from_db()
        assert (no.value.field, alone.seeks, Entry.objects.count()) == ("seeks", "", 0)


class TestRequests:
    def ask(self, team, by, now, version=1):
        return join_requests.ask(team=team, words="I count.", by=by, version=version, now=now)

    def test_the_captain_is_told_and_takes_in_whoever_asked_under_the_terms_of_then(self, team, noor, sem, now, as_):
        eva = join(team, student(name="Eva")).user
        client = as_(sem)
        path = f"/challenges/{team.challenge.slug}/join/teams/{team.pk}/"
        assert "Why you, and what you bring" in client.get(path).content.decode()
        client.post(path, {"words": "I count.", "version": 1, "terms": "on"})

        request = JoinRequest.objects.get()
        assert [one.user for one in Notification.objects.filter(kind="join_requested")] == [noor]
        assert "Take in" in as_(noor).get(f"/challenges/{team.challenge.slug}/team/").content.decode()
        page = as_(eva).get(f"/challenges/{team.challenge.slug}/team/").content.decode()
        assert ("I count." in page, "The captain answers." in page) == (True, True)
        with pytest.raises(WrongState, match="Only the captain"):
            join_requests.accept(request=request, by=eva, now=now)
        participation = join_requests.accept(request=request, by=noor, now=now + DAY)
        assert (participation.user, participation.terms) == (sem, request.terms)
        assert TermsAcceptance.objects.filter(user=sem).count() == 1
        assert Notification.objects.filter(kind="join_request_accepted", user=sem).count() == 1
        assert not notices.get("join_requested").relevant(Mail.objects.get(kind="join_requested"), now)

    def test_one_is_declined_kindly_and_may_ask_again(self, team, noor, sem, now):
        request = self.ask(team, sem, now)
        with pytest.raises(Refusal, match="asked this team already"):
            self.ask(team, sem, now)

        join_requests.decline(request=request, by=noor, now=now)
        assert Notification.objects.filter(kind="join_request_declined", user=sem).count() == 1
        for act in (join_requests.accept, join_requests.decline):
            with pytest.raises(WrongState, match="in the meantime"):
                act(request=request, by=noor, now=now)
        assert self.ask(team, sem, now) != request

    def test_it_expires_and_can_be_taken_back(self, team, noor, sem, now):
        request = self.ask(team, sem, now)
        Challenge.objects.filter(pk=team.challenge_id).update(join_until=now + 19 * DAY)
        with pytest.raises(WrongState, match="expired"):
            join_requests.accept(request=request, by=noor, now=now + join_requests.LIFETIME)

        again = self.ask(team, sem, now + join_requests.LIFETIME)
        request.refresh_from_db()
        assert request.answer == "expired"
        join_requests.withdraw(request=again, by=sem, now=now + join_requests.LIFETIME)
        assert not JoinRequest.objects.open(now).exists()

    def test_whoever_may_not_join_by_then_is_not_taken_in_and_the_captain_does_not_learn_why(self, challenge, team, noor, sem, now):
        request = self.ask(team, sem, now)
        sem.role_grants.all().delete()

        with pytest.raises(Refusal) as no:
            join_requests.accept(request=request, by=noor, now=now)
        assert str(no.value) == "Sem Bakker cannot join any more, and sees on their own page why."
        other = self.ask(team, student(name="Eva"), now)
        Challenge.objects.filter(pk=challenge.pk).update(terms_version=2)
        with pytest.raises(Refusal, match="terms have changed since Eva asked"):
            join_requests.accept(request=other, by=noor, now=now)

    def test_joining_elsewhere_takes_all_requests_back(self, challenge, team, sem, now):
        self.ask(team, sem, now)
        joining.join_alone(challenge=challenge, by=sem, version=1, now=now)

        assert [one.answer for one in JoinRequest.objects.all()] == ["withdrawn"]

    def test_a_team_that_dissolves_says_no(self, team, noor, sem, now):
        self.ask(team, sem, now)
        joining.leave(team=team, by=noor, now=now)

        assert Notification.objects.get(user=sem).kind == "join_request_declined"

    def test_not_too_many_not_by_a_coach_and_not_without_room(self, challenge, team, noor, sem, now):
        for _number in range(join_requests.MOST_OPEN):
            ask_to_join(make_team(challenge, student(), seeks="Somebody."), sem)
        with pytest.raises(Refusal, match="You have asked 5 teams"):
            self.ask(team, sem, now)
        eva = student()
        team.coach = eva
        team.save()
        with pytest.raises(Refusal, match="You are the coach"):
            self.ask(team, eva, now)
        with pytest.raises(Refusal, match="terms have changed"):
            self.ask(team, student(), now, version=9)
        Challenge.objects.filter(pk=challenge.pk).update(team_max=2)
        join(team, student())
        with pytest.raises(Refusal, match="taken or offered"):
            self.ask(team, student(), now)
        team.seeks = ""
        team.save()
        with pytest.raises(Refusal, match="takes no requests"):
            self.ask(team, student(), now)
