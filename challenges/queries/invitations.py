"""Invitations into teams, as the invited person meets them."""

from accounts.queries.invitations import Invitations, why_closed
from challenges.models import TeamInvitation

__all__ = ["after_sign_in", "by_token", "open_for", "own", "own_path", "path_of", "read_token", "why_closed"]

_teams = Invitations(
    purpose="challenges.team_invitation",
    address="/challenges/invitations/",
    rows=lambda: TeamInvitation.objects.select_related("team__challenge__organisation", "invited_by"),
)
path_of, read_token, by_token, open_for = _teams.path_of, _teams.read_token, _teams.by_token, _teams.open_for
own, own_path, after_sign_in = _teams.own, _teams.own_path, _teams.after_sign_in
