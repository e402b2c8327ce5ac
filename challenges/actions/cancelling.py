"""Cancelling a challenge, or discarding a draft."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.kit.refusals import Refusal
from accounts.kit.states import check_step
from accounts.models import User
from accounts.queries.people import office
from challenges.actions import waitlist
from challenges.actions.approval import tell
from challenges.actions.locks import lock_challenge
from challenges.enums import CHALLENGE_STEPS, ChallengeState
from challenges.models import Challenge
from challenges.queries import people


def cancel(*, challenge: Challenge, reason: str, by: User, now: dt.datetime) -> Challenge:
    """Cancel for good, with a reason. Who joined or waits for a seat, the partner's staff, the owner and the office are told; a draft
    goes without a word.

    Refuses to do so without a reason, twice, or once results have been released.
    """
    with transaction.atomic():
        locked = lock_challenge(challenge.pk)
        check_step(CHALLENGE_STEPS, locked.state, ChallengeState.CANCELLED)
        if not reason.strip():
            raise Refusal(_("Give a reason; those who joined read it."), field="reason")
        if locked.milestones.filter(released_at__isnull=False).exists():
            raise Refusal(_("Results have been released, so it can't be cancelled any more."))
        was_draft = locked.state == ChallengeState.DRAFT
        locked.state, locked.cancelled_at, locked.cancelled_by, locked.cancel_reason = ChallengeState.CANCELLED, now, by, reason.strip()
        locked.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
        trail.record("challenge.cancelled", on=locked, by=by, now=now, reason=locked.cancel_reason)
        waitlist.close(locked, now)
        if not was_draft:
            concerned = [*people.participants(locked), *people.staff(locked), *people.owner(locked, now), *office(now)]
            tell(locked, "challenge_cancelled", [one for one in concerned if one.pk != by.pk], now, path=locked.get_absolute_url())
    return locked
