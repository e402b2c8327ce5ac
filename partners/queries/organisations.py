"""Organisations and the people who act for them, as pages read them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet

from accounts.models import User
from partners.enums import OrganisationKind
from partners.models import MemberInvitation, Membership, Organisation

Person = User | AnonymousUser


@dataclass(frozen=True)
class Kind:
    """One kind in the directory's filter."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Staff:
    """Who acts for an organisation, and whom it has asked to. `last_owner` is the number of the one owner who cannot go."""

    members: list[Membership]
    invitations: list[tuple[MemberInvitation, str]]
    last_owner: int | None


def visible_to(user: Person) -> QuerySet[Organisation]:
    """Organisations are public; what their people alone may do is told by the rules."""
    return Organisation.objects.all()


def directory(user: Person, kinds: Sequence[str]) -> tuple[list[Organisation], list[Kind]]:
    """The organisations of the chosen kinds (all without a choice), and the kinds with their numbers. Two queries."""
    counts = dict(visible_to(user).order_by().values_list("kind").annotate(Count("pk")))
    found = visible_to(user).filter(kind__in=kinds) if kinds else visible_to(user)
    shown = [Kind(kind.value, str(kind.label), counts.get(kind, 0), kind in kinds) for kind in OrganisationKind]
    return list(found), [kind for kind in shown if kind.count or kind.checked]


def staff(organisation: Organisation, now: dt.datetime) -> Staff:
    """Two queries."""
    members = list(organisation.memberships.select_related("user").order_by("user__name", "pk"))
    owners = [member.pk for member in members if member.role == "owner"]
    asked = MemberInvitation.objects.filter(organisation=organisation, accepted_at__isnull=True).order_by("-invited_at", "-pk")
    invitations: list[MemberInvitation] = list(asked)  # type: ignore[arg-type]
    return Staff(
        members=members,
        invitations=[(invitation, invitation.state(now)) for invitation in invitations],
        last_owner=owners[0] if len(owners) == 1 else None,
    )


def owners(organisation: Organisation) -> QuerySet[User]:
    """Whoever owns the organisation in the portal."""
    return User.objects.filter(memberships__organisation=organisation, memberships__role="owner")


def for_office() -> QuerySet[Organisation]:
    """All organisations with the numbers of their people, for the office's list."""
    return Organisation.objects.annotate(people=Count("memberships"))
