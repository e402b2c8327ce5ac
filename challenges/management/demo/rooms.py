"""What some teams agreed on, what they and their coach write, and how they say it is going."""

import datetime as dt

from accounts.models import User
from challenges.management.demo.calendar import DAY, Calendar
from challenges.management.demo.cases import Built
from challenges.management.demo.data import read
from challenges.models import AgreementAcceptance, PulseAnswer, Team, TeamAgreement, TeamMessage

MOST = 6


def furnish(built: list[Built], calendar: Calendar) -> None:
    """Store it for the first teams of the running edition that have a coach; in each second one a member has not accepted yet."""
    words = read("rooms")
    teams = [(team, one.members[team.pk]) for one in built if one.case.programme == "bitt-demo" for team in one.teams if team.coach]
    for number, (team, people) in enumerate([one for one in teams if len(one[1]) > 2][:MOST]):
        at = calendar.at(-20 + number, 20, 15)
        agreement = TeamAgreement.objects.create(team=team, version=1, written_at=at, written_by=people[0], **words["agreement"])
        accepted = people[: len(people) - number % 2]
        AgreementAcceptance.objects.bulk_create(
            AgreementAcceptance(agreement=agreement, user=user, at=at + place * DAY) for place, user in enumerate(accepted)
        )
        _talk(team, people, words["messages"], calendar.at(-6, 17, 5))
        _pulse(team, people, words["pulse"], calendar.at(-7, 21, 30))


def _talk(team: Team, people: list[User], messages: list[tuple[str, str]], first: dt.datetime) -> None:
    TeamMessage.objects.bulk_create(
        TeamMessage(team=team, text=text, by=team.coach if who == "coach" else people[place % len(people)], at=first + place * DAY)
        for place, (who, text) in enumerate(messages)
    )


def _pulse(team: Team, people: list[User], said: list[tuple[int, str]], at: dt.datetime) -> None:
    """The last of the answers stands with a name."""
    monday = at.date() - dt.timedelta(days=at.weekday())
    PulseAnswer.objects.bulk_create(
        PulseAnswer(team=team, user=user, week=monday, score=score, words=words, named=place == len(said) - 1, at=at)
        for place, (user, (score, words)) in enumerate(zip(people, said, strict=False))
    )
