"""The kinds of notice of the first floor."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts.audit import words
from accounts.outbox import notices
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from partners.enums import MemberRole
from partners.models import MemberInvitation, Membership, Organisation
from partners.queries.invitations import path_of


def _invitation(mail: Mail) -> MemberInvitation | None:
    found = MemberInvitation.objects.filter(pk=mail.context["invitation"], round=mail.context["round"]).first()
    invitation: MemberInvitation | None = found
    return invitation


def _can_be_accepted(mail: Mail, now: dt.datetime) -> bool:
    found = _invitation(mail)
    return found is not None and found.state(now) == "open"


def _invitation_path(mail: Mail) -> str:
    found = _invitation(mail)
    return path_of(found) if found else mail.path


def _is_owner(mail: Mail, now: dt.datetime) -> bool:
    return Membership.objects.filter(organisation=mail.context["organisation_id"], user=mail.user_id, role=MemberRole.OWNER).exists()


def _has_the_role(mail: Mail, now: dt.datetime) -> bool:
    return Membership.objects.filter(organisation=mail.context["organisation_id"], user=mail.user_id, role=mail.context["role"]).exists()


_OWNER = _("You are an owner of this organisation in the portal.")

NOTICES: list[Notice] = [
    Notice(
        "organisation_invited",
        label=_("You are invited into an organisation"),
        why=_("Somebody asked you by your address to act for their organisation."),
        essential=True,
        relevant=_can_be_accepted,
        secret_path=_invitation_path,
    ),
    Notice("member_joined", label=_("Somebody joined your organisation"), why=_OWNER, relevant=_is_owner),
    Notice("member_invitation_declined", label=_("An invitation into your organisation was declined"), why=_OWNER, relevant=_is_owner),
    Notice(
        "member_role_changed",
        label=_("Your role in an organisation has changed"),
        why=_("You act for this organisation in the portal."),
        essential=True,
        relevant=_has_the_role,
    ),
    Notice(
        "member_removed",
        label=_("You no longer act for an organisation"),
        why=_("You acted for this organisation in the portal."),
        essential=True,
    ),
]

DONE = {
    "organisation.created": _("made the organisation"),
    "organisation.changed": _("changed the organisation"),
    "organisation.logo_changed": _("changed the logo"),
    "organisation.logo_removed": _("removed the logo"),
    "member.joined": _("joined the organisation"),
    "member.left": _("left the organisation"),
    "member.removed": _("removed somebody from the organisation"),
    "member.role_changed": _("changed somebody's role in the organisation"),
    "member_invitation.sent": _("invited somebody into the organisation"),
    "member_invitation.sent_again": _("sent an invitation into the organisation again"),
    "member_invitation.declined": _("declined an invitation into the organisation"),
    "member_invitation.revoked": _("withdrew an invitation into the organisation"),
}

_ROLE = words.Detail(_("role"), words.among(MemberRole.choices))


def _fields(changed: Mapping[str, object]) -> str:
    return ", ".join(str(Organisation._meta.get_field(field).verbose_name) for field in changed)  # type: ignore[union-attr]


DETAILS = {
    **{f"{action}:role": _ROLE for action in ("member.joined", "member.left", "member.removed", "member_invitation.sent")},
    "member.role_changed:before": words.Detail(_("before"), _ROLE.said),
    "member.role_changed:after": words.Detail(_("after"), _ROLE.said),
    "organisation.changed:changed": words.Detail(_("changed"), _fields),
}


def register() -> None:
    """Called when the apps start."""
    notices.register(*NOTICES)
    words.describe(DONE)
    words.explain(DETAILS)
