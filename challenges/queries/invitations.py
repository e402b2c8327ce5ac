"""Invitations into teams, as the invited person meets them."""

import datetime as dt
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.kit import tokens
from accounts.models import User
from accounts.queries.addresses import verified
from challenges.models import TeamInvitation

PURPOSE = "challenges.team_invitation"


def path_of(invitation: TeamInvitation) -> str:
    """The secret address of an invitation's page, made from the row and stored nowhere."""
    return f"/challenges/invitations/{tokens.make(PURPOSE, invitation.pk, invitation.round)}/"


def read_token(token: str) -> tuple[int, int] | None:
    """The invitation's number and round that a token was made for, or None for a token that we did not make."""
    return tokens.read(PURPOSE, token)


def by_token(token: str) -> TeamInvitation | None:
    """The invitation that a link stands for, unless it is gone or a newer link was sent since."""
    found = read_token(token)
    if found is None:
        return None
    pk, round_ = found
    related = TeamInvitation.objects.select_related("team__challenge__organisation", "invited_by")
    return cast("TeamInvitation | None", related.filter(pk=pk, round=round_).first())


def open_for(user: User, now: dt.datetime) -> QuerySet[TeamInvitation]:
    """A person's open invitations, soonest to expire first, each with its team and challenge."""
    found: QuerySet[TeamInvitation] = TeamInvitation.objects.open(now).filter(address__in=verified(user))  # type: ignore[assignment]
    return found.select_related("team__challenge__organisation", "invited_by").order_by("expires_at", "pk")


def why_closed(invitation: TeamInvitation | None, now: dt.datetime) -> str:
    """Words for an invitation that can no longer be accepted; empty for an open one."""
    if invitation is None:
        return _("This invitation was withdrawn, or a newer mail with another link was sent. Look in your mailbox for the newest one.")
    match invitation.state(now):
        case "accepted":
            return _("This invitation has been accepted already. It works once.")
        case "declined":
            return _("This invitation was declined.")
        case "revoked":
            return _("The team has withdrawn this invitation.")
        case "expired":
            return _("This invitation has expired. Ask the team to send it again.")
    return ""
