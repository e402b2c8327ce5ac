"""Two presses on the forms of organisations."""

import datetime as dt
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.kit.marks import mark
from accounts.models import User
from partners.actions.organisations import said
from partners.enums import MemberRole
from partners.models import MemberInvitation, Membership, Organisation
from partners.queries.invitations import path_of
from tests.factories import OrganisationFactory, UserFactory, coordinator, staff_of
from tests.races.clicks import Click, makes_once
from tests.races.clicks.cases import TOLD_TWICE, told
from tests.races.guards import Lock, Unique

NO_WORDS = "an error of the database"
RECORDED_TWICE = "it was recorded twice"
TWO_MAILS = "two mails"
NEW = "another-long-secret"


def logo() -> SimpleUploadedFile:
    output = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(output, "PNG")
    return SimpleUploadedFile("logo.png", output.getvalue())


@makes_once("office_organisation_new", {Unique(Organisation, "slug", "name"): "two organisations"})
def new_organisation() -> Click:
    def typed() -> dict[str, Any]:
        return {"name": "Roche", "kind": "industry", "slug": "roche", "owner": "noor@example.org", "logo": logo()}

    makes = {"Organisation": 1, "MemberInvitation": 1, "Entry": 3, "Mail": 1}
    return Click(coordinator(), "/manage/organisations/new/", makes, "Roche was made, and its first owner is invited.", typed)


@makes_once("organisation_edit", {Lock(Organisation): RECORDED_TWICE})
def edit_organisation() -> Click:
    roche = OrganisationFactory()

    def typed() -> dict[str, Any]:
        return {"description": "We make medicine.", "logo": logo(), "seen": mark(*said(roche))}

    path = f"/partners/{roche.slug}/edit/"
    return Click(staff_of(roche, MemberRole.OWNER), path, {"Entry": 2}, "Saved.", typed)


def invited(address: str) -> MemberInvitation:
    roche, now = OrganisationFactory(), timezone.now()
    staff_of(roche, MemberRole.OWNER)
    later = now + dt.timedelta(days=1)
    invitation: MemberInvitation = MemberInvitation.objects.create(
        organisation=roche, address=address, role="editor", invited_at=now, expires_at=later
    )
    return invitation


def owner(roche: Organisation) -> User:
    return User.objects.get(memberships__organisation=roche, memberships__role=MemberRole.OWNER)


@makes_once("organisation_staff", {Lock(Organisation): NO_WORDS})
def invite() -> Click:
    roche, typed = OrganisationFactory(), {"email": "noor@example.org", "role": "editor"}
    makes = {"MemberInvitation": 1, "Entry": 1, "Mail": 1}
    return Click(staff_of(roche, MemberRole.OWNER), f"/partners/{roche.slug}/staff/", makes, "An invitation is on its way", lambda: typed)


@makes_once("member_invitation_again", {Lock(Organisation, MemberInvitation): RECORDED_TWICE})
def invite_again() -> Click:
    invitation, typed = invited("noor@example.org"), {"round": 1}
    roche = invitation.organisation
    path = f"/partners/{roche.slug}/staff/invitations/{invitation.pk}/again/"
    return Click(owner(roche), path, {"Entry": 1, "Mail": 1}, "A new invitation is on its way", lambda: typed)


@makes_once("member_invitation_revoke", {Lock(Organisation, MemberInvitation): RECORDED_TWICE})
def revoke() -> Click:
    invitation = invited("noor@example.org")
    roche = invitation.organisation
    path = f"/partners/{roche.slug}/staff/invitations/{invitation.pk}/revoke/"
    return Click(owner(roche), path, {"Entry": 1}, "was withdrawn.")


@makes_once("member_invitation_accept", {Lock(Organisation, MemberInvitation): NO_WORDS})
def accept() -> Click:
    noor = UserFactory(email="noor@example.org")
    return Click(noor, f"{path_of(invited(noor.email))}accept/", told(1, Membership=1, Entry=1), "You now act for")


@makes_once("member_invitation_decline", {Lock(Organisation, MemberInvitation): RECORDED_TWICE})
def decline() -> Click:
    return Click(None, f"{path_of(invited('noor@example.org'))}decline/", told(1, Entry=1), "You declined.")


@makes_once("member_role", {Lock(Organisation, Membership): TOLD_TWICE})
def change_role() -> Click:
    roche, typed = OrganisationFactory(), {"role": "mentor"}
    membership = staff_of(roche).memberships.get()
    path = f"/partners/{roche.slug}/staff/{membership.pk}/role/"
    return Click(staff_of(roche, MemberRole.OWNER), path, told(1, Entry=1), "The role was changed.", lambda: typed)


@makes_once("member_remove", {Lock(Organisation, Membership): RECORDED_TWICE})
def remove() -> Click:
    roche = OrganisationFactory()
    membership = staff_of(roche).memberships.get()
    path, makes = f"/partners/{roche.slug}/staff/{membership.pk}/remove/", told(1, Membership=-1, Entry=1)
    return Click(staff_of(roche, MemberRole.OWNER), path, makes, "does not act for the organisation any more.", is_over=True)


@makes_once("organisation_leave", {Lock(Organisation): RECORDED_TWICE})
def leave() -> Click:
    roche = OrganisationFactory()
    makes, words = {"Membership": -1, "Entry": 1}, "You do not act for"
    return Click(staff_of(roche), f"/partners/{roche.slug}/staff/leave/", makes, words, is_over=True)
