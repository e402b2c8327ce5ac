"""Who may do what with a challenge. Rules tell persons apart; whether the state allows it is the action's to check."""

from django.contrib.auth.models import AnonymousUser
from rules import predicate

from accounts.models import User
from accounts.rules import is_coordinator, is_faculty
from challenges.models import Challenge
from partners.enums import MemberRole
from partners.rules import is_editor as is_editor_of
from partners.rules import member_roles, role_in

Person = User | AnonymousUser


@predicate
def is_partner_staff(user: Person, challenge: Challenge) -> bool:
    """Owner, editor or mentor of the organisation that brings it in."""
    return role_in(user, challenge.organisation_id) is not None


@predicate
def is_partner_editor(user: Person, challenge: Challenge) -> bool:
    """Owner or editor of the organisation that brings it in."""
    return bool(is_editor_of(user, challenge.organisation))


@predicate
def is_faculty_owner(user: Person, challenge: Challenge) -> bool:
    """The faculty member who owns it on the university's side, while they are faculty."""
    return user.pk is not None and challenge.faculty_owner_id == user.pk and bool(is_faculty(user))


@predicate
def is_office(user: Person, challenge: Challenge | None = None) -> bool:
    """The programme office, for any challenge."""
    return bool(is_coordinator(user))


@predicate
def writes_somewhere(user: Person) -> bool:
    """Owner or editor of some organisation, or of the office: they may start a challenge."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return bool(is_coordinator(user)) or any(role in {MemberRole.OWNER, MemberRole.EDITOR} for _pk, role in member_roles(user))


can_write = is_partner_editor | is_office
can_turn_owner_key = is_faculty_owner
can_turn_office_key = is_office
can_answer = is_partner_staff | is_faculty_owner | is_office
can_announce = is_partner_editor | is_faculty_owner | is_office
can_cancel = is_partner_editor | is_office
can_decide_applications = is_faculty_owner | is_office
can_hand_over = is_faculty_owner | is_office
sees_behind_the_page = is_partner_staff | is_faculty_owner | is_office
