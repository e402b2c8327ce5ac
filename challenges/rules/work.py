"""Who may do what with a team and its work."""

from django.contrib.auth.models import AnonymousUser
from rules import predicate

from accounts.models import User
from challenges.models import Challenge, Team
from partners.rules import role_in

Person = User | AnonymousUser


@predicate
def is_team_member(user: Person, team: Team) -> bool:
    """Takes part in it now."""
    return user.pk is not None and team.participations.active().filter(user_id=user.pk).exists()


def conflict(user: User, team: Team) -> str:
    """Why this person cannot review this team's work: 'member', 'coach', 'owner', 'partner', or '' when nothing stands against it.

    A member is anyone who ever was one; the faculty owner is barred unless the challenge says otherwise; partner staff always are.
    """
    challenge: Challenge = team.challenge
    if team.participations.filter(user_id=user.pk).exists():
        return "member"
    if team.coach_id == user.pk:
        return "coach"
    if challenge.faculty_owner_id == user.pk and not challenge.owner_may_review:
        return "owner"
    return "partner" if role_in(user, challenge.organisation_id) else ""
