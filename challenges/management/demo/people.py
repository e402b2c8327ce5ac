"""Invented people: students, tutors, reviewers, partner staff and the office."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.enums import GrantSource, Role
from accounts.models import Faculty, Institution, Profile, RoleGrant, User
from challenges.management.demo.calendar import DAY, Calendar
from challenges.management.demo.data import chance, read
from partners.models import Membership, Organisation

PASSWORD = "demo-only-2026"  # noqa: S105 (printed by `make run`; demo data never reach production)
OPENED_ON = dt.date(2021, 1, 11)
# How many students an edition had: two facts (BITT a little over 100, the Think Tank 600) and what three teams of seven make.
EDITIONS = {
    "bitt-demo": ("bitt", 100),
    "think-tank-demo": ("think-tank", 600),
    "bitt-2023": ("bitt", 102),
    "covid-challenge-2021": ("covid", 21),
    "bitt-next-demo": ("bitt", 100),
}
PAST = ("bitt-2023", "covid-challenge-2021")
MULTIPLIED = ("bitt-demo", "think-tank-demo")
# Monday to Friday without Friday's evening.
WORKING_WEEK = range(14)


@dataclass
class People:
    """Everybody, by what they do; `by_key` finds those who have a name of their own in the data."""

    students: dict[str, list[User]] = field(default_factory=dict)
    owners: list[User] = field(default_factory=list)
    reviewers: list[User] = field(default_factory=list)
    tutors: list[User] = field(default_factory=list)
    office: list[User] = field(default_factory=list)
    staff: dict[str, list[User]] = field(default_factory=dict)
    by_key: dict[str, User] = field(default_factory=dict)


class Register:
    """Makes people in memory and stores them all at once."""

    def __init__(self, calendar: Calendar, seed: int) -> None:
        self.calendar = calendar
        self.draw = chance(seed, "people")
        self.week = chance(seed, "times")
        self.content = read("people")
        self.names = itertools.cycle(self.content["first_names"])
        self.password = make_password(PASSWORD, salt=f"demo-data-{seed}")
        self.users: list[User] = []
        self.profiles: list[Profile] = []
        self.grants: list[RoleGrant] = []
        self.memberships: list[Membership] = []
        self.people = People()

    def person(self, key: str, name: str = "", *, since: dt.date = OPENED_ON, host: str = "example.org", **fields: Any) -> User:
        """Somebody new, with the name that is given or the next first name and the number of their key."""
        name = name or f"{next(self.names)} Demo {key.rpartition('-')[2]}"
        fields = {"language": "en"} | fields
        user = User(email=f"{key}@{host}", name=name, password=self.password, joined_at=self.calendar.at(since), **fields)
        self.users.append(user)
        self.people.by_key[key] = user
        return user

    def grant(self, user: User, role: Role, *, until: dt.date | None = None) -> None:
        """A role that the first coordinator gave on the day after the person came; the administrator gave the coordinator's."""
        giver = self.people.by_key["administrator" if role == Role.COORDINATOR else "coordinator-1"]
        when = user.joined_at + DAY
        self.grants.append(
            RoleGrant(user=user, role=role, source=GrantSource.OFFICE, proposed_at=when, confirmed_at=when, confirmed_by=giver, until=until)
        )

    def store(self) -> People:
        """Write everybody in five statements."""
        User.objects.bulk_create(self.users, batch_size=2000)
        addresses = [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in self.users]
        EmailAddress.objects.bulk_create(addresses, batch_size=2000)
        RoleGrant.objects.bulk_create(self.grants, batch_size=2000)
        Profile.objects.bulk_create(self.profiles, batch_size=2000)
        Membership.objects.bulk_create(self.memberships)
        return self.people


def settle(calendar: Calendar, seed: int, scale: int) -> tuple[People, list[RoleGrant]]:
    """Store everybody. The students of the demo editions are multiplied by `scale`, and with them tutors and reviewers."""
    register = Register(calendar, seed)
    _office(register)
    _faculty(register, scale)
    _partner_staff(register)
    for edition, (streams, size) in EDITIONS.items():
        _students(register, edition, streams, size * scale if edition in MULTIPLIED else size)
    _newcomers(register)
    return register.store(), register.grants


