"""Who sees the board of a challenge, and who may be on it."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import is_faculty
from challenges.models import BoardCard, Challenge, Participation, Team
from challenges.queries.composition import WITH_TRAITS
from challenges.queries.joining import standing
from challenges.rules import cases

MOST_NAMED = 100


def may_be_shown(user: User, challenge: Challenge, now: dt.datetime) -> str:
    """Why somebody can't look for a team here; empty for a student who may join it and has no team."""
    if not challenge.has_board or not challenge.teams_take_in(now):
        return _("Nobody can join a team of this challenge now.")
    if Participation.objects.active().filter(challenge=challenge, user=user).exists():
        return _("You take part already.")
    found = standing(user, challenge, now, into_team=True)
    return "" if found.fits else next(part.words for part in found.parts if not part.ok and not part.about_seats)


def on_board(challenge: Challenge) -> QuerySet[BoardCard]:
    """Who looks for a team here and shows it, read with what the rules of composition look at; the newest hundred."""
    return BoardCard.objects.filter(challenge=challenge, user__is_active=True).select_related(*WITH_TRAITS)[:MOST_NAMED]


def guides(user: User, challenge: Challenge) -> bool:
    """Whether somebody looks after the teams: the office, the faculty owner, a coach."""
    if cases.is_office(user, challenge) or cases.is_faculty_owner(user, challenge):
        return True
    return bool(is_faculty(user)) and Team.objects.filter(challenge=challenge, coach=user).exists()
