"""Invitations by mail, as the invited person meets them: the secret link, one's open invitations, and why one is closed."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.kit import tokens
from accounts.models import Invitation, User
from accounts.queries.addresses import verified

Kind = TypeVar("Kind", bound=Invitation)
NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Invitations(Generic[Kind]):
    """One kind of invitation: the purpose that its tokens are signed for, the address of its pages, its rows with what a page shows."""

    purpose: str
    address: str
    rows: Callable[[], QuerySet[Kind]]

    def path_of(self, invitation: Kind) -> str:
        """The secret address of an invitation's page, made from the row and stored nowhere."""
        return f"{self.address}{tokens.make(self.purpose, invitation.pk, invitation.round)}/"

    def own_path(self, invitation: Kind) -> str:
        """The address of the same page for whom the invitation is for, signed in: without the secret."""
        return f"{self.address}{invitation.pk}/"

    def after_sign_in(self, invitation: Kind) -> str:
        """Where somebody who has to sign in first comes back to: whoever it is then, no secret stands in the session meanwhile."""
        return f"{self.address}?of={invitation.pk}"

    def own(self, user: User | AnonymousUser, number: str) -> Kind | None:
        """The invitation with this number, when it is for one of the person's verified addresses."""
        if not (isinstance(user, User) and NUMBER.fullmatch(number)):
            return None
        return self.rows().filter(pk=int(number), address__in=verified(user)).first()

    def read_token(self, token: str) -> tuple[int, int] | None:
        """The invitation's number and round that a token was made for, or None for a token that we did not make."""
        return tokens.read(self.purpose, token)

    def by_token(self, token: str) -> Kind | None:
        """The invitation that a link stands for, unless it is gone or a newer link was sent since."""
        found = self.read_token(token)
        if found is None:
            return None
        pk, round_ = found
        return self.rows().filter(pk=pk, round=round_).first()

    def open_for(self, user: User, now: dt.datetime) -> QuerySet[Kind]:
        """A person's open invitations by their verified addresses, soonest to expire first."""
        mine = self.rows().filter(address__in=verified(user), expires_at__gt=now)
        undecided = mine.filter(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True)
        return undecided.order_by("expires_at", "pk")


def why_closed(invitation: Invitation | None, now: dt.datetime) -> str:
    """Words for an invitation that can no longer be accepted; empty for an open one."""
    if invitation is None:
        return _("This invitation was withdrawn, or a newer mail with another link was sent. Look in your mailbox for the newest one.")
    match invitation.state(now):
        case "accepted":
            return _("This invitation has been accepted already. It works once.")
        case "declined":
            return _("This invitation was declined.")
        case "revoked":
            return _("This invitation was withdrawn.")
        case "expired":
            return _("This invitation has expired. Ask who sent it for a new one.")
    return ""
