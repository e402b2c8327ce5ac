"""The link with which a team takes people in: opened, renewed and closed by any member, used by whoever has it and may join."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from challenges.actions.joining import check_place, enter
from challenges.actions.locks import lock_challenge, lock_team, membership
from challenges.models import Participation, Team, TeamLink
from challenges.queries.team_links import why_closed


def open_link(*, team: Team, by: User, seen: str, now: dt.datetime) -> TeamLink:
    """Make a link; an earlier one stops working. Refuses when nobody can join, and who works alone.

    `seen` is the number of the link that the page knew of, '0' for none: a button pressed twice makes one.
    """
    with transaction.atomic():
        challenge, locked = lock_challenge(team.challenge_id), lock_team(team.pk)
        membership(locked, by)
        if locked.solo:
            raise Refusal(_("You work alone in this challenge. To work in a team, leave and make one."))
        if not challenge.teams_take_in(now):
            raise Refusal(_("Nobody can join this challenge any more."))
        link = TeamLink.objects.filter(team=locked).first() or TeamLink(team=locked, round=0)
        if seen != str(link.round):
            raise WrongState(_("A link was made a moment ago; it stands below."))
        link.round += 1
        link.opened_at, link.opened_by, link.closed_at = now, by, None
        link.save()
        trail.record("team_link.opened", on=locked, within=challenge, by=by, now=now)
        return link


def close_link(*, team: Team, by: User, now: dt.datetime) -> None:
    """Close the link: whoever has it can no longer join. One that is closed stays so."""
    with transaction.atomic():
        challenge, locked = lock_challenge(team.challenge_id), lock_team(team.pk)
        membership(locked, by)
        link = TeamLink.objects.filter(team=locked, closed_at__isnull=True).first()
        if link is None:
            return
        link.closed_at = max(now, link.opened_at)
        link.save(update_fields=["closed_at"])
        trail.record("team_link.closed", on=locked, within=challenge, by=by, now=now)


def join(*, link: TeamLink, by: User, version: int, now: dt.datetime) -> Participation:
    """Join the team by its link and accept version `version` of the terms.

    Refuses a link that was closed or renewed, whoever may not join, and where every place is taken or offered to somebody.
    """
    with transaction.atomic():
        challenge, team = lock_challenge(link.team.challenge_id), lock_team(link.team_id)
        found = TeamLink.objects.filter(pk=link.pk, round=link.round, closed_at__isnull=True).select_related("team__challenge").first()
        if words := why_closed(found, now):
            raise WrongState(words)
        check_place(challenge, team, by, now)
        return enter(challenge, team, by, version, now)
