"""Whom a challenge concerns, apart from its faculty owner and the office."""

from django.db.models import QuerySet

from accounts.models import User
from challenges.models import Challenge
from partners.enums import MemberRole


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
