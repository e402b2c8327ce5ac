from accounts.audit.models import Entry
from accounts.models.files import FileRecord
from accounts.models.institutions import Domain, Faculty, Institution
from accounts.models.invitations import Invitation
from accounts.models.notifications import Notification
from accounts.models.profiles import Profile, ProposedStudy
from accounts.models.roles import RoleGrant
from accounts.models.terms import TermsAcceptance
from accounts.models.users import User
from accounts.outbox.models import Mail, Muted

__all__ = [
    "Domain",
    "Entry",
    "Faculty",
    "FileRecord",
    "Institution",
    "Invitation",
    "Mail",
    "Muted",
    "Notification",
    "Profile",
    "ProposedStudy",
    "RoleGrant",
    "TermsAcceptance",
    "User",
]
