"""What no placement can pass is passed by none, whatever the facts and the prices; and what is called proved is the best there is."""

from dataclasses import replace
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.matching import Facts, Impossible, Weights, audit, propose, value
from challenges.matching.arrays import arrays, pinned
from challenges.matching.audit import of_team
from challenges.matching.audit import worth as worth_of
from challenges.matching.bound import bound
from challenges.matching.columns import better
from challenges.matching.counting import obstacles
from challenges.matching.kinds import NEVER, SCALE, Market
from challenges.matching.limit import Limit
from challenges.matching.prices import asked, at
from challenges.matching.pricing import BEST, EVERY, FIRST
from tests.bench.matching import facts_of, instance
from tests.challenges.matching.anything import cohorts, everything, few
from tests.challenges.matching.cases import student, team


def market(facts, nodes=10_000):
    return Market(arrays(facts), pinned(facts), nodes)


def allowed(facts, sold, kind):
    """The teams of a kind that keep the rules, by their units, and what each is worth; and which students a unit is."""
    units = [frozenset(np.flatnonzero(arrays(facts).unit_of == unit).tolist()) for unit in range(len(sold.size))]
    asked_for = facts.teams[kind.teams[0]]
    base, free = tuple(kind.base.tolist()), [unit for unit in sold.free.tolist() if unit not in kind.base]
    for count in range(len(free) + 1):
        for more in combinations(free, count):
            inside = frozenset().union(*(units[unit] for unit in base + more))
            members = [facts.students[one] for one in sorted(inside)]
            apart = any(pair <= {one.id for one in members} for pair in facts.apart)
            if members and not apart and not list(of_team(asked_for, members)):
                yield tuple(sorted(base + more)), worth_of(facts, asked_for, members)


@settings(few, max_examples=200)
@given(cohorts(easy=True, open_to_all=True), st.data())
def test_the_search_finds_every_team_that_keeps_the_rules_and_the_best_of_them(facts, data):
    if obstacles(facts):
        return
    sold = market(facts)
    prices = np.array([data.draw(st.integers(-9 * SCALE, 9 * SCALE)) for _unit in sold.size], np.int64)
    for kind in sold.kinds:
        gains = {units: SCALE * worth - int(prices[list(units)].sum()) for units, worth in allowed(facts, sold, kind)}
        bar = data.draw(st.sampled_from(sorted(gains.values()) or [0])) - data.draw(st.integers(0, 1))
        found = sold.search(kind, prices, bar, EVERY, 1000)
        assert found.whole
        assert sorted(tuple(sorted(units)) for units in found.teams) == sorted(units for units, gain in gains.items() if gain > bar)
        assert sold.search(kind, prices, NEVER, BEST, 1).most == sold.search(kind, prices, NEVER, FIRST, 9).most
        assert sold.search(kind, prices, NEVER, BEST, 1).most == max(gains.values(), default=NEVER)


@few
@given(cohorts(easy=True), st.integers(0, 20), st.data())
def test_no_placement_passes_what_any_prices_come_to_even_where_the_search_is_cut_short(facts, nodes, data):
    possible = [] if obstacles(facts) else list(everything(facts))
    if possible:
        sold = market(facts, nodes)
        prices = np.array([data.draw(st.integers(-9 * SCALE, 9 * SCALE)) for _unit in sold.size], np.int64)
        best = max(value(facts, one) for one in possible)
        assert best <= at(sold, prices).most


@few
@given(cohorts(easy=True))
def test_better_prices_are_no_worse_and_no_placement_passes_them(facts):
    possible = [] if obstacles(facts) else list(everything(facts))
    if possible:
        sold = market(facts)
        begin = at(sold, asked(arrays(facts), bound(arrays(facts)), sold))
        found = better(sold, begin, (), lambda rounds, _best: rounds < 30)
        assert max(value(facts, one) for one in possible) <= found.most <= begin.most


@few
@given(cohorts(easy=True))
def test_what_is_searched_to_its_end_is_proved_the_best(facts):
    found = propose(facts, seed=1)
    if not isinstance(found, Impossible):
        assert audit(facts, found.placement) == []
        assert found.value == found.most == max(value(facts, one) for one in everything(facts))


def limited(facts, prices):
    """The limit by these prices, in points."""
    known = arrays(facts)
    found = Limit(facts, known, bound(known))
    found.priced = at(found.market, np.array(prices, np.int64) * SCALE)
    return found


@settings(few, max_examples=100)
@given(cohorts(easy=True), st.booleans(), st.data())
def test_a_poor_placement_is_replaced_by_the_best_whatever_the_prices(facts, priced, data):
    possible = [] if obstacles(facts) else list(everything(facts))
    if possible:
        poor = data.draw(st.sampled_from(possible))
        limit = limited(facts, [data.draw(st.integers(0, 6)) for _unit in market(facts).size])
        found = limit.proved(poor, lambda _share: priced)
        assert audit(facts, found) == []
        assert value(facts, found) == limit.most == max(value(facts, one) for one in possible)


def test_a_team_that_has_to_be_filled_is_filled_though_it_brings_nothing():
    people = tuple(student(number, wishes={1: 4}) for number in range(2))
    facts = Facts(people, (team(1, 1, smallest=1), team(2, 2, smallest=1)), weights=Weights(time=0))
    limit = limited(facts, (0, 0))
    placement = {0: 1, 1: 2}
    assert limit.proved(placement, lambda _share: False) == placement
    assert limit.most == 4


def test_a_pair_does_not_hide_who_brings_more_to_a_seat():
    facts = Facts(
        (student(0, wishes={1: 5}), student(1, wishes={1: 5}), student(2, wishes={1: 7})),
        (team(1, smallest=1, largest=1), team(2, 2)),
        together=(frozenset({0, 1}),),
        weights=Weights(time=0),
    )
    sold = market(facts)
    assert sold.search(sold.kinds[0], np.zeros(2, np.int64), 6 * SCALE, EVERY, 9).teams == [(1,)]


def test_prices_of_a_linear_program_are_better_than_those_of_the_transport():
    facts = facts_of(instance(100, 1))
    known = arrays(facts)
    limit = Limit(facts, known, bound(known))
    found = better(limit.market, limit.priced, (), lambda rounds, _best: rounds < 60)
    assert found.most < limit.most < bound(known).most


def test_a_cohort_is_proved_and_the_same_each_time():
    facts = facts_of(instance(28, 1))
    first, again = (propose(facts, seed=1) for _time in range(2))
    assert first == again
    assert (first.gap, audit(facts, first.placement)) == (0, [])


def test_who_is_pinned_stays_in_what_is_proved():
    facts = facts_of(instance(28, 1))
    placed = {one: team for one, team in propose(facts, seed=1, steps=20_000).placement.items() if team in {2, 5}}
    found = propose(replace(facts, placed=placed), seed=1)
    assert placed.items() <= found.placement.items()
    assert found.gap == 0


def test_a_proof_can_be_stopped_too():
    facts = facts_of(instance(28, 1))
    told = []
    assert propose(facts, seed=1, progress=lambda share: told.append(share) or share > 0.9) is None
    assert told == sorted(told)
