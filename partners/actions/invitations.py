"""Asking people by e-mail to act for an organisation."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.kit.addresses import canonical, check
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from accounts.models.invitations import LIFETIME
from accounts.outbox import actions as outbox
from accounts.queries.addresses import masked, verified
from partners.actions.locks import lock_for, lock_organisation
from partners.enums import MemberRole
from partners.models import MemberInvitation, Membership, Organisation
from partners.queries import invitations
from partners.queries.organisations import owners

MOST_MAILS = 10
MOST_A_DAY = 50


def invite(*, organisation: Organisation, email: str, role: MemberRole, by: User, now: dt.datetime) -> MemberInvitation:
    """Ask the person behind an address to act for the organisation in a role.

    Refuses what is no address, a person who acts for it already, an address that has an open invitation, and more than a day's share.
    An expired invitation of the same address gives way to the new one.
    """
    address = canonical(email)
    try:
        check(address)
    except ValidationError as fault:
        raise Refusal(fault.messages[0], field="email") from None
    with transaction.atomic():
        locked = lock_for(organisation.pk, by)
        if locked.memberships.filter(user__email=address).exists():
            raise Refusal(_("This person acts for the organisation already. Change their role below."), field="email")
        if locked.invitations.open(now).filter(address=address).exists():
            raise Refusal(_("This address has been invited already. You can send the mail again below."), field="email")
        if locked.invitations.filter(invited_at__gt=now - dt.timedelta(days=1)).count() >= MOST_A_DAY:
            raise Refusal(_("An organisation can send %(max)d invitations a day. Try again tomorrow.") % {"max": MOST_A_DAY}, field="email")
        locked.invitations.undecided().filter(address=address).update(revoked_at=now, revoked_by=by)
        invitation = MemberInvitation.objects.create(
            organisation=locked, address=address, role=role, invited_by=by, invited_at=now, expires_at=now + LIFETIME
        )
        trail.record("member_invitation.sent", on=invitation, within=locked, by=by, now=now, role=role)
        _tell_invited(invitation, by, now)
        return invitation


def send_again(*, invitation: MemberInvitation, by: User, now: dt.datetime, seen: str = "") -> MemberInvitation:
    """Send a new link that is good for another fortnight; earlier links stop working. Refuses a decided one and an eleventh mail.

    `seen` is the number of mails that the page knew of: a button pressed twice sends one more, not two.
    """
    with transaction.atomic():
        organisation = lock_for(invitation.organisation_id, by)
        locked = _undecided(invitation)
        if seen and seen != str(locked.round):
            raise WrongState(_("The mail was sent again a moment ago; its link is the one that works."))
        if locked.round >= MOST_MAILS:
            raise Refusal(_("%(max)d mails have been sent to this address. Reach this person in another way.") % {"max": MOST_MAILS})
        locked.round += 1
        locked.expires_at = now + LIFETIME
        locked.invited_by = by
        locked.save(update_fields=["round", "expires_at", "invited_by"])
        trail.record("member_invitation.sent_again", on=locked, within=organisation, by=by, now=now)
        _tell_invited(locked, by, now)
        return locked


def revoke(*, invitation: MemberInvitation, by: User, now: dt.datetime) -> None:
    """Take an invitation back; its link says that it was. Refuses one that was decided."""
    with transaction.atomic():
        organisation = lock_for(invitation.organisation_id, by)
        locked = _undecided(invitation)
        locked.revoked_at, locked.revoked_by = now, by
        locked.save(update_fields=["revoked_at", "revoked_by"])
        trail.record("member_invitation.revoked", on=locked, within=organisation, by=by, now=now)


def accept(*, invitation: MemberInvitation, by: User, now: dt.datetime) -> Membership:
    """Act for the organisation from now on, and tell its owners. Refuses a closed invitation, somebody else's, and a member.

    Everything is checked under the organisation's lock, so that one invitation makes one member once.
    """
    with transaction.atomic():
        organisation = lock_organisation(invitation.organisation_id)
        locked = _open(invitation, now)
        if locked.address not in verified(by):
            raise Refusal(_("This invitation was sent to another address: %(address)s.") % {"address": masked(locked.address)})
        if organisation.memberships.filter(user=by).exists():
            raise Refusal(_("You act for this organisation already. An owner can change your role."))
        locked.accepted_at, locked.accepted_by = now, by
        locked.save(update_fields=["accepted_at", "accepted_by"])
        tell = list(owners(organisation))
        membership = Membership.objects.create(organisation=organisation, user=by, role=locked.role, since=now)
        trail.record("member.joined", on=membership, within=organisation, by=by, now=now, role=locked.role)
        notifications.tell(
            kind="member_joined",
            to=tell,
            path=f"/partners/{organisation.slug}/staff/",
            context={"organisation": organisation.name, "organisation_id": organisation.pk, "name": str(by), "role": locked.role},
            key=str(membership.pk),
            now=now,
        )
        return membership


def decline(*, invitation: MemberInvitation, by: User | None, now: dt.datetime) -> None:
    """Say no to an invitation; its link is the permission. Tells the owners. Refuses a closed one."""
    with transaction.atomic():
        organisation = lock_organisation(invitation.organisation_id)
        locked = _open(invitation, now)
        locked.declined_at = now
        locked.save(update_fields=["declined_at"])
        trail.record("member_invitation.declined", on=locked, within=organisation, by=by, now=now)
        notifications.tell(
            kind="member_invitation_declined",
            to=owners(organisation),
            path=f"/partners/{organisation.slug}/staff/",
            context={"organisation": organisation.name, "organisation_id": organisation.pk, "address": locked.address},
            key=f"{locked.pk}:{locked.round}",
            now=now,
        )


def _undecided(invitation: MemberInvitation) -> MemberInvitation:
    found: MemberInvitation | None = MemberInvitation.objects.select_for_update().filter(pk=invitation.pk).first()  # type: ignore[assignment]
    if found is None or found.accepted_at or found.declined_at or found.revoked_at:
        raise WrongState(_("This invitation was accepted, declined or withdrawn in the meantime."))
    return found


def _open(invitation: MemberInvitation, now: dt.datetime) -> MemberInvitation:
    same_round = MemberInvitation.objects.select_for_update().filter(pk=invitation.pk, round=invitation.round)
    found: MemberInvitation | None = same_round.first()  # type: ignore[assignment]
    words = invitations.why_closed(found, now)
    if found is None or words:
        raise WrongState(words)
    return found


def _tell_invited(invitation: MemberInvitation, by: User, now: dt.datetime) -> None:
    context = {
        "organisation": invitation.organisation.name,
        "name": str(by),
        "role": invitation.role,
        "until": invitation.expires_at.isoformat(),
        "invitation": invitation.pk,
        "round": invitation.round,
    }
    key, path = f"{invitation.pk}:{invitation.round}", "/partners/invitations/"
    known = User.objects.filter(email=invitation.address, is_active=True).first()
    if known is not None:
        notifications.tell(kind="organisation_invited", to=[known], path=path, context=context, key=key, now=now)
        return
    recipient = outbox.Recipient(invitation.address, by.language, key)
    outbox.queue(kind="organisation_invited", to=[recipient], context=context, path=path, now=now)
