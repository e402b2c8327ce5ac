"""Reminding people, once each. Run every few minutes; a second run, or two at once, changes nothing."""

import datetime as dt

from django.db import transaction

from accounts.actions import notifications
from challenges.models import Milestone
from challenges.queries.reminding import Late, milestones_due, not_yet_told, open_reviews, told

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(hours=24)
REVIEW_DUE = dt.timedelta(days=2)


def deadlines(*, now: dt.datetime) -> None:
    """Tell who takes part that a deadline is 7 days, and later 24 hours, away.

    A deadline that moves is a new one. Whoever joins later than a mark is not told of it; once the last day has begun, or while the
    portal stood still until then, only the word about the last day goes out.
    """
    for milestone in milestones_due(now, WEEK):
        last_day = milestone.deadline - now <= DAY
        kind, mark = ("deadline_24h", DAY) if last_day else ("deadline_7d", WEEK)
        _remind(milestone, kind, milestone.deadline - mark, now)


def reviews(*, now: dt.datetime) -> None:
    """Tell reviewers two days before their reviews are due, and once when they are overdue: one word for each milestone and date."""
    due = [("review_overdue" if late.due_at <= now else "review_due", late) for late in open_reviews(now, REVIEW_DUE)]
    known = told([f"{kind}:{_key(late)}:{late.reviewer.pk}" for kind, late in due])
    for kind, late in due:
        if f"{kind}:{_key(late)}:{late.reviewer.pk}" not in known:
            _nudge(late, kind, now)


def _key(late: Late) -> str:
    return f"{late.milestone.pk}:{late.due_at.isoformat()}"


def _remind(milestone: Milestone, kind: str, mark: dt.datetime, now: dt.datetime) -> None:
    deadline = milestone.deadline.isoformat()
    key = f"{milestone.pk}:{deadline}"
    with transaction.atomic():
        people = not_yet_told(milestone, kind=kind, key=key, joined_by=mark)
        if people:
            notifications.tell(
                kind=kind,
                to=people,
                path=f"/challenges/{milestone.challenge.slug}/submissions/",
                context={
                    "challenge": milestone.challenge.title,
                    "milestone": milestone.title,
                    "milestone_id": milestone.pk,
                    "deadline": deadline,
                },
                key=key,
                now=now,
            )


def _nudge(late: Late, kind: str, now: dt.datetime) -> None:
    with transaction.atomic():
        notifications.tell(
            kind=kind,
            to=[late.reviewer],
            path="/reviews/",
            context={
                "challenge": late.milestone.challenge.title,
                "milestone": late.milestone.title,
                "milestone_id": late.milestone.pk,
                "count": late.count,
                "due": late.due_at.isoformat(),
            },
            key=_key(late),
            now=now,
        )
