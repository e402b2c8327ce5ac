"""The teams of a challenge, as the programme office sees them."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.kit.together import fetch_together
from accounts.models import RoleGrant, User
from challenges.models import Challenge, CompositionRule, Participation, Submission, Team
from challenges.queries import composition
from challenges.queries.team_page import too_small


@dataclass(frozen=True)
class TeamRow:
    """One team: its people, its size in words, which rules of composition it does not meet, its coach, how many milestones it has
    handed in."""

    team: Team
    names: list[str]
    size: str
    too_small: str
    unmet: str
    coach: User | None
    handed_in: int


@dataclass(frozen=True)
class CoachLoad:
    """Somebody of faculty, with how many teams of this challenge they coach."""

    user: User
    teams: int


def team_rows(challenge: Challenge) -> list[TeamRow]:
    """Every team of the challenge by name. One statement."""
    teams = challenge.teams.select_related("coach")
    rules = challenge.composition_rules.all()
    active = Participation.objects.active().filter(challenge=challenge).select_related(*composition.WITH_TRAITS)
    handed_in = Submission.objects.filter(team__challenge=challenge, version=1).order_by().values_list("team_id", flat=True)
    fetch_together(teams, active, handed_in, rules)
    members: dict[int, list[Participation]] = {}
    for one in active:
        members.setdefault(one.team_id, []).append(one)
    handed = Counter(handed_in)
    return [_row(team, members.get(team.pk, []), handed[team.pk], rules) for team in teams]


def _row(team: Team, members: list[Participation], handed_in: int, rules: QuerySet[CompositionRule]) -> TeamRow:
    people = ngettext("%(count)d person", "%(count)d people", len(members)) % {"count": len(members)}
    return TeamRow(
        team=team,
        names=[one.user.name for one in members],
        size=_("Alone") if team.solo else people,
        too_small=too_small(team, len(members)),
        unmet="" if team.solo else composition.unmet(rules, composition.people_of(members)),
        coach=team.coach,
        handed_in=handed_in,
    )


def possible_coaches(now: dt.datetime) -> list[User]:
    """Faculty, by name."""
    grants = RoleGrant.objects.in_force(now).filter(role=Role.FACULTY)
    return list(User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("name", "pk"))


def loads(challenge: Challenge, coaches: list[User]) -> list[CoachLoad]:
    """How many teams of the challenge each of these coaches has."""
    counted = Counter(challenge.teams.filter(coach__isnull=False).order_by().values_list("coach_id", flat=True))
    return [CoachLoad(user, counted[user.pk]) for user in coaches]
