"""How a submission stands among all of its milestone, without ranks: a share and a picture, and only when enough were scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ENOUGH = 5
BINS = 10


@dataclass(frozen=True)
class Bin:
    """How many submissions have a score from `low` up to `high`; the last bin holds the 10 too. `own`: the reader's is among them."""

    low: int
    high: int
    count: int
    own: bool


@dataclass(frozen=True)
class Standing:
    """`at_or_below` of `total` submissions, their own included, have the reader's score or a lower; `share` is that in whole per cents."""

    total: int
    at_or_below: int
    share: int
    bins: tuple[Bin, ...]


def distribution(scores: Sequence[Decimal], own: Decimal | None = None) -> tuple[Bin, ...]:
    """Ten bins of one point over scores from 0 to 10."""
    places = [_bin(score) for score in scores]
    mine = None if own is None else _bin(own)
    return tuple(Bin(low, low + 1, places.count(low), low == mine) for low in range(BINS))


def standing(scores: Sequence[Decimal], own: Decimal) -> Standing | None:
    """How `own`, one of `scores`, stands; None below five scores, where a picture would tell who has what."""
    if len(scores) < ENOUGH:
        return None
    at_or_below = sum(score <= own for score in scores)
    return Standing(len(scores), at_or_below, 100 * at_or_below // len(scores), distribution(scores, own))


def _bin(score: Decimal) -> int:
    return min(int(score), BINS - 1)
