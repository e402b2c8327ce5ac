"""Everybody in the world. Each has a name and an address of invented words; what a role is called here, the attribute is called too."""

import datetime as dt
import io
from dataclasses import dataclass, fields

from PIL import Image

from accounts.actions import roles
from accounts.enums import Role
from accounts.models import Institution, RoleGrant, User
from partners.enums import MemberRole
from partners.models import Organisation
from tests.factories import InstitutionFactory, MembershipFactory, OrganisationFactory, ProfileFactory, UserFactory, grant
from tests.world import words

NAMES = {
    "student_in": ("Wyborra Tinsquale", "kelpforth"),
    "teammate": ("Osmerille Vantrop", "duskanvil"),
    "former_member": ("Jorvinka Pleddem", "mossbrindle"),
    "student_out": ("Tymbrand Ysselquist", "fernottle"),
    "other_member": ("Kaspelle Dromvig", "harbuckle"),
    "other_teammate": ("Lindrof Abbermoos", "coalwindle"),
    "in_line": ("Grisvanda Ponderlicht", "tarnwhistle"),
    "solo_student": ("Yfkelien Strovenaar", "thistlegorm"),
    "owner": ("Brunhald Quettermo", "silvatrix"),
    "editor": ("Nadirka Felzwonder", "ambrosnick"),
    "mentor": ("Havermond Truusje", "pebblewick"),
    "other_owner": ("Cassivane Mulderzand", "quillbarrow"),
    "other_editor": ("Drieske Warrelpoel", "nettlefax"),
    "other_mentor": ("Golmina Zuurvlak", "oxbowdrift"),
    "reviewer": ("Evrandel Kwakspijker", "lampwrench"),
    "second_reviewer": ("Philodine Harkebons", "turnstoke"),
    "faculty": ("Meldrik Ooievaarsnest", "vesperloaf"),
    "faculty_owner": ("Sjorrendal Pikkewaal", "gorsebridge"),
    "other_faculty_owner": ("Ulvenia Brandkoord", "wickertarn"),
    "coach": ("Rosvita Damhertje", "copperleek"),
    "coordinator": ("Ingelmar Vuurkraal", "stonefinch"),
    "other_coordinator": ("Xanthippa Lorregeest", "meadowcrank"),
    "administrator": ("Zevenbergh Houtduyn", "ironthrush"),
    "hopeful": ("Quirelda Moddergat", "briarcask"),
    "refused": ("Tobbekin Grauwschimmel", "larkhollow"),
    "revoked": ("Adelrune Puttershoek", "saltmarrow"),
    "stranger": ("Fennimore Klapekster", "driftpyre"),
}


@dataclass(frozen=True)
class People:
    """One person for each place that somebody can have; `student_in` is the one whose team the world is told around.

    `in_line` waits for a seat. `hopeful` has stated to be a student and waits for the office; `refused` and `revoked` were turned down;
    `stranger` has no role.
    """

    student_in: User
    teammate: User
    former_member: User
    student_out: User
    other_member: User
    other_teammate: User
    in_line: User
    solo_student: User
    owner: User
    editor: User
    mentor: User
    other_owner: User
    other_editor: User
    other_mentor: User
    reviewer: User
    second_reviewer: User
    faculty: User
    faculty_owner: User
    other_faculty_owner: User
    coach: User
    coordinator: User
    other_coordinator: User
    administrator: User
    hopeful: User
    refused: User
    revoked: User
    stranger: User

    def everybody(self) -> list[User]:
        return [getattr(self, field.name) for field in fields(self)]


STUDENTS = ("student_in", "teammate", "former_member", "student_out", "other_member", "other_teammate", "in_line", "solo_student")
FACULTY = ("reviewer", "second_reviewer", "faculty", "faculty_owner", "other_faculty_owner", "coach")
OFFICE = ("coordinator", "other_coordinator")


def make_people(now: dt.datetime) -> People:
    """All of them, with their roles; nobody acts for an organisation yet."""
    found = People(**{key: UserFactory(name=name, email=f"{local}@example.org") for key, (name, local) in NAMES.items()})
    for role, keys in ((Role.STUDENT, STUDENTS), (Role.FACULTY, FACULTY), (Role.COORDINATOR, OFFICE)):
        for key in keys:
            grant(getattr(found, key), role)
    _profiles(found)
    found.administrator.is_staff = found.administrator.is_superuser = True
    found.administrator.save()
    found.other_teammate.language = found.mentor.language = found.second_reviewer.language = "nl"
    for one in (found.other_teammate, found.mentor, found.second_reviewer):
        one.save()
    _statements(found, now)
    return found


def _profiles(people: People) -> None:
    for key in STUDENTS:
        study = words.STUDY if key == "student_in" else words.OTHER_STUDY
        ProfileFactory(user=getattr(people, key), programme_of_study=study, skills=words.SKILLS, introduction=f"I am {words.INTRODUCTION}.")


def _statements(people: People, now: dt.datetime) -> None:
    institution: Institution = InstitutionFactory()
    day = dt.timedelta(days=1)
    stated = {
        key: roles.state_student(
            user=getattr(people, key), institution=institution, statement=f"I study {words.STATEMENT}.", now=now - 5 * day
        )
        for key in ("hopeful", "refused", "revoked")
    }
    roles.refuse(grant=stated["refused"], by=people.coordinator, now=now - 4 * day, reason=f"{words.REFUSE_REASON}.")
    roles.confirm(grant=stated["revoked"], by=people.coordinator, now=now - 4 * day)
    roles.revoke(grant=stated["revoked"], by=people.other_coordinator, now=now - 3 * day, reason=f"{words.REVOKE_REASON}.")


def waiting_statement(people: People) -> RoleGrant:
    """The statement that the office still has to decide on."""
    return people.hopeful.role_grants.get()


def make_organisations(people: People) -> tuple[Organisation, Organisation]:
    """The organisation whose challenges the world is about, and another; each with an owner, an editor and a mentor."""
    one = OrganisationFactory(slug="klimmervast", name="Klimmervast Huisgoed", description="Klimmervast brings in cases.")
    other = OrganisationFactory(slug="smoddertak", name="Smoddertak Nering", description="Smoddertak brings in others.")
    for organisation, prefix in ((one, ""), (other, "other_")):
        for role in MemberRole:
            MembershipFactory(organisation=organisation, user=getattr(people, f"{prefix}{role}"), role=role)
    return one, other


def picture() -> bytes:
    """A small picture, as a logo is kept."""
    output = io.BytesIO()
    Image.new("RGBA", (8, 8), "green").save(output, "PNG")
    return output.getvalue()
