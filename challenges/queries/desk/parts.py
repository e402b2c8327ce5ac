"""What the office's desk is made of."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

Querysets = list[QuerySet[Any, Any]]


@dataclass(frozen=True)
class Link:
    """One of the things behind a count."""

    label: str
    url: str
    note: str


@dataclass(frozen=True)
class Item:
    """A kind of thing that waits: how many, in words, and the things themselves or one list of them; `clear` is for none."""

    title: str
    words: str
    clear: str
    count: int
    tone: str
    links: list[Link]


@dataclass(frozen=True)
class Upcoming:
    """A date in the coming fortnight."""

    at: dt.datetime
    when: str
    what: str
    url: str


@dataclass(frozen=True)
class Desk:
    """Everything that waits, and what is ahead."""

    items: list[Item]
    upcoming: list[Upcoming]

    @property
    def waiting(self) -> int:
        return sum(item.count for item in self.items)


def teams(count: int) -> str:
    """'3 teams'."""
    return ngettext("%(n)d team", "%(n)d teams", count) % {"n": count}


def reviews(count: int) -> str:
    """'3 reviews'."""
    return ngettext("%(n)d review", "%(n)d reviews", count) % {"n": count}
