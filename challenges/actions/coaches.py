"""Coaches: the tutors of teams, named by the programme office."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.enums import Role
from accounts.kit.refusals import Refusal
from accounts.models import User
from challenges.actions.locks import lock_challenge, lock_team, members
from challenges.models import Challenge, Team


def name_coach(*, team: Team, coach: User | None, by: User, now: dt.datetime) -> Team:
    """Name the coach of a team, or nobody. Refuses whoever is not faculty, and a member of the team. Tells the coach and the team."""
    with transaction.atomic():
        challenge = lock_challenge(team.challenge_id)
        locked = lock_team(team.pk)
        if locked.coach_id == (coach.pk if coach else None):
            return locked
        if coach is not None:
            _check(locked, coach, now)
        _write(locked, challenge, coach, by, now)
        return locked


def spread(*, challenge: Challenge, coaches: Iterable[User], by: User, now: dt.datetime) -> int:
    """Give each team without a coach one of these, whoever has the fewest teams of this challenge first. Gives how many got one.

    Refuses when nobody was chosen, and anybody who is not faculty. A coach is never given a team of which they are a member.
    """
    chosen = sorted(coaches, key=lambda user: (user.name, user.pk))
    if not chosen:
        raise Refusal(_("Choose at least one coach."), field="coaches")
    for coach in chosen:
        _check_faculty(coach, now)
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        teams = list(locked.teams.select_for_update().order_by("created_at", "pk"))
        load = Counter(team.coach_id for team in teams)
        named = 0
        for team in teams:
            inside = {user.pk for user in members(team)} if team.coach_id is None else set()
            free = [coach for coach in chosen if coach.pk not in inside]
            if team.coach_id is None and free:
                coach = min(free, key=lambda user: load[user.pk])
                load[coach.pk] += 1
                _write(team, locked, coach, by, now)
                named += 1
        return named


def _check_faculty(coach: User, now: dt.datetime) -> None:
    if Role.FACULTY not in coach.roles(now) or not coach.is_active:
        raise Refusal(_("%(name)s is not faculty and cannot coach.") % {"name": coach.name}, field="coach")


def _check(team: Team, coach: User, now: dt.datetime) -> None:
    _check_faculty(coach, now)
    if team.participations.active().filter(user=coach).exists():
        raise Refusal(_("%(name)s is a member of this team and cannot coach it.") % {"name": coach.name}, field="coach")


def _write(team: Team, challenge: Challenge, coach: User | None, by: User, now: dt.datetime) -> None:
    before, team.coach = team.coach.name if team.coach else "", coach
    team.save(update_fields=["coach"])
    trail.record("team.coach_named", on=team, within=challenge, by=by, now=now, before=before, coach=coach.name if coach else "")
    if coach is None:
        return
    context = {"challenge": challenge.title, "team": team.name, "coach": coach.name, "coach_id": coach.pk, "team_id": team.pk}
    key = f"{team.pk}:{coach.pk}:{now.isoformat()}"
    notifications.tell(
        kind="coach_named", to=[coach], path=f"/challenges/{challenge.slug}/team/{team.pk}/", context=context, key=key, now=now
    )
    notifications.tell(
        kind="team_coach_named", to=members(team), path=f"/challenges/{challenge.slug}/team/", context=context, key=key, now=now
    )
