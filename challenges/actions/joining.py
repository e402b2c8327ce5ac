"""Joining a challenge, alone or in a team, and leaving it."""

import datetime as dt
import random
from typing import cast

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.actions import notifications, terms
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.models import User
from accounts.queries import addresses
from challenges.actions import board, waitlist
from challenges.actions.locks import lock_challenge, lock_team, members, membership
from challenges.actions.names import clean_name
from challenges.enums import Mode
from challenges.enums.pseudonyms import BIRDS
from challenges.enums.teams import RequestAnswer
from challenges.models import Challenge, JoinRequest, Participation, Team, TeamInvitation
from challenges.queries import invitations
from challenges.queries.joining import standing
from challenges.queries.team_page import may_not_leave
from challenges.queries.terms import terms_of

_chance = random.SystemRandom()


def join_alone(*, challenge: Challenge, by: User, version: int, now: dt.datetime) -> Participation:
    """Join alone and accept version `version` of the terms. Refuses whoever may not join, and a challenge for teams only."""
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        if locked.mode == Mode.TEAM:
            raise Refusal(_("This challenge is for teams. Make one, or ask a team to invite you."))
        check_standing(locked, by, now)
        team = new_team(locked, by.name[:60] or "–", solo=True, now=now)
        return _join(locked, team, by, version, now)


def make_team(*, challenge: Challenge, name: str, by: User, version: int, now: dt.datetime) -> Participation:
    """Make a team with that name and join it. Refuses whoever may not join, a name that is taken, and a challenge that one does alone."""
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        if locked.mode == Mode.SOLO:
            raise Refusal(_("Everyone works alone in this challenge."))
        check_standing(locked, by, now)
        team = new_team(locked, free_name(locked, name), solo=False, now=now)
        trail.record("team.made", on=team, within=locked, by=by, now=now)
        return _join(locked, team, by, version, now)


def accept(*, invitation: TeamInvitation, by: User, version: int, now: dt.datetime) -> Participation:
    """Join the team that invited. Refuses a closed invitation, somebody else's, a full team, and whoever may not join.

    Everything is checked under the locks of challenge and team, so that one invitation lets in one person once.
    """
    with transaction.atomic():
        challenge = lock_challenge(invitation.team.challenge_id)
        team = lock_team(invitation.team_id)
        locked = _open_invitation(invitation, now)
        if locked.address not in addresses.verified(by):
            raise Refusal(_("This invitation was sent to another address: %(address)s.") % {"address": addresses.masked(locked.address)})
        participation = enter(challenge, team, by, version, now)
        locked.accepted_at, locked.accepted_by = now, by
        locked.save(update_fields=["accepted_at", "accepted_by"])
        return participation


def enter(challenge: Challenge, team: Team, by: User, version: int, now: dt.datetime) -> Participation:
    """Join a team that takes the person in; challenge and team are locked. Tells the others.

    Refuses its coach, whoever may not join, and a full team. What else the person and this team asked of each other is settled by it.
    """
    if team.coach_id == by.pk:
        raise Refusal(_("You are the coach of this team, so you cannot be a member of it."))
    check_standing(challenge, by, now, into_team=True)
    if challenge.team_max is not None and team.participations.active().count() >= challenge.team_max:
        raise Refusal(_("This team is full."))
    team.invitations.undecided().filter(address__in=addresses.verified(by)).update(accepted_at=now, accepted_by=by)
    already = members(team)
    participation = _join(challenge, team, by, version, now)
    notifications.tell(
        kind="team_joined",
        to=already,
        path=f"/challenges/{challenge.slug}/team/",
        context={"challenge": challenge.title, "team": team.name, "name": by.name, "team_id": team.pk},
        key=str(participation.pk),
        now=now,
    )
    return participation


def check_place(challenge: Challenge, team: Team, by: User, now: dt.datetime) -> None:
    """Refuse somebody whom the team did not invite where every place is taken, or offered by an open invitation to somebody else."""
    offered = team.invitations.open(now).exclude(address__in=addresses.verified(by)).count()
    if challenge.team_max is not None and team.participations.active().count() + offered >= challenge.team_max:
        raise Refusal(_("Every place in this team is taken or offered to somebody."))


def decline(*, invitation: TeamInvitation, by: User | None, now: dt.datetime) -> None:
    """Say no to an invitation; its link is the permission. Tells whoever invited. Refuses a closed one."""
    with transaction.atomic():
        team = lock_team(invitation.team_id)
        locked = _open_invitation(invitation, now)
        locked.declined_at = now
        locked.save(update_fields=["declined_at"])
        challenge = team.challenge
        trail.record("team_invitation.declined", on=team, within=challenge, by=by, now=now, address=locked.address)
        inviter = locked.invited_by
        if inviter is not None and team.participations.active().filter(user=inviter).exists():
            notifications.tell(
                kind="team_invitation_declined",
                to=[inviter],
                path=f"/challenges/{challenge.slug}/team/",
                context={"challenge": challenge.title, "team": team.name, "address": locked.shown, "team_id": team.pk},
                key=f"{locked.pk}:{locked.round}",
                now=now,
            )


