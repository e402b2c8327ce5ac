"""Who leads a team, and from when teams and their names stay as they are."""

import datetime as dt

import pytest

from accounts.audit.models import Entry
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import Notification
from accounts.outbox import notices
from accounts.outbox.models import Mail
from challenges.actions import joining, teams, writing
from challenges.errors import Faults
from challenges.models import Challenge, PublishedChange, Team, TeamInvitation
from challenges.queries.captains import captain_of
from challenges.queries.facts import revision
from challenges.queries.joining import standing
from challenges.queries.team_page import team_page
from challenges.rules import dates
from tests.challenges.typed import posted
from tests.factories import join, make_team, published_challenge, staff_of, student

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def noor():
    return student(name="Noor de Vries")


@pytest.fixture
def sem():
    return student(name="Sem Bakker", email="sem@example.org")


@pytest.fixture
def team(noor, sem):
    return make_team(published_challenge(title="Unused medicines"), noor, sem, name="Second Shelf")


def captain(team):
    team.refresh_from_db()
    return captain_of(team, team.participations.active().select_related("user"))


class TestCaptain:
    def test_it_is_who_is_in_the_team_longest(self, team, noor, sem, now):
        assert captain(team) == noor

        joining.leave(team=team, by=noor, now=now)
        assert captain(team) == sem

    def test_who_works_alone_leads_nobody(self, noor):
        assert captain(make_team(published_challenge(), noor, solo=True)) is None

    def test_a_captain_hands_over_and_the_new_one_is_told(self, team, noor, sem, now):
        teams.hand_over(team=team, to=sem, by=noor, now=now)

        assert captain(team) == sem
        assert Notification.objects.get(kind="captain_named").user == sem
        assert Entry.objects.get(action="team.handed_over").detail == {"captain": "Sem Bakker"}
        mail, notice = Mail.objects.get(), notices.get("captain_named")
        assert notice.relevant(mail, now)
        teams.hand_over(team=team, to=noor, by=sem, now=now + DAY)
        assert not notice.relevant(mail, now)

    def test_a_captain_who_leaves_leaves_it_to_who_is_there_longest(self, team, noor, sem, now):
        eva = join(team, student(name="Eva")).user
        teams.hand_over(team=team, to=eva, by=noor, now=now)

        joining.leave(team=team, by=eva, now=now)
        assert captain(team) == noor

    def test_who_comes_back_is_no_captain_again(self, team, noor, sem, now):
        teams.hand_over(team=team, to=sem, by=noor, now=now)
        joining.leave(team=team, by=sem, now=now)

        join(team, sem)
        assert captain(team) == noor

    def test_nobody_else_hands_over_and_nobody_outside_gets_it(self, team, noor, sem, now):
        with pytest.raises(WrongState, match="Only the captain"):
            teams.hand_over(team=team, to=noor, by=sem, now=now)
        for other in (noor, student()):
            with pytest.raises(Refusal, match="somebody else who is in the team"):
                teams.hand_over(team=team, to=other, by=noor, now=now)
        with pytest.raises(Refusal, match="not in this team"):
            teams.hand_over(team=team, to=noor, by=student(), now=now)

    def test_the_page_says_who_it_is_and_only_the_captain_can_choose_another(self, team, noor, sem, as_):
        path = f"/challenges/{team.challenge.slug}/team/"

        page = as_(noor).get(path).content.decode()
        assert page.count("Captain") == 1
        assert "Hand over the team" in page
        assert "Hand over the team" not in as_(sem).get(path).content.decode()
        answer = as_(noor).post(f"{path}hand-over/", {"captain": ""})
        assert "This field is required." in answer.content.decode()
        answer = as_(noor).post(f"{path}hand-over/", {"captain": sem.pk}, follow=True)
        assert "Sem Bakker is the captain of the team now." in answer.content.decode()


