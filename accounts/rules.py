"""Who may do what on the ground floor: small predicates over a user."""

from django.contrib.auth.models import AnonymousUser
from rules import predicate

from accounts.enums import Role
from accounts.kit import clock
from accounts.models import User


def has_role(user: User | AnonymousUser, role: Role) -> bool:
    """Whether a signed-in person holds a role at this moment."""
    return isinstance(user, User) and user.is_active and role in user.roles(clock.now())


@predicate
def is_coordinator(user: User | AnonymousUser) -> bool:
    """The programme office."""
    return has_role(user, Role.COORDINATOR)


@predicate
def is_faculty(user: User | AnonymousUser) -> bool:
    """Faculty, as granted by the office."""
    return has_role(user, Role.FACULTY)


@predicate
def is_student(user: User | AnonymousUser) -> bool:
    """A confirmed student."""
    return has_role(user, Role.STUDENT)


@predicate
def is_administrator(user: User | AnonymousUser) -> bool:
    """Who may grant the coordinator's role."""
    return isinstance(user, User) and user.is_active and user.is_superuser


def may_decide_on(user: User | AnonymousUser, role: Role) -> bool:
    """Whether somebody may grant or revoke a role: the office does, but its own role is for administrators."""
    if is_administrator(user):
        return True
    return role != Role.COORDINATOR and bool(is_coordinator(user))
