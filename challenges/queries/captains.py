"""Who leads a team."""

from collections.abc import Iterable

from accounts.models import User
from challenges.models import Participation, Team


def captain_of(team: Team, members: Iterable[Participation]) -> User | None:
    """The captain among the active members, given in order of joining: whom the one before handed over to, else who is in it longest.

    Nobody leads a team of one by choice, or one that everybody left.
    """
    people = [] if team.solo else [one.user for one in members]
    return next((user for user in people if user.pk == team.captain_id), people[0] if people else None)
