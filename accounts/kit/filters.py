"""Template filters for words that every page needs: times, sizes and Markdown."""

import datetime as dt

from django import template
from django.utils.safestring import SafeString

from accounts.kit import clock, markdown

register = template.Library()


@register.filter
def moment(value: dt.datetime | None) -> str:
    """An aware instant as 'Fri 30 Jan 2026, 17:00 CET'; nothing for None."""
    return clock.moment(value) if value else ""


@register.filter
def exact(value: dt.datetime | None) -> str:
    """An aware instant to the second, as on a receipt: 'Fri 30 Jan 2026, 16:52:07 CET'; nothing for None."""
    return clock.exact(value) if value else ""


@register.filter
def day(value: dt.date | None) -> str:
    """A date or an instant as '30 January 2026'; nothing for None."""
    return clock.day(value) if value else ""


@register.filter
def time_left(until: dt.datetime, now: dt.datetime) -> str:
    """'2 days' between `now` and `until`, both aware; empty once it has passed."""
    return clock.time_left(until, now)


@register.filter(name="markdown")
def markdown_filter(text: str) -> SafeString:
    """Markdown as sanitised HTML."""
    return markdown.render(text)


@register.filter
def instant(value: str) -> dt.datetime:
    """An ISO 8601 string, as kept in a notice's context, as an aware instant."""
    return dt.datetime.fromisoformat(value)


BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
DEVICES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """What somebody signed in with, as 'Firefox, Linux'; what a browser says of itself when it is none that we know."""
    names = [next((name for mark, name in known.items() if mark in user_agent), "") for known in (BROWSERS, DEVICES)]
    return ", ".join(name for name in names if name) or user_agent
