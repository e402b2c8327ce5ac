"""What the search found; where that breaks a rule, a few teams exactly; where that does not help, whether it is possible at all."""

import random
from collections.abc import Callable

from challenges.matching.arrays import arrays, pinned, placed
from challenges.matching.bound import bound
from challenges.matching.decide import decide
from challenges.matching.facts import Facts, Placement
from challenges.matching.limit import Limit
from challenges.matching.mending import SIX, involved, mended
from challenges.matching.obstacles import Impossible
from challenges.matching.search import Run, search, steps_for

TRIES = 12
# The share of the work that the search is, where a proof follows.
SEARCH = 0.9


def proposed(facts: Facts, seed: int, steps: int | None, progress: Callable[[float], bool]) -> tuple[Placement | Impossible, int] | None:
    """A placement or why there is none, and what no placement can pass; None where it was stopped. Only a search that is not cut short is
    followed by all the work of a proof."""
    known = arrays(facts)
    most = bound(known)
    if most is None:
        raise ValueError("The numbers of students and seats were not looked at before.")
    enough = steps_for(len(facts.students))
    steps = steps or enough
    found = search(known, most, pinned(facts), Run(seed, steps, lambda share: progress(SEARCH * share)))
    if found is None:
        return None
    placement = settled(facts, placed(facts, found), seed)
    limit = Limit(facts, known, most)
    if isinstance(placement, Impossible):
        return placement, limit.most
    stopped = False

    def go_on(share: float) -> bool:
        nonlocal stopped
        stopped = progress(SEARCH + (1 - SEARCH) * share)
        return not stopped

    best = limit.proved(placement, go_on, whole=steps >= enough)
    return None if stopped else (best, limit.most)


def settled(facts: Facts, placement: Placement, seed: int) -> Placement | Impossible:
    """The placement without what is broken in it, or why there is none. Always the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - it chooses teams to look at, and has to choose the same ones again
    for _try in range(TRIES):
        broken = involved(facts, placement)
        if not broken:
            return placement
        others = [team.id for team in facts.teams if team.id != broken[0]]
        open_ = [broken[0], *draw.sample(others, min(SIX - 1, len(others)))]
        placement = mended(facts, placement, most_moves=None, open_=open_) or placement
    return placement if not involved(facts, placement) else decide(facts, placement)
