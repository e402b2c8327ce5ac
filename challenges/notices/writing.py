"""Kinds of notice about writing, approving, changing and cancelling a challenge."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.outbox.models import Mail
from accounts.outbox.notices import Notice
from accounts.queries.people import holders
from challenges.enums import ChallengeState
from challenges.models import Challenge
from challenges.queries import people

Concerns = Callable[[Challenge, Mail, dt.datetime], bool]


def _still(state: ChallengeState | None, concerns: Concerns) -> Callable[[Mail, dt.datetime], bool]:
    """Relevant while the challenge is in this state and still concerns the recipient; None: in any state but cancelled."""

    def relevant(mail: Mail, now: dt.datetime) -> bool:
        challenge = Challenge.objects.filter(pk=mail.context["challenge"]).first()
        if challenge is None or (challenge.state == ChallengeState.CANCELLED and state != ChallengeState.CANCELLED):
            return False
        return state in {None, challenge.state} and concerns(challenge, mail, now)

    return relevant


def _owner(challenge: Challenge, mail: Mail, now: dt.datetime) -> bool:
    return people.owner(challenge, now).filter(pk=mail.user_id).exists()


def _approver(challenge: Challenge, mail: Mail, now: dt.datetime) -> bool:
    return _owner(challenge, mail, now) or _office(challenge, mail, now)


def _office(challenge: Challenge, mail: Mail, now: dt.datetime) -> bool:
    return holders(Role.COORDINATOR, now).filter(pk=mail.user_id).exists()


def _editor(challenge: Challenge, mail: Mail, now: dt.datetime) -> bool:
    return people.editors(challenge).filter(pk=mail.user_id).exists()


def _participant(challenge: Challenge, mail: Mail, now: dt.datetime) -> bool:
    return people.participants(challenge).filter(pk=mail.user_id).exists()


def _staff_or_owner(challenge: Challenge, mail: Mail, now: dt.datetime) -> bool:
    return _owner(challenge, mail, now) or people.staff(challenge).filter(pk=mail.user_id).exists()


def _anyone_concerned(challenge: Challenge, mail: Mail, now: dt.datetime) -> bool:
    return any(concerns(challenge, mail, now) for concerns in (_participant, _staff_or_owner, _office))


def _still_trusted(challenge: Challenge, mail: Mail, now: dt.datetime) -> bool:
    """Who owned it before is faculty still; the others act for the partner or the office still."""
    return holders(Role.FACULTY, now).filter(pk=mail.user_id).exists() or any(
        concerns(challenge, mail, now) for concerns in (_staff_or_owner, _office)
    )


NOTICES: list[Notice] = [
    Notice(
        kind="challenge_submitted",
        label=_("A challenge waits for approval"),
        why=_("You approve challenges, for the programme office or as a faculty owner."),
        relevant=_still(ChallengeState.SUBMITTED, _approver),
    ),
    Notice(
        kind="owner_named",
        label=_("You are named as faculty owner"),
        why=_("The programme office or an owner before you named you."),
        relevant=_still(None, _owner),
    ),
    Notice(
        kind="challenge_returned",
        label=_("Your challenge came back"),
        why=_("You write challenges for this organisation."),
        relevant=_still(ChallengeState.DRAFT, _editor),
    ),
    Notice(
        kind="challenge_key_turned",
        label=_("The other key is turned"),
        why=_("You hold the other of the two keys that publish a challenge."),
        relevant=_still(ChallengeState.SUBMITTED, _approver),
    ),
    Notice(
        kind="challenge_published",
        label=_("A challenge is published"),
        why=_("You act for the organisation that brings in this challenge, or you own it for the university."),
        relevant=_still(ChallengeState.PUBLISHED, _staff_or_owner),
    ),
    Notice(
        kind="challenge_changed",
        label=_("A challenge has changed"),
        why=_("You take part in this challenge."),
        relevant=_still(ChallengeState.PUBLISHED, _participant),
    ),
    Notice(
        kind="challenge_cancelled",
        label=_("A challenge is cancelled"),
        why=_("You take part in this challenge, or are responsible for it."),
        essential=True,
        relevant=_still(ChallengeState.CANCELLED, _anyone_concerned),
    ),
    Notice(
        kind="owner_handed_over",
        label=_("A challenge has a new owner"),
        why=_("You are, or were, responsible for this challenge."),
        relevant=_still(None, _still_trusted),
    ),
]

DONE = {
    "challenge.created": _("started the challenge"),
    "challenge.copied": _("started the challenge from an earlier one"),
    "challenge.submitted": _("submitted the challenge for approval"),
    "challenge.withdrawn": _("took the challenge back to a draft"),
    "challenge.returned": _("sent the challenge back with comments"),
    "challenge.approved_by_owner": _("approved the challenge as its faculty owner"),
    "challenge.approved_by_office": _("approved the challenge for the programme office"),
    "challenge.published": _("published the challenge, with the second of two approvals"),
    "challenge.changed": _("changed the published challenge"),
    "challenge.owner_named": _("named the faculty owner"),
    "challenge.cancelled": _("cancelled the challenge"),
    "programme.created": _("made the programme"),
    "programme.changed": _("changed the programme"),
}
