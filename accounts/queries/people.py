"""Finding people."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Prefetch, Q, QuerySet

from accounts.enums import Role
from accounts.kit.addresses import canonical
from accounts.kit.pages import page_of
from accounts.models import RoleGrant, User
from accounts.rules import may_decide_on

PAGE_SIZE = 25


def holders(role: Role, now: dt.datetime) -> QuerySet[User]:
    """Everyone who may sign in and holds the role at `now`, by name."""
    return User.objects.filter(is_active=True, pk__in=RoleGrant.objects.in_force(now).filter(role=role).values("user")).order_by(
        "name", "pk"
    )


def office(now: dt.datetime) -> QuerySet[User]:
    """The coordinators at `now`: whom to tell when something waits for the programme office."""
    return holders(Role.COORDINATOR, now)


def without_student_role(people: Iterable[int], now: dt.datetime) -> "QuerySet[User, int]":
    """Who of these a list of the office makes a student: no role in force, and none that the office has taken away."""
    students = RoleGrant.objects.filter(role=Role.STUDENT)
    revoked = students.filter(confirmed_at__isnull=False, revoked_by__isnull=False)
    found = User.objects.filter(pk__in=people).exclude(pk__in=students.in_force(now).values("user"))
    return found.exclude(pk__in=revoked.values("user")).values_list("pk", flat=True)


def held_by_another(address: str, user_id: int | None) -> bool:
    """Whether an address belongs to the account of somebody else, confirmed or not."""
    found = User.objects.filter(email=canonical(address))
    return (found if user_id is None else found.exclude(pk=user_id)).exists()


@dataclass(frozen=True)
class PersonRow:
    """One person in the office's list; roles in force only."""

    user: User
    roles: list[str]


@dataclass(frozen=True)
class GrantRow:
    """One role of a person as it stands, and whether the reader may take it away."""

    grant: RoleGrant
    state: str
    may_revoke: bool


def statements() -> QuerySet[RoleGrant]:
    """What people said about themselves and the office has not decided, the oldest first."""
    return RoleGrant.objects.awaiting().select_related("user", "institution").order_by("proposed_at", "pk")


def people(*, text: str, role: str, number: str | int | None, now: dt.datetime) -> "Page[PersonRow]":
    """One page of the people whose name or address contains a text and who hold a role ('' for any), by name."""
    found = User.objects.all()
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__contains=canonical(text)))
    in_force = RoleGrant.objects.in_force(now)
    if role:
        found = found.filter(pk__in=in_force.filter(role=role).values("user"))
    found = found.order_by("name", "pk").prefetch_related(Prefetch("role_grants", queryset=in_force))
    return page_of(found, number, PAGE_SIZE, _row)


def _row(user: User) -> PersonRow:
    return PersonRow(user, [grant.get_role_display() for grant in user.role_grants.all()])


def grants(person: User, reader: User, now: dt.datetime) -> list[GrantRow]:
    """A person's roles, newest first, as the reader may handle them."""
    found = person.role_grants.select_related("confirmed_by", "revoked_by", "institution").order_by("-proposed_at", "-pk")
    return [
        GrantRow(grant, state, state == "in force" and may_decide_on(reader, Role(grant.role)))
        for grant in found
        for state in [grant.state(now)]
    ]
