"""Invitations into organisations, as the invited person meets them."""

from accounts.queries.invitations import Invitations, why_closed
from partners.models import MemberInvitation

__all__ = ["after_sign_in", "by_token", "open_for", "own", "own_path", "path_of", "read_token", "why_closed"]

_members = Invitations(
    purpose="partners.invitation",
    address="/partners/invitations/",
    rows=lambda: MemberInvitation.objects.select_related("organisation", "invited_by"),
)
path_of, read_token, by_token, open_for = _members.path_of, _members.read_token, _members.by_token, _members.open_for
own, own_path, after_sign_in = _members.own, _members.own_path, _members.after_sign_in
