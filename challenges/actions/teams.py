"""Running a team: its name, its captain and its invitations."""

import datetime as dt
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.addresses import canonical, check
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from accounts.models.invitations import LIFETIME
from accounts.outbox import actions as outbox
from challenges.actions.joining import free_name
from challenges.actions.locks import lock_challenge, lock_team, membership
from challenges.models import Challenge, Team, TeamInvitation
from challenges.queries.captains import captain_of

MOST_MAILS = 5
MOST_A_DAY = 20


def rename(*, team: Team, name: str, by: User, now: dt.datetime) -> Team:
    """Give a team another name. Refuses a name that is taken, one that is fixed by now, and whoever is not a member."""
    with transaction.atomic():
        challenge = lock_challenge(team.challenge_id)
        locked = lock_team(team.pk)
        membership(locked, by)
        if challenge.team_texts_stay(now):
            raise Refusal(_("The names of teams are fixed by now."), field="name")
        before, locked.name = locked.name, free_name(challenge, name, but=locked)
        if before != locked.name:
            locked.save(update_fields=["name"])
            trail.record("team.renamed", on=locked, within=challenge, by=by, now=now, before=before, after=locked.name)
        return locked


def hand_over(*, team: Team, to: User, by: User, now: dt.datetime) -> Team:
    """Make another member the captain. Refuses whoever is not the captain, and somebody who is not in the team. Tells the new one."""
    with transaction.atomic():
        challenge, locked = _locked(team, by)
        captain = captain_of(locked, locked.participations.active().select_related("user"))
        if captain is None or captain.pk != by.pk:
            raise WrongState(_("Only the captain can hand over, and by now that is somebody else."))
        if to.pk == by.pk or not locked.participations.active().filter(user=to).exists():
            raise Refusal(_("Choose somebody else who is in the team."), field="captain")
        locked.captain = to
        locked.save(update_fields=["captain"])
        trail.record("team.handed_over", on=locked, within=challenge, by=by, now=now, captain=to.name)
        notifications.tell(
            kind="captain_named",
            to=[to],
            path=f"/challenges/{challenge.slug}/team/",
            context={"challenge": challenge.title, "team": locked.name, "name": by.name, "team_id": locked.pk},
            key=f"{locked.pk}:{now.isoformat()}",
            now=now,
        )
        return locked


def invite(*, team: Team, email: str, by: User, now: dt.datetime) -> TeamInvitation:
    """Ask the person behind an address to join. Open invitations count for the size of the team, and keep no seat: when all seats are
    taken, whoever is invited waits in the line for one.

    Refuses when nobody can join any more, the team would become too large, the person is in it or asked already, and more than
    a day's share of invitations. An expired invitation of the same address gives way to the new one.
    """
    address = canonical(email)
    try:
        check(address)
    except ValidationError as fault:
        raise Refusal(fault.messages[0], field="email") from None
    with transaction.atomic():
        challenge, locked = _locked(team, by)
        _check_open(challenge, now)
        _check_room(challenge, locked, now)
        if locked.participations.active().filter(user__email=address).exists():
            raise Refusal(_("This person is in the team already."), field="email")
        if locked.invitations.open(now).filter(address=address).exists():
            raise Refusal(_("This address has been invited already. You can send the mail again below."), field="email")
        if locked.invitations.filter(invited_at__gt=now - dt.timedelta(days=1)).count() >= MOST_A_DAY:
            raise Refusal(_("A team can send %(max)d invitations a day. Try again tomorrow.") % {"max": MOST_A_DAY}, field="email")
        locked.invitations.undecided().filter(address=address).update(revoked_at=now, revoked_by=by)
        invitation = TeamInvitation.objects.create(team=locked, address=address, invited_by=by, invited_at=now, expires_at=now + LIFETIME)
        trail.record("team_invitation.sent", on=locked, within=challenge, by=by, now=now, address=address)
        _tell_invited(invitation, challenge, by, now)
        return invitation


def check_takes_in(challenge: Challenge, team: Team, now: dt.datetime) -> None:
    """Refuse what would bring somebody into a locked team that has no place, or when no team takes anybody in."""
    _check_open(challenge, now)
    _check_room(challenge, team, now)


