"""Any facts in: a proposal that passes the audit, or a true reason why not. Small ones are checked against everything there is."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from challenges.matching import Impossible, Proposal, audit, propose, repair, value
from challenges.matching.arrays import arrays, placed
from challenges.matching.kernel import LOGS, anneal, refresh
from challenges.matching.search import Now
from tests.challenges.matching.anything import cohorts, everything, few


@few
@given(cohorts())
def test_a_proposal_passes_the_audit_and_only_the_impossible_is_called_so(facts):
    found = propose(facts, seed=1, steps=3000)
    possible = list(everything(facts))
    if isinstance(found, Impossible):
        assert possible == []
        assert found.proved
        assert found.obstacles
    else:
        assert audit(facts, found.placement) == []
        assert found.value == value(facts, found.placement)
        assert max(value(facts, one) for one in possible) <= found.most


@few
@given(cohorts(most_students=6), st.integers(0, 2))
def test_a_repair_moves_as_few_as_can_be(facts, most_moves):
    first = propose(facts, seed=1, steps=1000)
    if not isinstance(first, Proposal) or len(facts.students) < 2:
        return
    left = replace(
        facts,
        students=facts.students[1:],
        together=tuple(pair for pair in facts.together if 0 not in pair),
        apart=frozenset(pair for pair in facts.apart if 0 not in pair),
        placed={one: team for one, team in facts.placed.items() if one},
    )
    before = {one: team for one, team in first.placement.items() if one}
    moves = [sum(other[one] != team for one, team in before.items()) for other in everything(left)]
    found = repair(left, before, most_moves=most_moves)
    if min(moves, default=99) > most_moves:
        assert isinstance(found, Impossible)
        assert found.proved
    else:
        assert audit(left, found.placement) == []
        assert len(found.moved) == min(moves)


@few
@given(cohorts(most_students=12, most_teams=4), st.integers(0, 2**63))
def test_the_same_seed_gives_the_same(facts, seed):
    assert propose(facts, seed=seed, steps=500) == propose(facts, seed=seed, steps=500)


@few
@given(cohorts(most_students=12, most_teams=4), st.data())
def test_the_inner_loop_judges_as_the_audit_does(facts, data):
    """Of any placement that keeps groups whole; and what it keeps in mind from step to step is what it would find anew."""
    facts = replace(facts, placed={})
    known = arrays(facts)
    units = len(known.unit_start) - 1
    team_of = np.array(data.draw(st.lists(st.integers(0, len(facts.teams) - 1), min_size=units, max_size=units)), np.int64)
    now = Now(known, team_of[known.unit_of], 1)
    for steps in (0, 200):
        anneal(now.facts, now.state, LOGS, steps, 4.0, 0.5, 3)
        placement = placed(facts, now.state.team_of[known.unit_of])
        wishes = sum(one.wishes.get(facts.teams[placement[one.id]].challenge, 0) for one in facts.students)
        assert wishes + now.state.worth.sum() == value(facts, placement)
        assert (now.state.broken == 0).all() == (audit(facts, placement) == [])
        kept = now.state.worth.copy(), now.state.broken.copy()
        for team in range(len(facts.teams)):
            refresh(now.facts, now.state, team)
        assert all(map(np.array_equal, kept, (now.state.worth, now.state.broken)))
