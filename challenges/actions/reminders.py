"""Reminding people, once each. Run every few minutes; a second run, or two at once, changes nothing."""

import datetime as dt

from django.db import transaction

from accounts.actions import notifications
from accounts.queries.people import office
from challenges.models import Challenge, Milestone
from challenges.queries.reminding import Late, milestones_due, not_yet_told, open_reviews, told
from challenges.queries.rosters import fixed_between, unmet_teams

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(hours=24)
REVIEW_DUE = dt.timedelta(days=2)
TWO_DAYS = dt.timedelta(days=2)


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


def rosters(*, now: dt.datetime) -> None:
    """Tell the members of teams that do not meet the rules a week, and again two days, before teams are fixed; once they are, tell the
    office how many still do not. A date that moves is a new one."""
    for challenge in fixed_between(now, now + WEEK):
        until = challenge.teams_take_in_until
        assert until is not None  # noqa: S101 - the query asks for it
        _warn(challenge, "roster_2d" if until - now <= TWO_DAYS else "roster_7d", until, now)
    for challenge in fixed_between(now - TWO_DAYS, now):
        _hand_to_office(challenge, now)


def _warn(challenge: Challenge, kind: str, until: dt.datetime, now: dt.datetime) -> None:
    for one in unmet_teams(challenge):
        key = f"{one.team.pk}:{until.isoformat()}"
        known = told([f"{kind}:{key}:{user.pk}" for user in one.members])
        people = [user for user in one.members if f"{kind}:{key}:{user.pk}" not in known]
        if people:
            context = {"challenge": challenge.title, "team": one.team.name, "team_id": one.team.pk, "until": until.isoformat()}
            with transaction.atomic():
                path = f"/challenges/{challenge.slug}/team/"
                notifications.tell(kind=kind, to=people, path=path, context=context, key=key, now=now)


def _hand_to_office(challenge: Challenge, now: dt.datetime) -> None:
    until = challenge.teams_take_in_until
    people, key = office(now), f"{challenge.pk}:{until.isoformat() if until else ''}"
    if told([f"roster_unmet:{key}:{user.pk}" for user in people]):
        return
    count = len(unmet_teams(challenge))
    if count:
        context = {"challenge": challenge.title, "challenge_id": challenge.pk, "count": count}
        with transaction.atomic():
            path = f"/manage/challenges/{challenge.slug}/teams/"
            notifications.tell(kind="roster_unmet", to=people, path=path, context=context, key=key, now=now)


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
