"""Whether the dates of a challenge fit together."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from accounts.kit import clock
from challenges.enums import Phase
from challenges.errors import Fault
from challenges.models import Challenge

ORDER = {phase.value: place for place, phase in enumerate(Phase)}


class Dated(Protocol):
    """A milestone, typed or stored."""

    @property
    def phase(self) -> str: ...

    @property
    def deadline(self) -> dt.datetime: ...


@dataclass(frozen=True)
class Dates:
    """The dates of a challenge beside its milestones; None for what is not there."""

    starts_on: dt.date | None
    join_until: dt.datetime | None
    roster_locks_at: dt.datetime | None = None
    text_locks_at: dt.datetime | None = None

    @classmethod
    def of(cls, challenge: Challenge) -> "Dates":
        """What the challenge says now."""
        return cls(challenge.starts_on, challenge.join_until, challenge.roster_locks_at, challenge.text_locks_at)


def faults(given: Dates, milestones: Sequence[Dated]) -> list[Fault]:
    """What does not fit: deadlines before the start, joining open after the first deadline, teams or their names fixed before joining
    closes or after the last deadline, phases out of order.

    Dates that are not there yet fit. Milestones may come in any order; a fault names the place in the list that was given.
    """
    found = []
    if given.starts_on:
        found += [
            Fault(f"milestones.{place}.deadline", _("This is before the start on %(day)s.") % {"day": clock.day(given.starts_on)})
            for place, milestone in enumerate(milestones)
            if clock.today(milestone.deadline) < given.starts_on
        ]
    deadlines = [milestone.deadline for milestone in milestones]
    if given.join_until and deadlines and given.join_until > (first := min(deadlines)):
        found.append(Fault("join_until", _("Joining has to close by the first deadline, %(moment)s.") % {"moment": clock.moment(first)}))
    return found + _of_teams(given, max(deadlines, default=None)) + _out_of_order(milestones)


def _of_teams(given: Dates, last: dt.datetime | None) -> list[Fault]:
    found = []
    for field in ("roster_locks_at", "text_locks_at"):
        at = getattr(given, field)
        if at and given.join_until and at < given.join_until:
            found.append(
                Fault(field, _("People join until %(moment)s; choose that or later.") % {"moment": clock.moment(given.join_until)})
            )
        elif at and last and at > last:
            found.append(Fault(field, _("The last deadline is %(moment)s; choose that or earlier.") % {"moment": clock.moment(last)}))
    return found


def _out_of_order(milestones: Sequence[Dated]) -> list[Fault]:
    found = []
    furthest = Phase.ENGAGE
    for place, milestone in sorted(enumerate(milestones), key=lambda item: item[1].deadline):
        if ORDER[milestone.phase] < ORDER[furthest]:
            words = _("“%(earlier)s” comes before “%(later)s”: choose another phase or another deadline.")
            found.append(Fault(f"milestones.{place}.phase", words % {"earlier": Phase(milestone.phase).label, "later": furthest.label}))
        else:
            furthest = Phase(milestone.phase)
    return found
