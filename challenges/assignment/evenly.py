"""Spreading submissions evenly: each goes to whoever has least to do, among those who may review it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """`pairs` of (submission, reviewer) to add; `short`: how many reviewers a submission still lacks, where some could not be found."""

    pairs: tuple[tuple[int, int], ...]
    short: Mapping[int, int]


def spread(
    *,
    submissions: Sequence[int],
    reviewers: Sequence[int],
    each: int,
    barred: Collection[tuple[int, int]],
    given: Collection[tuple[int, int]],
) -> Spread:
    """Bring every submission up to `each` reviewers out of `reviewers`.

    `barred` pairs are never made, `given` pairs exist and count for the load and towards `each`. The submission with the fewest
    possible reviewers goes first, so that scarce people are not spent elsewhere; the least loaded reviewer takes it; a tie goes to
    whom was taken longest ago, then by id. The same facts always give the same pairs.
    """
    load = {reviewer: sum(who == reviewer for _, who in given) for reviewer in reviewers}
    taken = dict.fromkeys(reviewers, 0)
    has = {one: {who for what, who in given if what == one} for one in submissions}
    may = {one: [who for who in reviewers if (one, who) not in barred and who not in has[one]] for one in submissions}
    pairs: list[tuple[int, int]] = []
    for round_ in range(each):
        for one in sorted(submissions, key=lambda key: (len(may[key]), key)):
            if len(has[one]) > round_ or not may[one]:
                continue
            who = min(may[one], key=lambda key: (load[key], taken[key], key))
            may[one].remove(who)
            has[one].add(who)
            load[who] += 1
            pairs.append((one, who))
            taken[who] = len(pairs)
    return Spread(tuple(pairs), {one: each - len(has[one]) for one in submissions if len(has[one]) < each})
