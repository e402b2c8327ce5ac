"""What counts when teams are formed, beside the rules that have to hold: in the words of the office's form and in the solver's points."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from challenges.enums import Ranking, Trait
from challenges.matching import Weights
from challenges.models import Programme

MOST = 20
FIRST_WISHES = {1: 4, 2: 2, 3: 1}
"""The points of a first, a second and a third wish; later ones have none."""


class Weight(StrEnum):
    """The names under which a run keeps its weights."""

    WISHES = "wishes"
    TIMES = "times"
    DISCIPLINES = "disciplines"
    LEVELS = "levels"
    CHALLENGES = "challenges"


USUAL: dict[Weight, int] = {Weight.WISHES: 2, Weight.TIMES: 4, Weight.DISCIPLINES: 1, Weight.LEVELS: 0, Weight.CHALLENGES: 0}

LABELS: dict[Weight, str | Promise] = {
    Weight.WISHES: _("Wishes"),
    Weight.TIMES: _("Common times"),
    Weight.DISCIPLINES: _("Spread of disciplines"),
    Weight.LEVELS: _("Spread of levels"),
    Weight.CHALLENGES: _("Spread of experience"),
}
HELP: dict[Weight, str | Promise] = {
    Weight.WISHES: _("A first wish counts four times this, a second twice, a third once; points count in the same proportion."),
    Weight.TIMES: _("For each weekly time that a whole team has in common, up to four."),
    Weight.DISCIPLINES: _("For each different narrow field of study in a team."),
    Weight.LEVELS: _("For each different level of study in a team."),
    Weight.CHALLENGES: _("For each different number of earlier challenges in a team: none, one, several."),
}
LEVEL, EXPERIENCE = "level", "experience"
_SPREAD: dict[Weight, str] = {Weight.DISCIPLINES: Trait.DISCIPLINE_NARROW, Weight.LEVELS: LEVEL, Weight.CHALLENGES: EXPERIENCE}


class Wished(NamedTuple):
    """One wish of a student: a place or points."""

    challenge: int
    place: int | None
    points: int | None


def of_solver(chosen: Mapping[str, int]) -> Weights:
    """The weights of a run as the solver knows them; those of the wishes are in the points of each wish."""
    spread = {trait: chosen[weight] for weight, trait in _SPREAD.items() if chosen.get(weight)}
    return Weights(time=chosen.get(Weight.TIMES, 0), spread=spread)


def points_of(wish: Wished, programme: Programme, chosen: Mapping[str, int]) -> int:
    """What granting a wish is worth. All points to divide are worth as much as the first three wishes together."""
    if programme.ranking == Ranking.POINTS:
        points = max(1, round((wish.points or 0) * sum(FIRST_WISHES.values()) / programme.points))
    else:
        points = FIRST_WISHES.get(wish.place or 0, 0)
    return points * chosen.get(Weight.WISHES, 0)


def rank(wishes: Sequence[Wished], challenge: int) -> int | None:
    """Which choice a challenge was, 1 for a first one; None for one that was not wished for."""
    own = next((wish for wish in wishes if wish.challenge == challenge), None)
    if own is None or own.place is not None:
        return own.place if own else None
    return 1 + sum((wish.points or 0) > (own.points or 0) for wish in wishes)
