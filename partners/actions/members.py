"""The people who act for an organisation."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.models import User
from partners.actions.locks import check_keeps_an_owner, lock_for, lock_member, lock_organisation
from partners.enums import MemberRole
from partners.models import Membership, Organisation


def change_role(*, membership: Membership, role: MemberRole, by: User, now: dt.datetime) -> Membership:
    """Give a member another role, and tell them. Refuses to take the last owner's; nothing happens when the role is the same."""
    with transaction.atomic():
        organisation = lock_for(membership.organisation_id, by)
        locked = lock_member(membership)
        if locked.role == role:
            return locked
        check_keeps_an_owner(organisation, locked)
        before, locked.role = locked.role, role
        locked.save(update_fields=["role"])
        trail.record("member.role_changed", on=locked, within=organisation, by=by, now=now, before=before, after=role)
        if locked.user_id != by.pk:
            notifications.tell(
                kind="member_role_changed",
                to=[locked.user],
                path=f"/partners/{organisation.slug}/",
                context={"organisation": organisation.name, "organisation_id": organisation.pk, "role": role},
                key=f"{locked.pk}:{now.isoformat()}",
                now=now,
            )
        return locked


def remove(*, membership: Membership, by: User, now: dt.datetime) -> None:
    """End somebody's membership, and tell them. Refuses the last owner's."""
    with transaction.atomic():
        organisation = lock_for(membership.organisation_id, by)
        locked = lock_member(membership)
        check_keeps_an_owner(organisation, locked)
        trail.record("member.removed", on=locked, within=organisation, by=by, now=now, role=locked.role)
        notifications.tell(
            kind="member_removed",
            to=[locked.user] if locked.user_id != by.pk else [],
            path=f"/partners/{organisation.slug}/",
            context={"organisation": organisation.name, "organisation_id": organisation.pk},
            key=str(locked.pk),
            now=now,
        )
        locked.delete()


def leave(*, organisation: Organisation, by: User, now: dt.datetime) -> None:
    """Stop acting for an organisation. Refuses the last owner, and whoever does not act for it."""
    with transaction.atomic():
        locked = lock_organisation(organisation.pk)
        membership = locked.memberships.filter(user=by).first()
        if membership is None:
            raise Refusal(_("You do not act for this organisation any more."))
        check_keeps_an_owner(locked, membership)
        trail.record("member.left", on=membership, within=locked, by=by, now=now, role=membership.role)
        membership.delete()
