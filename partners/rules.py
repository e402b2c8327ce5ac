"""Who may do what for an organisation."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from rules import predicate

from accounts.models import User
from accounts.rules import is_coordinator
from partners.enums import MemberRole
from partners.models import Membership, Organisation

MemberRoles = QuerySet[Membership, tuple[int, str]]


def member_roles(user: User | AnonymousUser) -> MemberRoles:
    """The person's organisations with their role in each, read once per user object; whoever reads it together with a page's own rows
    saves it a statement."""
    if not isinstance(user, User):
        return Membership.objects.none().values_list("organisation_id", "role")
    if not hasattr(user, "_member_roles"):
        user._member_roles = user.memberships.order_by().values_list("organisation_id", "role")  # type: ignore[attr-defined]
    found: MemberRoles = user._member_roles  # type: ignore[attr-defined]
    return found


def role_in(user: User | AnonymousUser, organisation_id: int) -> str | None:
    """The person's role in an organisation, or None."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return dict(member_roles(user)).get(organisation_id)


def know_roles(user: User, found: MemberRoles) -> None:
    """Tell what `member_roles` would read, where a page has read it already."""
    user._member_roles = found  # type: ignore[attr-defined]


@predicate
def is_member(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Owner, editor or mentor."""
    return role_in(user, organisation.pk) is not None


@predicate
def is_editor(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Owner or editor: they write challenges."""
    return role_in(user, organisation.pk) in {MemberRole.OWNER, MemberRole.EDITOR}


@predicate
def is_owner(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Owners edit the organisation and say who acts for it."""
    return role_in(user, organisation.pk) == MemberRole.OWNER


@predicate
def runs(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Edits the organisation and says who acts for it: its owners, and the programme office."""
    return bool(is_owner(user, organisation) or is_coordinator(user))
