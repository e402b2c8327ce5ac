"""Organisations themselves: made by the office, described by their owners."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.kit.marks import check_seen
from accounts.kit.refusals import Refusal
from accounts.models import User
from partners.actions import invitations
from partners.actions.locks import lock_for
from partners.enums import MemberRole
from partners.models import Organisation

OWN = ("description", "website", "ror")
OFFICE = ("name", "kind", *OWN)
RESERVED = {"invitations"}


def create(*, slug: str, values: Mapping[str, str], owner: str, by: User, now: dt.datetime) -> Organisation:
    """Make an organisation, and invite its first owner where an address is given. Refuses an address or a name that is taken."""
    if slug in RESERVED or Organisation.objects.filter(slug=slug).exists():
        raise Refusal(_("This address is taken."), field="slug")
    with transaction.atomic():
        organisation = Organisation(slug=slug, **{field: values[field] for field in OFFICE})
        _store(organisation)
        trail.record("organisation.created", on=organisation, by=by, now=now)
        if owner:
            _invite_owner(organisation, owner, by, now)
        return organisation


def edit(*, organisation: Organisation, values: Mapping[str, str], seen: str, by: User, now: dt.datetime) -> Organisation:
    """Change what an organisation says of itself: the values that are given, among name and kind (the office's) and description,
    website and ROR. Nothing is recorded when nothing differs.

    Refuses a name that is taken, and a page (`seen` is its mark) on which somebody else has saved since.
    """
    with transaction.atomic():
        locked = lock_for(organisation.pk, by)
        given = {field: [getattr(locked, field), values[field]] for field in OFFICE if field in values}
        changed = {field: [before, after] for field, (before, after) in given.items() if before != after}
        if not changed:
            return locked
        check_seen(seen, said(locked))
        for field, (_before, after) in changed.items():
            setattr(locked, field, after)
        _store(locked)
        trail.record("organisation.changed", on=locked, by=by, now=now, changed=changed)
        return locked


def said(organisation: Organisation) -> list[str]:
    """What an organisation says of itself, as it is marked on its page."""
    return [getattr(organisation, field) for field in OFFICE]


def set_logo(*, organisation: Organisation, png: bytes | None, by: User, now: dt.datetime) -> None:
    """Put a logo (a clean PNG) in the place of the earlier one, or take it off with None. The earlier file goes with the transaction.

    Nothing happens when it is the same.
    """
    with transaction.atomic():
        locked = lock_for(organisation.pk, by)
        storage, earlier = locked.logo.storage, locked.logo.name
        if png == _stored(locked):
            return
        if png is None:
            locked.logo = ""
        else:
            locked.logo.save(f"{uuid.uuid4().hex}.png", ContentFile(png), save=False)
        locked.save(update_fields=["logo"])
        trail.record("organisation.logo_removed" if png is None else "organisation.logo_changed", on=locked, by=by, now=now)
        if earlier:
            transaction.on_commit(lambda: storage.delete(earlier))


def _stored(organisation: Organisation) -> bytes | None:
    if not organisation.logo:
        return None
    try:
        with organisation.logo.storage.open(str(organisation.logo.name)) as stored:
            return bytes(stored.read())
    except FileNotFoundError:
        return b""


def _store(organisation: Organisation) -> None:
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        raise Refusal(_("Another organisation has this name or address."), field="name") from None


def _invite_owner(organisation: Organisation, address: str, by: User, now: dt.datetime) -> None:
    try:
        invitations.invite(organisation=organisation, email=address, role=MemberRole.OWNER, by=by, now=now)
    except Refusal as no:
        raise Refusal(no.message, field="owner") from None
