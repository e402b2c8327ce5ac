"""How a team is going: what a member sees of it, and what the coach does."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.kit.together import fetch_together
from accounts.models import User
from challenges.models import PulseAnswer, Team

WEEKS = 12
# From so many answers without a name on their average is shown: fewer would tell who said what.
LEAST = 3


@dataclass(frozen=True)
class Week:
    """One week for the coach: the average of the answers without a name, empty while it would tell who said what; and those with one."""

    week: dt.date
    average: str
    count: int
    named: list[PulseAnswer]


@dataclass(frozen=True)
class PulsePage:
    """For a member their own answers, `now` being this week's; for the coach the last weeks."""

    is_member: bool
    now: PulseAnswer | None
    own: list[PulseAnswer]
    weeks: list[Week]


def pulse_page(team: Team, user: User, week: dt.date) -> PulsePage:
    """The whole page. One statement. `week` is the Monday of this week."""
    since = week - dt.timedelta(weeks=WEEKS)
    answers = PulseAnswer.objects.filter(team=team, week__gt=since).select_related("user")
    inside = team.participations.active().filter(user=user)
    fetch_together(answers, inside)
    is_member = bool(list(inside))
    own = [one for one in answers if one.user_id == user.pk] if is_member else []
    return PulsePage(
        is_member=is_member,
        now=next((one for one in own if one.week == week), None),
        own=own,
        weeks=[] if is_member else _weeks(answers, week),
    )


def _weeks(answers: Iterable[PulseAnswer], this: dt.date) -> list[Week]:
    of: dict[dt.date, list[PulseAnswer]] = {}
    for one in answers:
        of.setdefault(one.week, []).append(one)
    return [week for monday, found in of.items() if (week := _week(monday, found, this)).average or week.named]


def _week(monday: dt.date, answers: list[PulseAnswer], this: dt.date) -> Week:
    """An average that grows by one answer would tell that answer: it waits until the week is over."""
    silent = [one.score for one in answers if not one.named]
    shown = monday < this and len(silent) >= LEAST
    average = f"{sum(silent) / len(silent):.1f}" if shown else ""
    return Week(monday, average, len(silent) if shown else 0, [one for one in answers if one.named])
