"""The teams that there are to fill in a challenge: those that exist, and new ones for the seats that are left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from challenges.enums import RuleKind
from challenges.matching import Composition
from challenges.matching import Team as Filled
from challenges.models import Challenge, CompositionRule, Team
from challenges.queries.composition import composition_of

MOST_NUMBERS = 10_000


@dataclass(frozen=True)
class Slot:
    """A team to fill: `team` where it exists, else the new one of the challenge with this `number`. `rules` are the composition's."""

    challenge: Challenge
    team: Team | None
    number: int | None
    composition: Composition
    rules: tuple[CompositionRule, ...]

    @property
    def key(self) -> int:
        """One number for it, as the solver and addresses know it."""
        return key_of(self.challenge.pk, self.team.pk if self.team else None, self.number)

    @property
    def name(self) -> str:
        """What the office reads: the name of a team that exists, 'New team 2' otherwise."""
        return self.team.name if self.team else _("New team %(number)d") % {"number": self.number}

    @property
    def label(self) -> str:
        """The name with its challenge."""
        return f"{self.challenge.title}: {self.name}"

    @property
    def rules_of_solver(self) -> list[CompositionRule]:
        """The rules that the composition lists, in its order; a common language is apart."""
        return [rule for rule in self.rules if rule.kind != RuleKind.LANGUAGE]

    def filled(self) -> Filled:
        """The team as the solver knows it; a new one may stay empty."""
        return Filled(self.key, self.challenge.pk, self.composition, empty=self.team is None)


def key_of(challenge: int, team: int | None, number: int | None) -> int:
    """The key of the slot of an existing team, or of a new one; new ones are below zero."""
    return team if team is not None else -(challenge * MOST_NUMBERS + (number or 0))


def slots_of(challenge: Challenge, left: int, teams: Sequence[tuple[Team, int]], rules: Sequence[CompositionRule]) -> Iterator[Slot]:
    """The slots of a challenge with so many seats `left`; `teams` are those that exist, each with its number of people.

    Existing teams may grow first, but for who works alone; what seats are then left makes as few new teams as hold them all, of nearly
    one size.
    """
    smallest, largest = challenge.team_min or 1, challenge.team_max or challenge.team_min or 1
    for team, people in teams:
        if team.solo:
            yield _slot(challenge, team, None, 1, people, ())
            continue
        growth = min(max(0, largest - people), left)
        left -= growth
        yield _slot(challenge, team, None, smallest, people + growth, rules)
    count = -(-left // largest)
    while count and count * smallest > left:
        count -= 1
    for number in range(1, count + 1):
        room = min(largest, left // count + (number <= left % count))
        yield _slot(challenge, None, number, smallest, room, rules)


def _slot(
    challenge: Challenge, team: Team | None, number: int | None, smallest: int, largest: int, rules: Sequence[CompositionRule]
) -> Slot:
    return Slot(challenge, team, number, replace(composition_of(challenge, rules), smallest=smallest, largest=largest), tuple(rules))