def _office(register: Register) -> None:
    register.person("administrator", "Alex Demo Administrator", is_staff=True, is_superuser=True)
    for number in range(1, register.content["coordinators"] + 1):
        user = register.person(
            f"coordinator-{number}", f"{next(register.names)} Demo Office {number}", language="nl" if number == 2 else "en"
        )
        register.grant(user, Role.COORDINATOR)
        register.people.office.append(user)


def _faculty(register: Register, scale: int) -> None:
    people, content = register.people, register.content
    for group, kind, size in (
        (people.owners, "owner", content["owners"]),
        (people.reviewers, "reviewer", content["reviewers"] * scale),
        (people.tutors, "tutor", content["tutors"] * scale),
    ):
        for number in range(1, size + 1):
            key = f"{kind}-{number}" if kind == "owner" else f"{kind}-{number:02d}"
            user = register.person(key, f"{next(register.names)} Demo {kind.title()} {number}", language="nl" if number % 4 == 0 else "en")
            register.grant(user, Role.FACULTY)
            group.append(user)


def _partner_staff(register: Register) -> None:
    organisations = Organisation.objects.in_bulk(field_name="slug")
    for one in register.content["staff"]:
        user = register.person(one["key"], one["name"], host="partner.example.org", language=one["language"])
        register.memberships.append(
            Membership(organisation=organisations[one["organisation"]], user=user, role=one["role"], since=user.joined_at + DAY)
        )
        register.people.staff.setdefault(one["organisation"], []).append(user)


def _students(register: Register, edition: str, streams: str, size: int) -> None:
    """Students in the order of their programmes, so that neighbours study different things."""
    calendar, draw = register.calendar, register.draw
    institutions, faculties = _places()
    past = edition in PAST
    numbers = itertools.count(sum(len(group) for name, group in register.people.students.items() if (name in PAST) == past) + 1)
    since = {"bitt-2023": dt.date(2023, 8, 14), "covid-challenge-2021": dt.date(2021, 3, 1)}.get(edition, calendar.day(-110))
    group = register.people.students.setdefault(edition, [])
    choices = register.content["streams"][streams]
    for index in range(size):
        number = f"{next(numbers):03d}"
        speaks = draw.choice(register.content["languages"])
        key, name = (f"former-{number}", f"{next(register.names)} Demo F{number}") if past else (f"student-{number}", "")
        user = register.person(
            key, name, since=since, host="students.example.org", language="nl" if "nl" in speaks and draw.random() < 0.5 else "en"
        )
        register.grant(user, Role.STUDENT, until=dt.date(since.year + 1, 8, 31) if past else None)
        stream = choices[index % len(choices)]
        register.profiles.append(
            Profile(
                user=user,
                institution=institutions[stream["institution"]],
                faculty=faculties.get((stream["institution"], stream.get("faculty", ""))),
                programme_of_study=stream["programme"],
                level=stream["level"],
                discipline=stream["discipline"],
                languages=speaks,
                skills=draw.choice(register.content["skills"]),
                hours_a_week=draw.choice([8, 12, 16, 20]),
                times=sorted(register.week.sample(WORKING_WEEK, register.week.choice([5, 6, 7, 8]))),
                introduction=draw.choice(register.content["introductions"][user.language]),
            )
        )
        group.append(user)


def _newcomers(register: Register) -> None:
    """A student who was confirmed yesterday, and somebody whose own word waits for the office."""
    newcomer = register.person("new-student", "Charlie Demo New", since=register.calendar.day(-2), host="students.example.org")
    register.grant(newcomer, Role.STUDENT)
    waiting = register.person("waiting-student", "Robin Demo Waiting", since=register.calendar.day(-2), host="students.example.org")
    register.grants.append(
        RoleGrant(
            user=waiting,
            role=Role.STUDENT,
            source=GrantSource.STATEMENT,
            institution=Institution.objects.get(key="umc-utrecht"),
            statement="I began with SUMMA in September. My address is that of the hospital, so it says nothing about being a student.",
            proposed_at=waiting.joined_at + DAY,
        )
    )


def _places() -> tuple[dict[str, Institution], dict[tuple[str, str], Faculty]]:
    institutions = Institution.objects.in_bulk(field_name="key")
    return institutions, {(one.institution.key, one.name): one for one in Faculty.objects.select_related("institution")}
