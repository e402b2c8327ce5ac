"""Teams that do not meet the rules of their challenge when it is time to say so."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from accounts.kit.together import fetch_together
from accounts.models import User
from challenges.enums import ChallengeState, Mode
from challenges.models import Challenge, CompositionRule, Milestone, Participation, Team
from challenges.queries import composition
from challenges.queries.team_page import too_small


@dataclass(frozen=True)
class Unmet:
    """A team that is too small or lacks somebody, and who is in it."""

    team: Team
    members: list[User]


def fixed_between(after: dt.datetime, until: dt.datetime) -> QuerySet[Challenge]:
    """Published challenges whose teams take nobody in from a moment later than `after` on, `until` at the latest."""
    return _with_teams().filter(fixed__gt=after, fixed__lte=until)


def at_work(now: dt.datetime) -> QuerySet[Challenge]:
    """Published challenges whose teams take nobody in any more and have a deadline ahead."""
    return _with_teams().filter(Exists(Milestone.objects.filter(challenge=OuterRef("pk"), deadline__gt=now)), fixed__lte=now)


def _with_teams() -> QuerySet[Any]:
    found = Challenge.objects.filter(state=ChallengeState.PUBLISHED).exclude(mode=Mode.SOLO)
    return found.annotate(fixed=Coalesce(F("roster_locks_at"), F("join_until")))


class Rosters:
    """Teams of some challenges with who is in them: read `querysets` together, then ask for those that do not meet the rules."""

    def __init__(self, challenges: QuerySet[Challenge]) -> None:
        within = {"challenge__in": challenges.order_by().values("pk")}
        self._teams = Team.objects.filter(solo=False, **within).select_related("challenge")
        self._rules = CompositionRule.objects.filter(**within)
        self._active = Participation.objects.active().filter(**within).select_related(*composition.WITH_TRAITS)
        self.querysets: list[QuerySet[Any, Any]] = [self._teams, self._rules, self._active]

    def unmet(self) -> list[Unmet]:
        """The teams that do not meet the rules of their challenge, by name."""
        inside, rules = defaultdict(list), defaultdict(list)
        for one in self._active:
            inside[one.team_id].append(one)
        for rule in self._rules:
            rules[rule.challenge_id].append(rule)
        return [
            Unmet(team, [one.user for one in people])
            for team in self._teams
            if (people := inside[team.pk])
            and (too_small(team, len(people)) or composition.unmet(rules[team.challenge_id], composition.people_of(people)))
        ]


def unmet_teams(challenge: Challenge) -> list[Unmet]:
    """The teams of a challenge that do not meet its rules, by name. One statement."""
    rosters = Rosters(Challenge.objects.filter(pk=challenge.pk))
    fetch_together(*rosters.querysets)
    return rosters.unmet()
