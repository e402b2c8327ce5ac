from partners.models.invitations import MemberInvitation
from partners.models.organisations import Membership, Organisation

__all__ = ["MemberInvitation", "Membership", "Organisation"]
