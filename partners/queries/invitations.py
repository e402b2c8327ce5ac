"""Invitations into organisations, as the invited person meets them."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.kit import tokens
from accounts.models import User
from accounts.queries.addresses import verified
from partners.models import MemberInvitation

PURPOSE = "partners.invitation"


def path_of(invitation: MemberInvitation) -> str:
    """The secret address of an invitation's page, made from the row and stored nowhere."""
    return f"/partners/invitations/{tokens.make(PURPOSE, invitation.pk, invitation.round)}/"


def read_token(token: str) -> tuple[int, int] | None:
    """The invitation's number and round that a token was made for, or None for a token that we did not make."""
    return tokens.read(PURPOSE, token)


def by_token(token: str) -> MemberInvitation | None:
    """The invitation that a link stands for, unless it is gone or a newer link was sent since."""
    found = read_token(token)
    if found is None:
        return None
    pk, round_ = found
    related = MemberInvitation.objects.select_related("organisation", "invited_by")
    invitation: MemberInvitation | None = related.filter(pk=pk, round=round_).first()  # type: ignore[assignment]
    return invitation


def open_for(user: User, now: dt.datetime) -> QuerySet[MemberInvitation]:
    """A person's open invitations, soonest to expire first."""
    found: QuerySet[MemberInvitation] = MemberInvitation.objects.open(now).filter(address__in=verified(user))  # type: ignore[assignment]
    return found.select_related("organisation", "invited_by").order_by("expires_at", "pk")


def why_closed(invitation: MemberInvitation | None, now: dt.datetime) -> str:
    """Words for an invitation that can no longer be accepted; empty for an open one."""
    if invitation is None:
        return _("This invitation was withdrawn, or a newer mail with another link was sent. Look in your mailbox for the newest one.")
    match invitation.state(now):
        case "accepted":
            return _("This invitation has been accepted already. It works once.")
        case "declined":
            return _("This invitation was declined.")
        case "revoked":
            return _("The organisation has withdrawn this invitation.")
        case "expired":
            return _("This invitation has expired. Ask the organisation to send it again.")
    return ""
