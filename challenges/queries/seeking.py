"""Teams that look for somebody, as a student who may join reads them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.kit.together import fetch_together
from accounts.models import User
from challenges.models import Challenge, JoinRequest, Participation, Team, TeamInvitation
from challenges.queries import visible
from challenges.queries.joining import JoinStanding, Person, standing


@dataclass(frozen=True)
class Seeking:
    """One team with the reader's open request; `places` are neither taken nor offered, None where teams have no largest size."""

    team: Team
    places: int | None
    request: JoinRequest | None


@dataclass(frozen=True)
class SeekingPage:
    """How the reader stands towards being taken in, and the teams with a place or with a request of the reader's."""

    standing: JoinStanding
    teams: list[Seeking]


def seeking_page(challenge: Challenge, user: Person, now: dt.datetime) -> SeekingPage:
    """The whole page. Two statements, however many teams there are."""
    teams = visible.seeking_teams(user).filter(challenge=challenge)
    people = Participation.objects.active().filter(challenge=challenge).exclude(team__seeks="").order_by().values_list("team_id", flat=True)
    offered = _undecided(challenge).filter(expires_at__gt=now).order_by().values_list("team_id", flat=True)
    mine = JoinRequest.objects.open(now).filter(user=user if isinstance(user, User) else None, team__challenge=challenge)
    fetch_together(teams, people, offered, mine)
    taken = [*people, *offered]
    asked = {one.team_id: one for one in mine}
    rows = [Seeking(team, _places(challenge, taken.count(team.pk)), asked.get(team.pk)) for team in teams]
    return SeekingPage(
        standing=standing(user, challenge, now, back=f"/challenges/{challenge.slug}/join/teams/", into_team=True),
        teams=[row for row in rows if row.request or row.places is None or row.places > 0],
    )


def _undecided(challenge: Challenge) -> QuerySet[Any, Any]:
    """`undecided` of the invitations, across teams."""
    return TeamInvitation.objects.filter(
        team__challenge=challenge, accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True
    )


def _places(challenge: Challenge, taken: int) -> int | None:
    return None if challenge.team_max is None else max(0, challenge.team_max - taken)