def leave(*, team: Team, by: User, now: dt.datetime) -> None:
    """Leave a team, and with it the challenge. Refuses once teams are fixed, and the last member while there is work.

    The team of a last member without work is dissolved: its row goes, and its name is free again.
    """
    with transaction.atomic():
        challenge = lock_challenge(team.challenge_id)
        locked = lock_team(team.pk)
        participation = membership(locked, by)
        if words := may_not_leave(locked, now):
            raise Refusal(words)
        trail.record("participation.left", on=participation, within=challenge, by=by, now=now, team=locked.name)
        staying = [user for user in members(locked) if user.pk != by.pk]
        if not staying:
            dissolve(locked, challenge, by, now)
            waitlist.offer_free(challenge, now)
            return
        go(participation, locked, now)
        waitlist.offer_free(challenge, now)
        notifications.tell(
            kind="team_left",
            to=staying,
            path=f"/challenges/{challenge.slug}/team/",
            context={"challenge": challenge.title, "team": locked.name, "name": by.name, "team_id": locked.pk},
            key=str(participation.pk),
            now=now,
        )


def free_name(challenge: Challenge, name: str, but: Team | None = None) -> str:
    """A cleaned name that no other team of the locked challenge has in any case. Refuses one that is taken."""
    name = clean_name(name)
    others = challenge.teams.filter(solo=False).annotate(low=Lower("name")).filter(low=Lower(Value(name)))
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise Refusal(_("Another team of this challenge has this name. Choose another one."), field="name")
    return name


def check_standing(challenge: Challenge, by: User, now: dt.datetime, *, into_team: bool = False) -> None:
    """Refuse whoever may not join, with the first reason. Under the lock of the person too: how many running challenges one has is
    counted over all challenges."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    waitlist.offer_free(challenge, now)
    found = standing(by, challenge, now, into_team=into_team)
    if not found.can_join:
        raise Refusal(found.why_not)


def _open_invitation(invitation: TeamInvitation, now: dt.datetime) -> TeamInvitation:
    found = TeamInvitation.objects.select_for_update().filter(pk=invitation.pk, round=invitation.round).first()
    locked = cast("TeamInvitation | None", found)
    words = invitations.why_closed(locked, now)
    if locked is None or words:
        raise Refusal(words)
    return locked


def new_team(challenge: Challenge, name: str, *, solo: bool, now: dt.datetime) -> Team:
    """A team of a locked challenge, under a pseudonym of its own; nobody is in it yet."""
    return Team.objects.create(challenge=challenge, name=name, solo=solo, pseudonym=_pseudonym(challenge), created_at=now)


def _pseudonym(challenge: Challenge) -> str:
    """A bird that no team of the locked challenge has; with a number once all birds are taken."""
    taken = set(challenge.teams.values_list("pseudonym", flat=True))
    number = 1
    while True:
        free = [name for bird in BIRDS if (name := bird if number == 1 else f"{bird} {number}") not in taken]
        if free:
            return _chance.choice(free)
        number += 1


def _join(challenge: Challenge, team: Team, by: User, version: int, now: dt.datetime) -> Participation:
    present = terms_of(challenge)
    if version != present.version:
        raise Refusal(_("The terms have changed since you opened this page. Read them again before you accept."), field="terms")
    accepted = terms.accept(user=by, document=present.document, title=present.title, version=present.version, text=present.text, now=now)
    participation = Participation.objects.create(challenge=challenge, team=team, user=by, terms=accepted, joined_at=now)
    waitlist.joined(challenge, by, now)
    JoinRequest.objects.filter(team__challenge=challenge, user=by, answer="").update(answer=RequestAnswer.WITHDRAWN, answered_at=now)
    board.joined(challenge, by)
    trail.record("participation.joined", on=participation, within=challenge, by=by, now=now, team=team.name, terms=present.version)
    first = challenge.milestones.filter(deadline__gte=now).first()
    notifications.tell(
        kind="challenge_joined",
        to=[by],
        path=f"/challenges/{challenge.slug}/team/",
        context={
            "challenge": challenge.title,
            "team": "" if team.solo else team.name,
            "terms": present.version,
            "first": first.title if first else "",
            "deadline": first.deadline.isoformat() if first else "",
            "participation": participation.pk,
        },
        key=str(participation.pk),
        now=now,
    )
    return participation


def go(participation: Participation, team: Team, now: dt.datetime) -> None:
    """End a participation in a locked team. After a captain the next one is who is in it longest."""
    participation.left_at = max(now, participation.joined_at)
    participation.save(update_fields=["left_at"])
    if team.captain_id == participation.user_id:
        team.captain = None
        team.save(update_fields=["captain"])


def dissolve(team: Team, challenge: Challenge, by: User, now: dt.datetime) -> None:
    """Take away a team that nobody is in any more and that has no work; its name is free again."""
    trail.record("team.dissolved", on=team, within=challenge, by=by, now=now)
    for request in team.join_requests.open(now).select_related("user"):
        notifications.tell(
            kind="join_request_declined",
            to=[request.user],
            path=f"/challenges/{challenge.slug}/board/",
            context={"challenge": challenge.title, "team": team.name},
            key=str(request.pk),
            now=now,
        )
    team.participations.all().delete()
    team.delete()
