"""Whom a challenge concerns, apart from the office."""

import datetime as dt

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.queries.people import holders
from challenges.models import Challenge, Team
from partners.enums import MemberRole


def owner(challenge: Challenge, now: dt.datetime) -> QuerySet[User]:
    """Its faculty owner, as long as they are faculty: who lost that role is told nothing more."""
    return holders(Role.FACULTY, now).filter(owned_challenges=challenge.pk)


def editors(challenge: Challenge) -> QuerySet[User]:
    """Owners and editors of the organisation that brings a challenge in."""
    return User.objects.filter(
        memberships__organisation=challenge.organisation_id, memberships__role__in=[MemberRole.OWNER, MemberRole.EDITOR]
    )


def staff(challenge: Challenge) -> QuerySet[User]:
    """Everybody who acts for the organisation that brings a challenge in."""
    return User.objects.filter(memberships__organisation=challenge.organisation_id)


def participants(challenge: Challenge) -> QuerySet[User]:
    """Those who take part now."""
    return User.objects.filter(participations__challenge=challenge, participations__left_at__isnull=True)


def fellows(team: Team, user: User) -> list[User]:
    """The others who are in the team now, in the order in which they joined."""
    active = team.participations.active().exclude(user=user).select_related("user")
    return [one.user for one in active]
