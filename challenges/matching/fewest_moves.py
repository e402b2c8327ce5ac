"""A placement that its facts have outgrown: someone left, came or was pinned elsewhere. As few others move as can be."""

from collections.abc import Iterator

from challenges.matching.arrays import arrays
from challenges.matching.audit import audit
from challenges.matching.bound import bound
from challenges.matching.decide import MOST_PLACES, decide
from challenges.matching.facts import Facts, Placement
from challenges.matching.limit import Limit
from challenges.matching.mending import SIX, involved, mended, welcoming
from challenges.matching.obstacles import Change, Impossible, Kind, Obstacle, Remedy


def repaired(facts: Facts, placement: Placement, most_moves: int | None) -> tuple[Placement | Impossible, int]:
    """The placement repaired with the fewest moves, or why that cannot be with so many; and what no placement can pass."""
    before = {one.id: placement[one.id] for one in facts.students if one.id in placement}
    known = arrays(facts)
    most = bound(known)
    return _repaired(facts, before, most_moves), Limit(facts, known, most).most if most else 0


def _repaired(facts: Facts, before: Placement, most_moves: int | None) -> Placement | Impossible:
    if not audit(facts, before):
        return before
    found = _first(facts, before, most_moves)
    if found is not None:
        return found
    freely = _first(facts, before, None) if most_moves is not None else None
    possible = freely if freely is not None else decide(facts, before)
    if isinstance(possible, Impossible) or most_moves is None:
        return possible
    needs = _moves(possible, before)
    proved = len(facts.teams) <= SIX
    return Impossible((Obstacle(Kind.MOVES, needs, most_moves, remedies=(Remedy(Change.MOVES, needs),)),), proved, nearest=possible)


def _first(facts: Facts, before: Placement, most_moves: int | None) -> Placement | None:
    """The one with the fewest moves that six teams give; more teams are asked only where these take more than one."""
    best: Placement | None = None
    for teams in _open(facts, before):
        found = mended(facts, before, most_moves=most_moves if best is None else _moves(best, before) - 1, open_=teams)
        best = best if found is None else found
        if best is not None and _moves(best, before) <= 1:
            break
    return best


def _moves(found: Placement, before: Placement) -> int:
    return sum(found[one] != team for one, team in before.items())


def _open(facts: Facts, before: Placement) -> Iterator[list[int]]:
    """The teams that may change: six, or all that must; then twice as many, then all where they are few enough to be solved."""
    must = involved(facts, before)
    order = [*must, *(team for team in welcoming(facts, before) if team not in must)]
    least = max(SIX, len(must))
    every = len(order) if len(order) * len(facts.students) <= MOST_PLACES else 2 * least
    yield from (order[:count] for count in sorted({min(least, len(order)), min(2 * least, len(order)), every}))
