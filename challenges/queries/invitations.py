"""Invitations into teams, as the invited person meets them."""

from accounts.queries.invitations import Invitations, why_closed
from challenges.models import TeamInvitation

__all__ = ["by_token", "open_for", "path_of", "read_token", "why_closed"]

_teams = Invitations(
    purpose="challenges.team_invitation",
    address="/challenges/invitations/",
    rows=lambda: TeamInvitation.objects.select_related("team__challenge__organisation", "invited_by"),
)
path_of, read_token, by_token, open_for = _teams.path_of, _teams.read_token, _teams.by_token, _teams.open_for
