"""Whether the dates of a challenge fit together."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from accounts.kit import clock
from challenges.enums import Phase
from challenges.errors import Fault

ORDER = {phase.value: place for place, phase in enumerate(Phase)}


class Dated(Protocol):
    """A milestone, typed or stored."""

    @property
    def phase(self) -> str: ...

    @property
    def deadline(self) -> dt.datetime: ...


def faults(starts_on: dt.date | None, join_until: dt.datetime | None, milestones: Sequence[Dated]) -> list[Fault]:
    """What does not fit: deadlines before the start, joining open after the first deadline, phases out of order.

    Dates that are not there yet fit. Milestones may come in any order; a fault names the place in the list that was given.
    """
    found = []
    if starts_on:
        found += [
            Fault(f"milestones.{place}.deadline", _("This is before the start on %(day)s.") % {"day": clock.day(starts_on)})
            for place, milestone in enumerate(milestones)
            if clock.today(milestone.deadline) < starts_on
        ]
    first = min((milestone.deadline for milestone in milestones), default=None)
    if join_until and first and join_until > first:
        found.append(Fault("join_until", _("Joining has to close by the first deadline, %(moment)s.") % {"moment": clock.moment(first)}))
    return found + _out_of_order(milestones)


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
