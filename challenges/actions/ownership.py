"""Who owns a challenge on the university's side."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.enums import Role
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from accounts.models import User
from accounts.queries.people import holders, office
from challenges.actions.approval import approval_path, tell
from challenges.actions.locks import lock_challenge
from challenges.enums import ChallengeState
from challenges.models import Challenge
from challenges.queries import people


def name_owner(*, challenge: Challenge, owner: User, by: User, now: dt.datetime) -> Challenge:
    """Name or change the faculty owner, and tell them; an owner's key that was turned is void until the challenge is published.

    Whoever owned it before, as long as they are faculty, the partner's staff and the office are told of a change. Refuses somebody
    without the faculty role, the present owner, and a cancelled challenge.
    """
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        before, told_before = locked.faculty_owner, list(people.owner(locked, now))
        _check(locked, owner, now)
        locked.faculty_owner = owner
        if locked.state != ChallengeState.PUBLISHED:
            locked.owner_approved_at = locked.owner_approved_by = None
        locked.save(update_fields=["faculty_owner", "owner_approved_at", "owner_approved_by"])
        trail.record("challenge.owner_named", on=locked, by=by, now=now, owner=owner.name, before=before.name if before else "")
        tell(locked, "owner_named", [owner], now, path=approval_path(locked))
        if before is not None:
            told = {one.pk: one for one in [*told_before, *people.staff(locked), *office(now)] if one.pk not in {by.pk, owner.pk}}
            tell(locked, "owner_handed_over", told.values(), now, path=locked.get_absolute_url())
    return locked


def _check(challenge: Challenge, owner: User, now: dt.datetime) -> None:
    if challenge.state == ChallengeState.CANCELLED:
        raise WrongState(_("It was cancelled; nothing changes any more."))
    if challenge.faculty_owner_id == owner.pk:
        raise Refusal(_("This person owns it already."), field="owner")
    if not holders(Role.FACULTY, now).filter(pk=owner.pk).exists():
        raise Refusal(_("An owner has to be a member of faculty, as the office has recorded it."), field="owner")
