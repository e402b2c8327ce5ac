"""The milestones of a challenge in time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.kit import clock
from challenges.enums import Phase
from challenges.models import Challenge, Milestone


@dataclass(frozen=True)
class Step:
    """One milestone on the timeline: its phase, what is handed in, and words for its time. `state`: past, current or future."""

    title: str
    state: str
    when: str
    what: str
    due: str
    milestone: Milestone


def timeline(challenge: Challenge, now: dt.datetime) -> list[Step]:
    """The milestones in order of their deadlines, each from the one before it, the first from the start. The current one is the next
    that is due, once its time has begun. Reads `challenge.milestones`, which a page has prefetched."""
    milestones = sorted(challenge.milestones.all(), key=lambda milestone: (milestone.deadline, milestone.pk or 0))
    starts = [challenge.starts_on, *(_day_after(milestone.deadline) for milestone in milestones[:-1])]
    states = _states(milestones, challenge.starts_on, now)
    return [
        Step(
            title=str(Phase(milestone.phase).label),
            state=state,
            when=span(start, clock.local(milestone.deadline).date()),
            what=milestone.title,
            due=_("Due %(moment)s") % {"moment": short_moment(milestone.deadline, now)},
            milestone=milestone,
        )
        for milestone, start, state in zip(milestones, starts, states, strict=False)
    ]


def short_moment(instant: dt.datetime, now: dt.datetime) -> str:
    """'Fri 30 Jan, 17:00' in Amsterdam, with the year unless it is this year's; the page says which zone."""
    there = clock.local(instant)
    return clock.written(there, "D j M, H:i" if there.year == clock.local(now).year else "D j M Y, H:i")


def _states(milestones: Sequence[Milestone], starts_on: dt.date | None, now: dt.datetime) -> list[str]:
    begun = starts_on is None or starts_on <= clock.today(now)
    states: list[str] = []
    for milestone in milestones:
        if not milestone.is_open(now):
            states.append("past")
        elif begun and "current" not in states:
            states.append("current")
        else:
            states.append("future")
    return states


def _day_after(deadline: dt.datetime) -> dt.date:
    return clock.local(deadline).date() + dt.timedelta(days=1)


def span(first: dt.date | None, last: dt.date, *, with_year: bool = False) -> str:
    """'12–30 January', '2 February – 6 March', '20 December 2026 – 8 January 2027'; '' where it has no beginning before its end."""
    if first is None or first >= last:
        return ""
    end = date_format(last, "j F Y" if with_year or first.year != last.year else "j F", use_l10n=False)
    if first.year != last.year:
        return f"{date_format(first, 'j F Y', use_l10n=False)} – {end}"
    if first.month != last.month:
        return f"{date_format(first, 'j F', use_l10n=False)} – {end}"
    return f"{first.day}–{end}"