class TestFixedTeams:
    def lock(self, team, **fields):
        Challenge.objects.filter(pk=team.challenge_id).update(**fields)
        return Team.objects.select_related("challenge").get(pk=team.pk)

    def test_a_team_takes_people_in_until_it_is_fixed_though_joining_has_closed(self, team, noor, now):
        closed, fixed = now + 10 * DAY, now + 15 * DAY
        team = self.lock(team, join_until=closed, roster_locks_at=fixed)
        eva = student(email="eva@example.org")

        teams.invite(team=team, email=eva.email, by=noor, now=closed + DAY)
        invitation = TeamInvitation.objects.get()
        with pytest.raises(Refusal, match="One could join until"):
            joining.make_team(challenge=team.challenge, name="New", by=eva, version=1, now=closed + DAY)
        with pytest.raises(Refusal, match="One could join until"):
            joining.accept(invitation=invitation, by=eva, version=1, now=fixed)
        assert joining.accept(invitation=invitation, by=eva, version=1, now=fixed - DAY / 24).team == team
        with pytest.raises(Refusal, match="Nobody can join"):
            teams.invite(team=team, email="late@example.org", by=noor, now=fixed)

    def test_one_leaves_until_it_is_fixed_and_not_after(self, team, noor, sem, now):
        fixed = now + 25 * DAY
        team = self.lock(team, roster_locks_at=fixed)

        assert "Teams are fixed since" in team_page(team, noor, fixed).why_no_leave
        with pytest.raises(Refusal, match="Teams are fixed since"):
            joining.leave(team=team, by=noor, now=fixed)
        joining.leave(team=team, by=noor, now=fixed - DAY / 24)

    def test_without_a_date_of_its_own_it_is_as_the_challenge_says(self, team, noor, now):
        until = team.challenge.join_until
        assert team.challenge.teams_take_in(until - DAY)
        assert not team.challenge.teams_take_in(until)
        assert not standing(student(), team.challenge, until, into_team=True).can_join

    def test_a_name_stays_once_names_are_fixed(self, team, noor, now, as_):
        fixed = now - DAY
        team = self.lock(team, text_locks_at=fixed)

        with pytest.raises(Refusal, match="fixed by now"):
            teams.rename(team=team, name="Third Shelf", by=noor, now=now)
        assert "Names of teams are fixed since" in as_(noor).get(f"/challenges/{team.challenge.slug}/team/").content.decode()
        assert teams.rename(team=team, name="Third Shelf", by=noor, now=fixed - DAY).name == "Third Shelf"


class TestDates:
    @pytest.mark.parametrize("field", ["roster_locks_at", "text_locks_at"])
    def test_teams_are_fixed_between_the_end_of_joining_and_the_last_deadline(self, field, now):
        challenge = published_challenge()
        milestones = list(challenge.milestones.all())

        for at, fault in [(5, "People join until"), (10, ""), (40, ""), (41, "The last deadline is")]:
            setattr(challenge, field, challenge.join_until + (at - 10) * DAY)
            found = dates.faults(dates.Dates.of(challenge), milestones)
            assert [(one.field, fault in str(one.words)) for one in found] == ([(field, True)] if fault else [])

    def test_once_published_they_only_move_later(self, now):
        challenge = published_challenge(text_locks_at=now + 20 * DAY)
        by, first = staff_of(challenge.organisation), challenge.milestones.first().deadline

        def save(roster, text):
            fresh = Challenge.objects.get(pk=challenge.pk)
            typed = {"starts_on": fresh.starts_on, "join_until": fresh.join_until, "roster_locks_at": roster, "text_locks_at": text}
            values = typed | {"milestones": list(fresh.milestones.all())}
            return writing.save(challenge=fresh, section="times", values=values, revision_read=revision(fresh, "times"), by=by, now=now)

        with pytest.raises(Faults, match="This only moves later") as no:
            save(first - DAY, None)
        assert [one.field for one in no.value.faults] == ["roster_locks_at", "text_locks_at"]
        save(first + DAY, now + 21 * DAY)
        with pytest.raises(Faults, match="This only moves later"):
            save(first, now + 21 * DAY)
        assert {one.field for one in PublishedChange.objects.all()} == {"roster_locks_at", "text_locks_at"}

    def test_the_form_takes_them_in_amsterdams_time(self, now, as_):
        challenge = published_challenge()
        by = staff_of(challenge.organisation)
        path = f"/challenges/{challenge.slug}/edit/times/"
        day = (challenge.join_until + 12 * DAY).date()

        answer = as_(by).post(path, posted(challenge, "times", roster_locks_at=f"{day}T17:00"))
        assert answer.status_code == 302, answer.content.decode()
        challenge.refresh_from_db()
        assert challenge.roster_locks_at.date() == day
