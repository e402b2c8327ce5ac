"""What every role's part of `/me/` is made of."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from django.db.models import QuerySet

from accounts.kit.compiled import NOW, PERSON, TODAY, at
from accounts.kit.together import Statement
from accounts.models import User
from challenges.models import Enrolment, ListedStudent, Participation, TeamInvitation, WaitlistEntry
from challenges.queries.invitations import open_for
from challenges.queries.waiting import places
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
    """Who reads the page, and when; what several parts ask is read once, in one statement."""

    user: User
    now: dt.datetime
    memberships: QuerySet[Membership]
    participations: QuerySet[Participation]
    invitations: QuerySet[TeamInvitation]
    enrolments: QuerySet[Enrolment]
    places: QuerySet[WaitlistEntry]
    listed: QuerySet[ListedStudent]

    @classmethod
    def read(cls, user: User, now: dt.datetime) -> "Reader":
        """For which organisations somebody acts, by name; in which challenges they take part now, with the team; their open
        invitations; the editions they are in that are not over; where they wait for a seat or are offered one; those on whose list
        they stand, that can be joined."""
        return cls(user, now, *_standing().fetch(at(now, person=user.pk)))

    @property
    def organisations(self) -> dict[int, str]:
        """The organisations that the reader acts for, with their role there."""
        return {one.organisation_id: one.role for one in self.memberships}


@cache
def _standing() -> Statement:
    user = User(pk=PERSON)
    texts = ("case", "search_nl", "search_en", "search_simple")
    return Statement(
        Membership.objects.filter(user=user).select_related("organisation"),
        Participation.objects.active().filter(user=user).select_related("challenge", "team").defer(*(f"challenge__{one}" for one in texts)),
        open_for(user, NOW),
        Enrolment.objects.active().filter(user=user, programme__ends_on__gte=TODAY).select_related("programme"),
        places([user], NOW).select_related("challenge").defer(*(f"challenge__{one}" for one in texts)),
        ListedStudent.objects.filter(user=user, programme__join_until__gt=NOW).select_related("programme"),
    )


class Maker(Protocol):
    """What makes one role's share: its querysets are read together with those of the other roles; then it makes its part."""

    querysets: list[QuerySet[Any, Any]]

    def __init__(self, reader: Reader) -> None: ...

    @staticmethod
    def concerns(reader: Reader) -> bool:
        """Whether the reader has this role."""
        ...

    def part(self) -> Part: ...