def invite_introduced(*, challenge: Challenge, team: Team, person: User, by: User, now: dt.datetime) -> TeamInvitation:
    """Ask somebody to join after an introduction to which both said yes, within that transaction: by their account's address, which the
    team does not see. An invitation that is open already stays. Refuses a full team, and when nobody can join any more."""
    address = person.email
    there = team.invitations.open(now).filter(address=address).first()
    if there is not None:
        return cast("TeamInvitation", there)
    check_takes_in(challenge, team, now)
    team.invitations.undecided().filter(address=address).update(revoked_at=now, revoked_by=by)
    invitation = TeamInvitation.objects.create(
        team=team, address=address, introduced=person, invited_by=by, invited_at=now, expires_at=now + LIFETIME
    )
    trail.record("team_invitation.sent", on=team, within=challenge, by=by, now=now, address=address)
    _tell_invited(invitation, challenge, by, now)
    return invitation


def send_again(*, invitation: TeamInvitation, by: User, now: dt.datetime, seen: str = "") -> TeamInvitation:
    """Send a new link that is good for another fortnight; earlier links stop working. Refuses a decided one and a sixth mail.

    `seen` is the number of mails that the page knew of: a button pressed twice sends one more, not two.
    """
    with transaction.atomic():
        challenge, locked_team = _locked(invitation.team, by)
        locked = _undecided(invitation)
        _check_open(challenge, now)
        if not locked.is_open(now):
            _check_room(challenge, locked_team, now)
        if seen and seen != str(locked.round):
            raise WrongState(_("The mail was sent again a moment ago; its link is the one that works."))
        if locked.round >= MOST_MAILS:
            raise Refusal(_("%(max)d mails have been sent to this address. Reach this person in another way.") % {"max": MOST_MAILS})
        locked.round += 1
        locked.expires_at = now + LIFETIME
        locked.invited_by = by
        locked.save(update_fields=["round", "expires_at", "invited_by"])
        trail.record("team_invitation.sent_again", on=locked_team, within=challenge, by=by, now=now, address=locked.address)
        _tell_invited(locked, challenge, by, now)
        return locked


def withdraw(*, invitation: TeamInvitation, by: User, now: dt.datetime) -> None:
    """Take an invitation back; its link shows that it was. Refuses one that was decided."""
    with transaction.atomic():
        challenge, locked_team = _locked(invitation.team, by)
        locked = _undecided(invitation)
        locked.revoked_at, locked.revoked_by = now, by
        locked.save(update_fields=["revoked_at", "revoked_by"])
        trail.record("team_invitation.withdrawn", on=locked_team, within=challenge, by=by, now=now, address=locked.address)


def _locked(team: Team, by: User) -> tuple[Challenge, Team]:
    challenge = lock_challenge(team.challenge_id)
    locked = lock_team(team.pk)
    membership(locked, by)
    return challenge, locked


def _undecided(invitation: TeamInvitation) -> TeamInvitation:
    found = TeamInvitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if found is None or found.accepted_at or found.declined_at or found.revoked_at:
        raise WrongState(_("This invitation was accepted, declined or withdrawn in the meantime."))
    return cast("TeamInvitation", found)


def _check_open(challenge: Challenge, now: dt.datetime) -> None:
    if not challenge.teams_take_in(now):
        raise Refusal(_("Nobody can join this challenge any more."))


def _check_room(challenge: Challenge, team: Team, now: dt.datetime) -> None:
    if team.solo:
        raise Refusal(_("You work alone in this challenge. To work in a team, leave and make one."))
    people = team.participations.active().count() + team.invitations.open(now).count()
    if challenge.team_max is not None and people >= challenge.team_max:
        raise Refusal(_("A team has at most %(max)d people; open invitations count.") % {"max": challenge.team_max})


def _tell_invited(invitation: TeamInvitation, challenge: Challenge, by: User, now: dt.datetime) -> None:
    context = {
        "challenge": challenge.title,
        "team": invitation.team.name,
        "name": by.name,
        "until": invitation.expires_at.isoformat(),
        "invitation": invitation.pk,
        "round": invitation.round,
    }
    key = f"{invitation.pk}:{invitation.round}"
    known = User.objects.filter(email=invitation.address, is_active=True).first()
    if known is not None:
        notifications.tell(kind="team_invited", to=[known], path="/challenges/invitations/", context=context, key=key, now=now)
        return
    recipient = outbox.Recipient(invitation.address, by.language, key)
    outbox.queue(kind="team_invited", to=[recipient], context=context, path="/challenges/invitations/", now=now)
