"""Reads for approving challenges: where one stands, what a person may do with it now, and the office's list."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from challenges.enums import ChallengeState
from challenges.models import Challenge
from challenges.rules import cases
from challenges.rules.cases import Person

TONES = {
    ChallengeState.DRAFT: "neutral",
    ChallengeState.SUBMITTED: "amber",
    ChallengeState.PUBLISHED: "teal",
    ChallengeState.CANCELLED: "coral",
}


@dataclass(frozen=True)
class Key:
    """One of the two keys: whose it is, who holds it, and who turned it when."""

    label: str
    holder: str
    at: dt.datetime | None
    by: str


def keys(challenge: Challenge) -> list[Key]:
    """The faculty owner's key and the office's."""
    owner = challenge.faculty_owner.name if challenge.faculty_owner else _("nobody is named yet")
    return [
        Key(
            _("Faculty owner"), owner, challenge.owner_approved_at, challenge.owner_approved_by.name if challenge.owner_approved_by else ""
        ),
        Key(
            _("Programme office"),
            _("any coordinator"),
            challenge.office_approved_at,
            challenge.office_approved_by.name if challenge.office_approved_by else "",
        ),
    ]


@dataclass(frozen=True)
class May:
    """What a person may do with a challenge in its present state."""

    write: bool
    submit: bool
    withdraw: bool
    approve_as_owner: bool
    approve_as_office: bool
    send_back: bool
    name_owner: bool
    hand_over: bool
    cancel: bool
    copy: bool


def may(user: Person, challenge: Challenge) -> May:
    """Rules and state together, for showing buttons; the actions check both again under a lock."""
    state = challenge.state
    submitted, alive = state == ChallengeState.SUBMITTED, state != ChallengeState.CANCELLED
    writes = bool(cases.can_write(user, challenge))
    owns, office = bool(cases.can_turn_owner_key(user, challenge)), bool(cases.can_turn_office_key(user, challenge))
    return May(
        write=writes and state in {ChallengeState.DRAFT, ChallengeState.PUBLISHED},
        submit=writes and state == ChallengeState.DRAFT,
        withdraw=writes and submitted,
        approve_as_owner=submitted and owns and challenge.owner_approved_at is None and challenge.office_approved_by_id != user.pk,
        approve_as_office=submitted and office and challenge.office_approved_at is None and challenge.owner_approved_by_id != user.pk,
        send_back=submitted and (owns or office),
        name_owner=alive and office,
        hand_over=alive and owns and not office,
        cancel=alive and bool(cases.can_cancel(user, challenge)),
        copy=writes,
    )


@dataclass(frozen=True)
class Line:
    """A challenge in the office's list: its state in words and colour, and whom it waits for."""

    challenge: Challenge
    state: str
    tone: str
    waits: str
    needs_you: bool


def office_list(*, words: str = "", state: str = "") -> QuerySet[Challenge]:
    """All challenges for the office, those that wait for it first; filtered by state and by words in title, organisation or owner."""
    waiting = Q(state=ChallengeState.SUBMITTED, office_approved_at__isnull=True) | Q(
        state=ChallengeState.SUBMITTED, faculty_owner__isnull=True
    )
    order = [waiting, *(Q(state=one) for one in (ChallengeState.SUBMITTED, ChallengeState.DRAFT, ChallengeState.PUBLISHED))]
    found = Challenge.objects.select_related("organisation", "faculty_owner").defer("case")
    if state:
        found = found.filter(state=state)
    for word in words.split()[:8]:
        found = found.filter(Q(title__icontains=word) | Q(organisation__name__icontains=word) | Q(faculty_owner__name__icontains=word))
    rank = Case(*(When(one, then=Value(place)) for place, one in enumerate(order)), default=Value(9), output_field=IntegerField())
    return found.annotate(rank=rank).order_by("rank", "-changed_at", "-pk")


def line(challenge: Challenge) -> Line:
    """One line of the list."""
    waits, needs_you = _waits(challenge)
    state = ChallengeState(challenge.state)
    return Line(challenge=challenge, state=str(state.label), tone=TONES[state], waits=waits, needs_you=needs_you)


def _waits(challenge: Challenge) -> tuple[str, bool]:
    if challenge.state != ChallengeState.SUBMITTED:
        return "", False
    if challenge.faculty_owner is None:
        return _("you: name a faculty owner"), True
    if challenge.office_approved_at is None:
        return _("you: read it and approve, or send it back"), True
    return _("%(name)s, the faculty owner") % {"name": challenge.faculty_owner.name}, False
