"""Teams that do not meet the rules of their challenge when it is time to say so."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from accounts.kit.together import fetch_together
from accounts.models import User
from challenges.enums import ChallengeState, Mode
from challenges.models import Challenge, Participation, Team
from challenges.queries import composition
from challenges.queries.team_page import too_small


@dataclass(frozen=True)
class Unmet:
    """A team that is too small or lacks somebody, and who is in it."""

    team: Team
    members: list[User]


def fixed_between(after: dt.datetime, until: dt.datetime) -> QuerySet[Challenge]:
    """Published challenges whose teams take nobody in from a moment later than `after` on, `until` at the latest."""
    found = Challenge.objects.filter(state=ChallengeState.PUBLISHED).exclude(mode=Mode.SOLO)
    return found.annotate(fixed=Coalesce(F("roster_locks_at"), F("join_until"))).filter(fixed__gt=after, fixed__lte=until)


def unmet_teams(challenge: Challenge) -> list[Unmet]:
    """The teams of a challenge that do not meet its rules, by name. One statement."""
    teams = challenge.teams.filter(solo=False)
    rules = challenge.composition_rules.all()
    active = Participation.objects.active().filter(challenge=challenge).select_related(*composition.WITH_TRAITS)
    fetch_together(teams, rules, active)
    found = []
    for team in teams:
        team.challenge = challenge
        inside = [one for one in active if one.team_id == team.pk]
        if inside and (too_small(team, len(inside)) or composition.unmet(rules, composition.people_of(inside))):
            found.append(Unmet(team, [one.user for one in inside]))
    return found
