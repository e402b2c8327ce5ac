"""Changing a proposal: moving and pinning students, and undoing it. Nothing of it is told to anybody before it is published."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.kit.refusals import Refusal
from accounts.kit.states import WrongState
from challenges.models import Enrolment, Proposal, ProposedPlace, Team
from challenges.queries.matching.page import gone
from challenges.queries.matching.slots import Slot

MOST_UNDONE = 100
FIELDS = ("challenge_id", "team_id", "number", "pinned")


def move(*, proposal: Proposal, enrolment: Enrolment, to: Slot, revision: int) -> None:
    """Put a student into another team of the proposal, or into a first one. Refuses who is pinned, and a page that is out of date
    (`revision` is what it showed)."""
    with transaction.atomic():
        locked = lock_proposal(proposal, revision)
        place = locked.places.filter(enrolment=enrolment).first()
        if place is not None and place.pinned:
            raise Refusal(_("This student is pinned. Take the pin out first."), field="to")
        _remember(locked, {enrolment.pk: place})
        team = to.team.pk if to.team else None
        locked.places.update_or_create(enrolment=enrolment, defaults={"challenge": to.challenge, "team_id": team, "number": to.number})


def pin(*, proposal: Proposal, enrolments: Collection[int], pinned: bool, revision: int) -> None:
    """Keep students where they are when the rest is solved again, or let them go. Refuses whom the proposal does not place, and a page that
    is out of date."""
    with transaction.atomic():
        locked = lock_proposal(proposal, revision)
        places = {one.enrolment_id: one for one in locked.places.filter(enrolment__in=enrolments)}
        if not places:
            raise Refusal(_("There is nobody to pin there."))
        _remember(locked, places)
        locked.places.filter(enrolment__in=list(places)).update(pinned=pinned)


def take_out_gone(*, proposal: Proposal, revision: int) -> None:
    """Take out who left the edition since, or has no account any more. Refuses where there is nobody, and a page that is out of date."""
    with transaction.atomic():
        locked = lock_proposal(proposal, revision)
        taken = [one.pk for one in gone(locked)]
        if not taken:
            raise Refusal(_("Everybody in this proposal is in the edition."))
        locked.places.filter(pk__in=taken).delete()
        locked.revision += 1
        locked.save(update_fields=["revision"])


def undo(*, proposal: Proposal, revision: int) -> None:
    """Take the last change back; whoever or whatever team is gone by now does not come back. Refuses where there is none, and a page that
    is out of date."""
    with transaction.atomic():
        locked = lock_proposal(proposal, revision)
        if not locked.history:
            raise Refusal(_("There is nothing to undo."))
        *earlier, last = locked.history
        known = set(Enrolment.objects.active().filter(pk__in=map(int, last)).values_list("pk", flat=True))
        teams = {before["team_id"] for before in last.values() if before}
        there = {None, *Team.objects.filter(pk__in=teams - {None}).values_list("pk", flat=True)}
        for enrolment, before in last.items():
            if before is None or int(enrolment) not in known or before["team_id"] not in there:
                locked.places.filter(enrolment=int(enrolment)).delete()
            else:
                locked.places.update_or_create(enrolment_id=int(enrolment), defaults=before)
        locked.history, locked.revision = earlier, locked.revision + 1
        locked.save(update_fields=["history", "revision"])


def lock_proposal(proposal: Proposal, revision: int) -> Proposal:
    """The proposal as it is now, locked. Refuses one that was published, and one that was changed since a page showed it."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.published_at is not None:
        raise WrongState(_("These teams have been published. Later changes are made to the teams themselves."))
    if locked.revision != revision:
        raise WrongState(_("This proposal was changed after you opened the page. Look at it again; nothing was done."))
    return locked


def _remember(proposal: Proposal, before: Mapping[int, ProposedPlace | None]) -> None:
    """Keep what is about to be replaced, so that it can be undone; the oldest changes are forgotten."""
    entry = {str(enrolment): _kept(place) for enrolment, place in before.items()}
    proposal.history = [*proposal.history, entry][-MOST_UNDONE:]
    proposal.revision += 1
    proposal.save(update_fields=["history", "revision"])


def _kept(place: ProposedPlace | None) -> dict[str, object] | None:
    return None if place is None else {field: getattr(place, field) for field in FIELDS}
