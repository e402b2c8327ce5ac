"""What every role's part of `/me/` is made of."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from django.db.models import QuerySet

from accounts.models import User
from challenges.models import Participation, TeamInvitation
from challenges.queries.invitations import open_for
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
    def memberships(self) -> QuerySet[Membership]:
        """For which organisations the reader acts, by name."""
        return Membership.objects.filter(user=self.user).select_related("organisation")

    @cached_property
    def participations(self) -> QuerySet[Participation]:
        """In which challenges the reader takes part now, with the team."""
        found = Participation.objects.active().filter(user=self.user).select_related("challenge", "team")
        return found.defer(*(f"challenge__{field}" for field in ("case", "search_nl", "search_en", "search_simple")))

    @cached_property
    def invitations(self) -> QuerySet[TeamInvitation]:
        """The reader's open invitations into teams."""
        found: QuerySet[TeamInvitation] = open_for(self.user, self.now)  # type: ignore[assignment]
        return found

    @property
    def organisations(self) -> dict[int, str]:
        """The organisations that the reader acts for, with their role there."""
        return {one.organisation_id: one.role for one in self.memberships}


class Maker(Protocol):
    """What makes one role's share: its querysets are read together with those of the other roles; then it makes its part."""

    querysets: list[QuerySet[Any, Any]]

    def __init__(self, reader: Reader) -> None: ...

    def part(self) -> Part: ...
