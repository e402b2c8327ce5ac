"""Invitations into an organisation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from partners.enums import MemberRole
from partners.models.organisations import Organisation


class MemberInvitation(Invitation):
    """Asks the person behind an address to act for an organisation in a role."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices)

    class Meta(Invitation.Meta):
        constraints = [
            *Invitation.Meta.constraints,
            models.UniqueConstraint(
                name="one_undecided_invitation_an_address",
                fields=["organisation", "address"],
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True),
            ),
        ]
