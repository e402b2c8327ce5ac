"""Races among those who run organisations and programmes."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from accounts.kit.marks import mark
from accounts.models import User
from challenges.actions import programmes, wishes
from challenges.models import Programme, Wish
from partners.actions import invitations, members, organisations
from partners.enums import MemberRole
from partners.models import MemberInvitation, Membership, Organisation
from tests.factories import (
    OrganisationFactory,
    ProgrammeFactory,
    UserFactory,
    coordinator,
    enrol,
    open_edition,
    published_challenge,
    staff_of,
    student,
)
from tests.races.guards import Lock, Unique
from tests.races.table import Race, guarded_by, parted, told, trail

LAST = "An organisation keeps at least one owner. Make somebody else an owner first."
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


@guarded_by({Lock(Programme): "points were given in an edition that is ranked by order"})
def ranking_changes_while_one_ranks() -> Race:
    """The office changes how one ranks while somebody does."""
    edition = open_edition(ranking="points")
    challenge, by = published_challenge(programme=edition), student()
    enrol(edition, by)
    stored = {field: getattr(edition, field) for field in programmes.FIELDS} | {"ranking": "order"}

    def check(found: list[Any]) -> None:
        edition.refresh_from_db()
        parted(found)
        assert [one.points is not None for one in Wish.objects.all()] in ([], [edition.ranking == "points"])

    now = timezone.now()
    rank = partial(wishes.save, programme=edition, wishes={challenge.pk: 1}, by=by, now=now)
    change = partial(programmes.edit, programme=edition, values=stored, seen="", by=coordinator(), now=now)
    return Race([rank, change], check)


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
        values |= {"join_until": None, "ranks_until": None, "ranking": "order", "points": 100}
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
