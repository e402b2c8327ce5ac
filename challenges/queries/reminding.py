"""Whom time itself reminds of something."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.enums import Role
from accounts.models import Notification, RoleGrant, User
from challenges.enums import ChallengeState
from challenges.models import Milestone, Participation, Review


@dataclass(frozen=True)
class Late:
    """Open reviews of one reviewer and milestone that are due at the same instant."""

    reviewer: User
    milestone: Milestone
    due_at: dt.datetime
    count: int


def milestones_due(now: dt.datetime, within: dt.timedelta) -> QuerySet[Milestone]:
    """Milestones of published challenges with a deadline later than `now`, at most `within` away."""
    return Milestone.objects.filter(challenge__state=ChallengeState.PUBLISHED, deadline__gt=now, deadline__lte=now + within).select_related(
        "challenge"
    )


def not_yet_told(milestone: Milestone, *, kind: str, key: str, joined_by: dt.datetime) -> list[User]:
    """Who takes part since `joined_by` or longer and has no notification of this kind and key."""
    told = Notification.objects.filter(
        dedupe_key=Concat(Value(f"{kind}:{key}:"), Cast(OuterRef("user_id"), CharField()), output_field=CharField())
    )
    takers = Participation.objects.active().filter(challenge=milestone.challenge_id, joined_at__lte=joined_by, user__is_active=True)
    return [one.user for one in takers.exclude(Exists(told)).select_related("user").order_by("user_id")]


def told(keys: Collection[str]) -> set[str]:
    """Which of these notifications exist."""
    return set(Notification.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))


def open_reviews(now: dt.datetime, ahead: dt.timedelta) -> list[Late]:
    """Open reviews that are overdue, or due within `ahead` and asked for before that; by reviewer, milestone and due date."""
    rows = list(
        Review.objects.filter(
            Q(due_at__lte=now) | Q(due_at__lte=now + ahead, assigned_at__lte=F("due_at") - ahead),
            submitted_at__isnull=True,
            submission__milestone__released_at__isnull=True,
            submission__milestone__challenge__state=ChallengeState.PUBLISHED,
            reviewer__in=RoleGrant.objects.in_force(now).filter(role=Role.FACULTY).values("user"),
        )
        .order_by()
        .values_list("reviewer_id", "submission__milestone_id", "due_at")
        .annotate(count=Count("pk"))
        .order_by("due_at", "reviewer_id", "submission__milestone_id")
    )
    people = User.objects.in_bulk({row[0] for row in rows})
    milestones = Milestone.objects.select_related("challenge").in_bulk({row[1] for row in rows})
    return [Late(people[who], milestones[what], due, count) for who, what, due, count in rows]
