"""Instants in words. Stored in UTC, shown in Europe/Amsterdam with the zone named."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.kit.words import worded

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@worded
def _weekday(number: int) -> str:
    return str(WEEKDAYS_ABBR[number])


@worded
def _month(number: int) -> str:
    """Dutch writes months in lower case."""
    return str(MONTHS_3[number]) if get_language() == "nl" else str(MONTHS_3[number]).title()


LETTERS: dict[str, Callable[[dt.datetime], str]] = {
    "D": lambda there: _weekday(there.weekday()),
    "j": lambda there: str(there.day),
    "M": lambda there: _month(there.month),
    "Y": lambda there: str(there.year),
    "H": lambda there: f"{there.hour:02}",
    "i": lambda there: f"{there.minute:02}",
    "s": lambda there: f"{there.second:02}",
}


def local(instant: dt.datetime) -> dt.datetime:
    """An aware instant as Amsterdam's clock shows it."""
    return instant.astimezone(AMSTERDAM)


def today(now: dt.datetime) -> dt.date:
    """The date in Amsterdam at the aware instant `now`."""
    return local(now).date()


def written(there: dt.datetime, pattern: str) -> str:
    """A local instant by a pattern of some letters of Django's date filter, in the active language; dozens stand on a page."""
    return "".join(LETTERS[letter](there) if letter in LETTERS else letter for letter in pattern)


def moment(instant: dt.datetime) -> str:
    """'Fri 30 Jan 2026, 17:00 CET' in the active language."""
    there = local(instant)
    return f"{written(there, 'D j M Y, H:i')} {there.tzname()}"


def exact(instant: dt.datetime) -> str:
    """'Fri 30 Jan 2026, 16:52:07 CET': to the second, for receipts."""
    there = local(instant)
    return f"{written(there, 'D j M Y, H:i:s')} {there.tzname()}"


def day(value: dt.date) -> str:
    """'30 January 2026' in the active language, for a date or an aware instant."""
    if isinstance(value, dt.datetime):
        value = local(value).date()
    return date_format(value, "j F Y", use_l10n=False)


def time_left(until: dt.datetime, now: dt.datetime) -> str:
    """'2 days', '5 hours' or '26 minutes' between two aware instants, rounded down; empty once `until` has passed."""
    left = until - now
    if left <= dt.timedelta(0):
        return ""
    if left >= dt.timedelta(days=2):
        return ngettext("%(count)d day", "%(count)d days", left.days) % {"count": left.days}
    hours = int(left.total_seconds() // 3600)
    if hours:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    minutes = int(left.total_seconds() // 60)
    if minutes:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _("less than a minute")


def faults_of_local_time(naive: dt.datetime) -> str:
    """'missing' for an Amsterdam wall-clock time that daylight saving skips, 'twice' for one that it repeats, else ''."""
    early, late = naive.replace(tzinfo=AMSTERDAM, fold=0), naive.replace(tzinfo=AMSTERDAM, fold=1)
    if early.utcoffset() == late.utcoffset():
        return ""
    back = early.astimezone(dt.UTC).astimezone(AMSTERDAM).replace(tzinfo=None)
    return "twice" if back == naive else "missing"


def now() -> dt.datetime:
    """The present instant, aware; doors ask it once and hand it down."""
    return timezone.now()
