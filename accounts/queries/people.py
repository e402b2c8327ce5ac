"""Finding people."""

import datetime as dt

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.kit.addresses import canonical
from accounts.models import RoleGrant, User


def holders(role: Role, now: dt.datetime) -> QuerySet[User]:
    """Everyone who may sign in and holds the role at `now`, by name."""
    return User.objects.filter(is_active=True, pk__in=RoleGrant.objects.in_force(now).filter(role=role).values("user")).order_by("name", "pk")


def office(now: dt.datetime) -> QuerySet[User]:
    """The coordinators at `now`: whom to tell when something waits for the programme office."""
    return holders(Role.COORDINATOR, now)


def held_by_another(address: str, user_id: int | None) -> bool:
    """Whether an address belongs to the account of somebody else, confirmed or not."""
    return User.objects.filter(email=canonical(address)).exclude(pk=user_id).exists()
