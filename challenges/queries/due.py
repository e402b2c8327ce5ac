"""Dates in the short words of a dashboard."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.kit import clock

SOON = dt.timedelta(days=3)


def short(instant: dt.datetime, now: dt.datetime) -> str:
    """'Fri 30 Jan, 17:00' in Amsterdam, with the year unless it is this year's."""
    there = clock.local(instant)
    return clock.written(there, "D j M, H:i" if there.year == clock.local(now).year else "D j M Y, H:i")


def due(instant: dt.datetime, now: dt.datetime) -> tuple[str, str]:
    """A chip for something that is due: today and tomorrow by name, then by days; coral when it is near or over."""
    if instant <= now:
        return _("Overdue"), "coral"
    days = (clock.today(instant) - clock.today(now)).days
    time = f"{clock.local(instant):%H:%M}"
    if days == 0:
        return _("Due today, %(time)s") % {"time": time}, "coral"
    if days == 1:
        return _("Due tomorrow, %(time)s") % {"time": time}, "coral"
    words = _("Due in %(left)s") % {"left": clock.time_left(instant, now)}
    return words, "coral" if instant - now < SOON else "amber"


def saved(instant: dt.datetime, by: str, now: dt.datetime) -> str:
    """'Saved 14:03 by Noor', with the day when it was not today."""
    there = clock.local(instant)
    when = f"{there:%H:%M}" if there.date() == clock.today(now) else clock.written(there, "j M, H:i")
    return _("Saved %(when)s by %(name)s.") % {"when": when, "name": by} if by else _("Saved %(when)s.") % {"when": when}
