"""The organisation's row is locked before anything about its people is checked."""

from django.utils.translation import gettext as _

from accounts.kit.refusals import Refusal
from accounts.models import User
from accounts.rules import is_coordinator
from partners.enums import MemberRole
from partners.models import Membership, Organisation


def lock_organisation(pk: int) -> Organisation:
    """The organisation as it is now, locked until the end of the transaction."""
    return Organisation.objects.select_for_update().get(pk=pk)


def lock_for(pk: int, by: User) -> Organisation:
    """The locked organisation, for somebody who runs it. Refuses whoever stopped being an owner in the meantime."""
    organisation = lock_organisation(pk)
    if not (organisation.memberships.filter(user=by, role=MemberRole.OWNER).exists() or is_coordinator(by)):
        raise Refusal(_("You are not an owner of this organisation any more."))
    return organisation


def lock_member(membership: Membership) -> Membership:
    """The membership as it is now. Refuses one that ended in the meantime."""
    found = Membership.objects.select_for_update(of=("self",)).filter(pk=membership.pk).select_related("user").first()
    if found is None:
        raise Refusal(_("This person does not act for the organisation any more."))
    return found


def check_keeps_an_owner(organisation: Organisation, without: Membership) -> None:
    """Refuse to take away the last owner of a locked organisation."""
    if without.role == MemberRole.OWNER and not organisation.memberships.owners().exclude(pk=without.pk).exists():
        raise Refusal(_("An organisation keeps at least one owner. Make somebody else an owner first."))
