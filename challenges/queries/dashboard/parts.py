"""What every role's part of `/me/` is made of."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from accounts.models import User
from partners.models import Membership

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """Something that needs the reader now: what, until when (`at`, None for what has no date), and its one action."""

    title: str
    chip: str
    tone: str
    meta: str
    text: str
    action: str
    url: str
    note: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Coming:
    """Something with a date that is ahead."""

    at: dt.datetime
    when: str
    what: str
    url: str


@dataclass(frozen=True)
class Done:
    """Something that is finished, with where to read it."""

    at: dt.datetime
    title: str
    text: str
    url: str


@dataclass(frozen=True)
class Place:
    """Somewhere the reader works, always at hand: a challenge, a team, an organisation."""

    title: str
    text: str
    url: str
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Places:
    """Places under one heading."""

    title: str
    places: list[Place]


@dataclass(frozen=True)
class Start:
    """What a role begins with while there is nothing yet."""

    title: str
    text: str
    action: str
    url: str


@dataclass
class Part:
    """One role's share of the page."""

    tasks: list[Task] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    places: list[Places] = field(default_factory=list)
    start: Start | None = None


@dataclass(frozen=True)
class Reader:
    """Who reads the page, and when; what several parts ask is read once."""

    user: User
    now: dt.datetime

    @cached_property
    def memberships(self) -> list[Membership]:
        """For which organisations the reader acts, by name."""
        return list(self.user.memberships.select_related("organisation"))

    @property
    def organisations(self) -> dict[int, str]:
        """The organisations that the reader acts for, with their role there."""
        return {one.organisation_id: one.role for one in self.memberships}


Maker = Callable[[Reader], Part]
