"""Races among the people who run the portal: organisations, programmes, roles, accounts, reminders."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.actions import roles
from accounts.enums import GrantSource, Role
from accounts.kit.marks import mark
from accounts.models import Institution, Notification, RoleGrant, User
from accounts.outbox.models import Mail
from challenges.actions import programmes, reminders
from challenges.models import Milestone, Programme
from partners.actions import invitations, members, organisations
from partners.enums import MemberRole
from partners.models import MemberInvitation, Membership, Organisation
from tests.factories import (
    InstitutionFactory,
    OrganisationFactory,
    ProgrammeFactory,
    UserFactory,
    coordinator,
    make_team,
    published_challenge,
    staff_of,
    student,
)
from tests.races.guards import Lock, Unique
from tests.races.table import Race, guarded_by, parted, told, trail

LAST = "An organisation keeps at least one owner. Make somebody else an owner first."
DECIDED = "Somebody else has decided on this in the meantime."
OTHERS = "Somebody else saved this after you opened the page."


def removing(gone: Membership, by: User) -> Callable[[], None]:
    return partial(members.remove, membership=gone, by=by, now=timezone.now())


@guarded_by({Lock(Organisation): "nobody owned the organisation any more"})
def last_owner_removed_twice() -> Race:
    """Two coordinators remove the last two owners of an organisation."""
    roche = OrganisationFactory()
    owners = [staff_of(roche, MemberRole.OWNER) for _ in range(2)]

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        assert (done, words) == ([None], [LAST])
        assert roche.memberships.owners().count() == 1
        assert (told(), trail()) == ({"member_removed": 1}, {"member.removed": 1})

    return Race([removing(owner.memberships.get(), coordinator()) for owner in owners], check)


@guarded_by({Lock(Organisation): "nobody owned the organisation any more"})
def two_owners_leave() -> Race:
    """Both owners of an organisation leave it."""
    roche = OrganisationFactory()
    owners = [staff_of(roche, MemberRole.OWNER) for _ in range(2)]

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        assert (done, words) == ([None], [LAST])
        assert (roche.memberships.owners().count(), trail()) == (1, {"member.left": 1})

    return Race([partial(members.leave, organisation=roche, by=by, now=timezone.now()) for by in owners], check)


@guarded_by({Lock(Organisation): "nobody owned the organisation any more"})
def two_owners_remove_each_other() -> Race:
    """Two owners remove each other."""
    roche = OrganisationFactory()
    one, other = (staff_of(roche, MemberRole.OWNER) for _ in range(2))

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        assert (done, words) == ([None], ["You are not an owner of this organisation any more."])
        assert (roche.memberships.owners().count(), trail()) == (1, {"member.removed": 1})

    return Race([removing(other.memberships.get(), one), removing(one.memberships.get(), other)], check)


@guarded_by({Lock(Organisation, Membership): "somebody was removed twice"})
def one_member_removed_twice() -> Race:
    """Two owners remove the same member."""
    roche = OrganisationFactory()
    gone, owners = staff_of(roche), [staff_of(roche, MemberRole.OWNER) for _ in range(2)]

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        assert (done, words) == ([None], ["This person does not act for the organisation any more."])
        assert (told(), trail()) == ({"member_removed": 1}, {"member.removed": 1})

    return Race([removing(gone.memberships.get(), by) for by in owners], check)


@guarded_by({Lock(Organisation, MemberInvitation): "the loser met an error of the database instead of words"})
def member_invitation_used_twice() -> Race:
    """One invitation into an organisation is accepted twice."""
    roche, now = OrganisationFactory(), timezone.now()
    staff_of(roche, MemberRole.OWNER)
    noor = UserFactory(email="noor@example.org")
    invitation = MemberInvitation.objects.create(
        organisation=roche, address=noor.email, role="editor", invited_at=now, expires_at=now + dt.timedelta(days=1)
    )

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        assert (done, words) == ([noor.memberships.get()], ["This invitation has been accepted already. It works once."])
        assert (told(), trail()) == ({"member_joined": 1}, {"member.joined": 1})

    return Race([partial(invitations.accept, invitation=invitation, by=noor, now=now)] * 2, check)


@guarded_by({Lock(Organisation): "one text was lost without a word"})
def two_owners_edit_the_page() -> Race:
    """Two owners change the page of their organisation."""
    roche = OrganisationFactory()
    seen = mark(*organisations.said(roche))

    def check(found: list[Any]) -> None:
        roche.refresh_from_db()
        (saved,), (words,) = parted(found)
        assert (roche.description, roche.website) == (saved.description, saved.website)
        assert words.startswith(OTHERS)
        assert trail() == {"organisation.changed": 1}

    edit = partial(organisations.edit, organisation=roche, seen=seen, now=timezone.now())
    acts = [{"description": "We make medicine."}, {"website": "https://roche.example"}]
    return Race([partial(edit, values=values, by=staff_of(roche, MemberRole.OWNER)) for values in acts], check)


@guarded_by({Lock(Programme): "one text was lost without a word"})
def two_coordinators_edit_a_programme() -> Race:
    """Two coordinators change the same programme."""
    programme = ProgrammeFactory()
    stored = {field: getattr(programme, field) for field in programmes.FIELDS}

    def check(found: list[Any]) -> None:
        programme.refresh_from_db()
        (saved,), (words,) = parted(found)
        assert (programme.name, programme.summary) == (saved.name, saved.summary)
        assert words.startswith(OTHERS)
        assert trail() == {"programme.changed": 1}

    edit = partial(programmes.edit, programme=programme, seen=mark(*programmes.said(programme)), now=timezone.now())
    acts = [{"name": "BITT, spring"}, {"summary": "Eleven cases."}]
    return Race([partial(edit, values=stored | changed, by=coordinator()) for changed in acts], check)


@guarded_by({Unique(Programme, "slug"): "two programmes had one address"})
def two_coordinators_make_a_programme() -> Race:
    """Two coordinators make a programme with the same address."""
    host = OrganisationFactory()

    def check(found: list[Any]) -> None:
        made, words = parted(found)
        assert (made, words) == ([Programme.objects.get()], ["Another programme has this name or address."])
        assert trail() == {"programme.created": 1}

    def make(name: str, by: User) -> Programme:
        today = timezone.now().date()
        values = {"name": name, "host": host, "summary": "S", "description": "", "starts_on": today, "ends_on": today}
        return programmes.create(slug="spring", values=values, by=by, now=timezone.now())

    return Race([partial(make, f"Spring {n}", coordinator()) for n in range(2)], check)


@guarded_by({Unique(Organisation, "slug"): "two organisations had one address"})
def two_coordinators_make_an_organisation() -> Race:
    """Two coordinators make an organisation with the same address."""

    def check(found: list[Any]) -> None:
        made, words = parted(found)
        assert (made, words) == ([Organisation.objects.get()], ["Another organisation has this name or address."])
        assert (told(), trail()) == ({"organisation_invited": 1}, {"organisation.created": 1, "member_invitation.sent": 1})

    def make(name: str, by: User) -> Organisation:
        values = {"name": name, "kind": "industry", "description": "", "website": "", "ror": ""}
        return organisations.create(slug="roche", values=values, owner="noor@example.org", by=by, now=timezone.now())

    return Race([partial(make, f"Roche {n}", coordinator()) for n in range(2)], check)


def stated() -> RoleGrant:
    made: RoleGrant = RoleGrant.objects.create(
        user=UserFactory(), role=Role.STUDENT, source=GrantSource.STATEMENT, statement="Medicine, since 2025.", proposed_at=timezone.now()
    )
    return made


@guarded_by({Lock(User): "a student was told both yes and no"})
def confirmed_while_refused() -> Race:
    """One coordinator confirms a statement while another one refuses it."""
    made = stated()

    def check(found: list[Any]) -> None:
        made.refresh_from_db()
        (done,), words = parted(found)
        said = "confirmed" if done is found[0] else "refused"
        assert (words, made.state(timezone.now())) == ([DECIDED], "in force" if said == "confirmed" else "refused")
        assert (told(), trail()) == ({f"role_{said}": 1}, {f"role.{said}": 1})

    acts = [partial(roles.confirm, until=None), partial(roles.refuse, reason="We do not know you.")]
    return Race([partial(act, grant=made, by=coordinator(), now=timezone.now()) for act in acts], check)


@guarded_by({Lock(User): "the loser met an error of the database instead of words"})
def one_role_granted_twice() -> Race:
    """Two coordinators give one person the same role."""
    noor = UserFactory(name="Noor Example")

    def check(found: list[Any]) -> None:
        done, words = parted(found)
        assert (done, words) == ([noor.role_grants.get()], ["Noor Example has this role already."])
        assert (told(), trail()) == ({"role_confirmed": 1}, {"role.granted": 1})

    grant = partial(roles.grant, user=noor, role=Role.FACULTY, now=timezone.now())
    return Race([partial(grant, by=coordinator()) for _ in range(2)], check)


@guarded_by({Lock(User): "the loser met an error of the database instead of words"})
def stated_twice() -> Race:
    """One person states in two tabs that they are a student."""
    noor, institution = UserFactory(), InstitutionFactory()
    coordinator()

    def check(found: list[Any]) -> None:
        made, words = parted(found)
        assert (made, words) == (
            [noor.role_grants.get()],
            ["You have told us already. The programme office decides, and you hear about it."],
        )
        assert (told(), trail()) == ({"role_stated": 1}, {"role.stated": 1})

    state = partial(roles.state_student, user=noor, institution=Institution.objects.get(pk=institution.pk), statement="Medicine.")
    return Race([partial(state, now=timezone.now())] * 2, check)


@guarded_by({Unique(User, "email", "user_address_once_in_any_form"): "one address had four accounts"})
def four_sign_ups() -> Race:
    """One address signs up four times."""

    def check(found: list[Any]) -> None:
        assert [one.headers.get("Location") for one in found] == ["/accounts/confirm-email/"] * 4
        assert User.objects.count() == EmailAddress.objects.count() == 1
        assert list(Mail.objects.values_list("kind", flat=True)) == ["account_confirm_signup"]

    def sign_up() -> Any:
        return Client().post("/accounts/signup/", {"name": "Noor Example", "email": "noor@example.org", "password1": "a-good-long-secret"})

    return Race([sign_up] * 4, check)


@guarded_by(
    {
        Unique(Notification, "dedupe_key"): "everybody was reminded twice in the portal",
        Unique(Mail, "dedupe_key"): "everybody was reminded twice by mail",
    }
)
def two_beats_remind() -> Race:
    """Two workers remind of the same deadline."""
    challenge = published_challenge()
    milestone = challenge.milestones.first()
    Milestone.objects.filter(pk=milestone.pk).update(deadline=timezone.now() + dt.timedelta(days=2))
    team = make_team(challenge, student(), student())
    team.participations.update(joined_at=timezone.now() - dt.timedelta(days=30))

    def check(found: list[Any]) -> None:
        assert found == [None, None]
        assert told() == {"deadline_7d": 2}

    return Race([partial(reminders.deadlines, now=timezone.now())] * 2, check)
