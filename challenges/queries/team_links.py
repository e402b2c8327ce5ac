"""The link with which a team takes people in, as whoever has it meets it."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.kit import tokens
from challenges.models import TeamLink

PURPOSE = "challenges.team_link"


def path_of(link: TeamLink) -> str:
    """The secret address of an open link, made from the row and stored nowhere."""
    return f"/challenges/links/{tokens.make(PURPOSE, link.pk, link.round)}/"


def is_ours(token: str) -> bool:
    """Whether we made this token, for a link that works or for one that worked once."""
    return tokens.read(PURPOSE, token) is not None


def by_token(token: str) -> TeamLink | None:
    """The open link that a token stands for; None once it was closed or a newer one was made."""
    found = tokens.read(PURPOSE, token)
    if found is None:
        return None
    pk, round_ = found
    rows = TeamLink.objects.select_related("team__challenge__organisation")
    return rows.filter(pk=pk, round=round_, closed_at__isnull=True).first()


def why_closed(link: TeamLink | None, now: dt.datetime) -> str:
    """Words for a link with which nobody can join; empty for one that works."""
    if link is None:
        return _("The team has closed this link, or made a new one. Ask the team.")
    if not link.team.challenge.teams_take_in(now):
        return _("Nobody can join this challenge any more.")
    return ""
