"""A team that does not meet the rules is told early; once teams are fixed it goes to the office."""

import datetime as dt

import pytest

from accounts.models import Notification
from accounts.outbox import notices
from accounts.outbox.models import Mail
from challenges.actions import reminders
from challenges.models import Challenge
from challenges.queries.rosters import unmet_teams
from tests.factories import coordinator, join, make_team, published_challenge, student

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def noor():
    return student(name="Noor de Vries")


@pytest.fixture
def team(noor):
    challenge = published_challenge(title="Unused medicines")
    make_team(challenge, student(), student())
    make_team(challenge, student(), solo=True)
    return make_team(challenge, noor, name="Second Shelf")


def told():
    return [(one.kind, one.user.name) for one in Notification.objects.exclude(kind="roster_unmet").order_by("created_at")]


def test_only_what_is_too_small_or_lacks_somebody_is_found(team):
    assert [one.team for one in unmet_teams(team.challenge)] == [team]
    join(team, student())
    assert unmet_teams(team.challenge) == []


def test_its_members_are_told_a_week_and_two_days_before_and_once_each(team, now):
    until = team.challenge.join_until
    for at in (8, 7, 6.9, 2, 1.9, 1):
        reminders.rosters(now=until - at * DAY)

    assert told() == [("roster_7d", "Noor de Vries"), ("roster_2d", "Noor de Vries")]
    mail, notice = Mail.objects.get(kind="roster_2d"), notices.get("roster_2d")
    assert notice.relevant(mail, until - DAY)
    assert not notice.relevant(mail, until)


def test_a_date_of_its_own_counts_and_one_that_moves_is_a_new_one(team, now):
    fixed = team.challenge.join_until + 5 * DAY
    Challenge.objects.filter(pk=team.challenge_id).update(roster_locks_at=fixed)
    reminders.rosters(now=fixed - 8 * DAY)
    assert told() == []
    reminders.rosters(now=fixed - 7 * DAY)
    Challenge.objects.filter(pk=team.challenge_id).update(roster_locks_at=fixed + DAY)
    reminders.rosters(now=fixed - 6 * DAY)
    assert [kind for kind, _who in told()] == ["roster_7d", "roster_7d"]


def test_once_fixed_the_office_is_told_how_many(team, now):
    coordinator(name="Office Olga")
    until = team.challenge.join_until
    for at in (until + DAY / 24, until + DAY):
        reminders.rosters(now=at)

    found = Notification.objects.get(kind="roster_unmet", user__name="Office Olga")
    assert (found.context["count"], found.path) == (1, f"/manage/challenges/{team.challenge.slug}/teams/")


def test_a_team_that_is_complete_hears_nothing(team, now):
    join(team, student())
    until = team.challenge.join_until
    reminders.rosters(now=until - 7 * DAY)
    reminders.rosters(now=until + DAY)
    assert Notification.objects.count() == 0
