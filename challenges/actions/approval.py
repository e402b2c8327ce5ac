"""Approval: two keys, the faculty owner's and the office's, turned by two people."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import notifications
from accounts.audit import trail
from accounts.enums import Role
from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState, check_step
from accounts.models import User
from accounts.queries.people import holders, office
from challenges.actions.locks import lock_challenge
from challenges.enums import CHALLENGE_STEPS, ChallengeState
from challenges.models import ApprovalComment, Challenge
from challenges.queries import people
from challenges.queries.checklist import missing

KEYS = ("owner_approved_at", "owner_approved_by", "office_approved_at", "office_approved_by")


def submit(*, challenge: Challenge, proposed_owner: str, by: User, now: dt.datetime) -> Challenge:
    """Hand a complete draft to the faculty owner and the office, and tell them. Earlier comments count as resolved.

    Refuses an incomplete draft. `proposed_owner` is what the partner says about who could own it; the office names somebody.
    """
    with transaction.atomic():
        locked = _step(challenge, ChallengeState.SUBMITTED)
        _check_complete(locked, now)
        locked.submitted_at, locked.proposed_owner = now, proposed_owner.strip()
        locked.save(update_fields=["state", "submitted_at", "proposed_owner"])
        locked.approval_comments.filter(resolved_at__isnull=True).update(resolved_at=now)
        trail.record("challenge.submitted", on=locked, by=by, now=now)
        tell(locked, "challenge_submitted", [*people.owner(locked, now), *office(now)], now, path=approval_path(locked))
    return locked


def withdraw(*, challenge: Challenge, by: User, now: dt.datetime) -> Challenge:
    """Take a submitted challenge back to a draft; keys that were turned are void."""
    with transaction.atomic():
        locked = _step(challenge, ChallengeState.DRAFT)
        _back_to_draft(locked)
        trail.record("challenge.withdrawn", on=locked, by=by, now=now)
    return locked


def send_back(*, challenge: Challenge, comments: Mapping[str, str], read_at: str, by: User, now: dt.datetime) -> Challenge:
    """Send a submitted challenge back with comments by part, and tell its editors; keys that were turned are void.

    Refuses to do so without a word on any part, or on an earlier version than the one that waits now.
    """
    words = {section: text.strip() for section, text in comments.items() if text.strip()}
    with transaction.atomic():
        locked = _step(challenge, ChallengeState.DRAFT)
        _check_read(locked, read_at)
        if not words:
            raise Refusal(_("Say on at least one part what has to be mended."))
        ApprovalComment.objects.bulk_create(
            ApprovalComment(challenge=locked, section=section, text=text, by=by, at=now) for section, text in words.items()
        )
        _back_to_draft(locked)
        trail.record("challenge.returned", on=locked, by=by, now=now, sections=list(words))
        tell(locked, "challenge_returned", people.editors(locked), now, path=approval_path(locked))
    return locked


def approve_as_owner(*, challenge: Challenge, read_at: str, by: User, now: dt.datetime) -> Challenge:
    """Turn the faculty owner's key; see `_turn`. Refuses whoever is not the owner any more."""
    with transaction.atomic():
        locked = _step(challenge, ChallengeState.PUBLISHED)
        if locked.faculty_owner_id != by.pk:
            raise Refusal(_("You are not the faculty owner of this challenge any more."))
        if not holders(Role.FACULTY, now).filter(pk=by.pk).exists():
            raise Refusal(_("An owner has to be a member of faculty, as the office has recorded it."))
        if locked.owner_approved_at:
            raise WrongState(_("This key has been turned already."))
        if locked.office_approved_by_id == by.pk:
            raise Refusal(_("Two keys need two people, and you have turned the office's."))
        locked.owner_approved_at, locked.owner_approved_by = now, by
        return _turn(locked, "owner", read_at, by, now)


def approve_as_office(*, challenge: Challenge, read_at: str, by: User, now: dt.datetime) -> Challenge:
    """Turn the office's key; see `_turn`. Refuses while nobody is named as faculty owner."""
    with transaction.atomic():
        locked = _step(challenge, ChallengeState.PUBLISHED)
        if locked.faculty_owner_id is None:
            raise Refusal(_("Name a faculty owner first."))
        if locked.office_approved_at:
            raise WrongState(_("This key has been turned already."))
        if locked.owner_approved_by_id == by.pk:
            raise Refusal(_("Two keys need two people, and you have turned the faculty owner's."))
        locked.office_approved_at, locked.office_approved_by = now, by
        return _turn(locked, "office", read_at, by, now)


def _turn(challenge: Challenge, whose: str, read_at: str, by: User, now: dt.datetime) -> Challenge:
    """Keep a key; with the second one the challenge is published at once and its people are told, else the other key's holder is.

    Refuses a challenge that was submitted again after the page was opened (`read_at`), and one in which something is missing by now.
    """
    _check_read(challenge, read_at)
    _check_complete(challenge, now)
    both = bool(challenge.owner_approved_at and challenge.office_approved_at)
    if both:
        challenge.published_at = now
    else:
        challenge.state = ChallengeState.SUBMITTED
    challenge.save(update_fields=["state", "published_at", *KEYS])
    trail.record(f"challenge.approved_by_{whose}", on=challenge, by=by, now=now)
    if both:
        trail.record("challenge.published", on=challenge, by=by, now=now)
        concerned = [*people.staff(challenge), *people.owner(challenge, now)]
        tell(challenge, "challenge_published", concerned, now, path=challenge.get_absolute_url())
    else:
        others = office(now) if whose == "owner" else people.owner(challenge, now)
        tell(challenge, "challenge_key_turned", [one for one in others if one.pk != by.pk], now, path=approval_path(challenge))
    return challenge


def _step(challenge: Challenge, target: str) -> Challenge:
    """The challenge, locked, in its new state, not yet stored. Refuses (`WrongState`) a step that its state does not allow."""
    locked = lock_challenge(challenge.pk)
    check_step(CHALLENGE_STEPS, locked.state, target)
    locked.state = target
    return locked


def _check_complete(challenge: Challenge, now: dt.datetime) -> None:
    if lacking := missing(challenge, now):
        raise Refusal(_("Still missing: %(things)s.") % {"things": "; ".join(item.words for item in lacking)})


def _check_read(challenge: Challenge, read_at: str) -> None:
    if challenge.submitted_at is None or read_at != challenge.submitted_at.isoformat():
        raise Refusal(_("It was submitted again after you opened this page. Read it again before you decide."))


def _back_to_draft(challenge: Challenge) -> None:
    for key in KEYS:
        setattr(challenge, key, None)
    challenge.submitted_at = None
    challenge.save(update_fields=["state", "submitted_at", *KEYS])


def approval_path(challenge: Challenge) -> str:
    """Where the approval of a challenge is done."""
    return f"{challenge.get_absolute_url()}approval/"


def tell(challenge: Challenge, kind: str, to: Iterable[User], now: dt.datetime, *, path: str, **more: str) -> None:
    """Tell people about a step of a challenge, once for this instant."""
    notifications.tell(
        kind=kind,
        to=to,
        path=path,
        context={"challenge": challenge.pk, "title": challenge.title, "organisation": challenge.organisation.name, **more},
        key=f"{challenge.pk}:{now.isoformat()}",
        now=now,
    )
