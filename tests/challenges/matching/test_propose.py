"""A proposal keeps every hard rule, is the same for the same seed, and ends when told to."""

import subprocess
import sys

from challenges.matching import Facts, audit, propose, value
from tests.bench.matching import facts_of, instance
from tests.challenges.matching.cases import student, team

COHORT = facts_of(instance(60, 1))


def test_a_proposal_passes_the_audit_and_is_near_what_is_possible():
    found = propose(COHORT, seed=1, steps=1_000_000)
    assert audit(COHORT, found.placement) == []
    assert found.value == value(COHORT, found.placement) <= found.most
    assert 0 <= found.gap < 0.05


def test_the_same_seed_gives_the_same_placement_and_another_seed_another():
    found = [propose(COHORT, seed=seed, steps=100_000).placement for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]


def test_who_is_pinned_stays_and_the_rest_is_solved_around_them():
    pinned = {one: team for one, team in propose(COHORT, seed=1, steps=300_000).placement.items() if team in {2, 5}}
    again = propose(Facts(COHORT.students, COHORT.teams, together=COHORT.together, placed=pinned), seed=2, steps=300_000)
    assert pinned.items() <= again.placement.items()


def test_whoever_is_told_the_progress_can_stop_it():
    told = []
    assert propose(COHORT, seed=1, steps=50_000, progress=lambda share: told.append(share) or share > 0.5) is None
    assert told == sorted(told)
    assert 0.5 < told[-1] < 0.6


def test_judging_teams_loads_nothing_that_computes():
    asked = "import sys, challenges.matching; sys.exit(bool({'numba', 'numpy', 'ortools'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", asked]).returncode == 0


def test_a_wish_does_not_open_a_challenge_to_who_may_not_join_it():
    people = [student(number, wishes={1: 4}, barred=[1] if number < 3 else []) for number in range(1, 7)]
    found = propose(Facts(tuple(people), (team(1, 1), team(2, 2))), seed=1, steps=2_000)
    assert (found.placement[1], found.placement[2]) == (2, 2)
    assert found.value <= found.most
