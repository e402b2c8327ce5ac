"""What a placement is worth, which rules it keeps, and what moving one student would change. The solver's own audit judges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.matching import Broken, Facts, Placement, Student, audit, teams_of, worth
from challenges.matching import Team as Filled
from challenges.queries import composition
from challenges.queries.matching.slots import Slot
from challenges.queries.matching.world import World

CONFIDENTIAL = "confidential"
# What the office may let pass, with a reason, when it publishes.
MAY_PASS = frozenset({"composition", "language"})


@dataclass(frozen=True)
class Effect:
    """What moving one student into a team would do: to the total, and how many rules would be broken that hold now, or mended."""

    slot: Slot
    people: int
    total: int
    breaks: int

    @property
    def words(self) -> str:
        """Such as 'New team 2 (4 people): +6, breaks 1 rule'."""
        people = ngettext("%(count)d person", "%(count)d people", self.people) % {"count": self.people}
        rules = ""
        if self.breaks > 0:
            rules = ngettext(", breaks %(count)d rule", ", breaks %(count)d rules", self.breaks) % {"count": self.breaks}
        elif self.breaks < 0:
            rules = ngettext(", mends %(count)d rule", ", mends %(count)d rules", -self.breaks) % {"count": -self.breaks}
        return f"{self.slot.name} ({people}): {self.total:+d}{rules}"


@dataclass(frozen=True)
class Judged:
    """A placement in its world. `facts` are those it is judged by: they tell who has to stay where they are."""

    world: World
    facts: Facts
    placement: Placement

    @cached_property
    def members(self) -> Mapping[int, Sequence[Student]]:
        """The students of each slot."""
        return teams_of(self.facts, self.placement)

    @cached_property
    def broken(self) -> Sequence[Broken]:
        """Every hard rule that does not hold."""
        return audit(self.facts, self.placement)

    @cached_property
    def value(self) -> int:
        """What it is worth."""
        return sum(worth(self.facts, team, self.members[team.id]) for team in self.facts.teams if self.members[team.id])

    def meters(self, slot: Slot) -> list[composition.Judged]:
        """The rules of a team, one by one, its size first."""
        inside, asked = self.members[slot.key], slot.composition
        size = _("%(count)d, of %(least)d to %(most)d") % {"count": len(inside), "least": asked.smallest, "most": asked.largest}
        fits = asked.smallest <= len(inside) <= asked.largest
        found = composition.meter(slot.rules, [composition.Named("", one) for one in inside])
        return [composition.Judged(_("Size"), len(inside), asked.largest, size, fits), *(found.rules if found else [])]

    def effects(self, student: int) -> list[Effect]:
        """What moving a student would do, for each team but their own. Who is nowhere breaks no team by leaving."""
        here = self.placement.get(student)
        found = []
        for slot in self.world.slots.values():
            if slot.key == here:
                continue
            keys = [key for key in (here, slot.key) if key is not None and key in self.world.slots]
            before, after = self._part(keys, {}), self._part(keys, {student: slot.key})
            people = len(self.members[slot.key])
            found.append(Effect(slot, people, after[0] - before[0], after[1] - before[1]))
        return found

    def _part(self, keys: Iterable[int], moved: Placement) -> tuple[int, int]:
        """The value and the number of broken rules of a few teams alone, once somebody has `moved`."""
        wanted = set(keys)
        teams = tuple(self._teams[key] for key in wanted)
        inside = {one.id: key for key in wanted for one in self.members[key]} | dict(moved)
        students = tuple(self.world.students[one] for one in sorted(inside))
        apart = frozenset(pair for pair in self.facts.apart if pair <= set(inside))
        part = replace(self.facts, students=students, teams=teams, together=(), apart=apart, placed={})
        members = teams_of(part, inside)
        return sum(worth(part, team, members[team.id]) for team in teams if members[team.id]), len(audit(part, inside))

    @cached_property
    def _teams(self) -> Mapping[int, Filled]:
        return {team.id: team for team in self.facts.teams}


def gap_words(value: int, most: int | None) -> str:
    """How much better any placement could be at most."""
    if most is None:
        return _("How much better is possible is not known.")
    if value >= most:
        return _("Nothing better is possible.")
    if value <= 0:
        return _("Nothing is granted yet.")
    return _("At most %(percent)s %% better is possible.") % {"percent": number_format(100 * (most - value) / value, 1)}
