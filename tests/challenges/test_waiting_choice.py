"""Who is next in the line: the pure choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.enums import Passed
from challenges.rules.waiting import Waiting, choose

CODES = ["0911", "0913", "0912", "0511", "0421", ""]


def line(*disciplines: str) -> list[Waiting]:
    return [Waiting(number, code) for number, code in enumerate(disciplines, start=1)]


@pytest.mark.parametrize(
    ("waiting", "seats", "shares", "refused", "offered", "passed"),
    [
        ([], 3, {}, set(), [], {}),
        (["0911", "0511"], 0, {}, set(), [], {}),
        (["0911", "0511", "0421"], 2, {}, set(), [1, 2], {}),
        (["0911", "0511", "0421"], 9, {}, set(), [1, 2, 3], {}),
        (["0911", "0511", "0421"], 1, {}, {1}, [2], {1: Passed.RULES}),
        (["0911", "0913", "0511"], 2, {"09": 1}, set(), [1, 3], {2: Passed.SHARE}),
        (["0911", "0913", "0511"], 2, {"091": 0}, set(), [3], {1: Passed.SHARE, 2: Passed.SHARE}),
        (["0911", "0921", "0911"], 2, {"09": 2, "0911": 1}, set(), [1, 2], {}),
        (["0911", "0911", "0921"], 2, {"09": 2, "0911": 1}, set(), [1, 3], {2: Passed.SHARE}),
        (["0911", "0911"], 1, {"09": 1}, {1}, [2], {1: Passed.RULES}),
        (["0911", "0511"], 1, {"09": -1}, set(), [2], {1: Passed.SHARE}),
        (["", "0911"], 2, {"09": 1}, set(), [1, 2], {}),
    ],
)
def test_the_first_who_may_have_a_seat_get_it(waiting, seats, shares, refused, offered, passed):
    found = choose(line(*waiting), seats=seats, shares=shares, may=lambda entry: entry not in refused)

    assert (found.offered, found.passed) == (offered, passed)


def test_nobody_is_looked_at_once_the_seats_are_given():
    asked: list[int] = []

    choose(line("0911", "0511", "0421"), seats=1, shares={}, may=lambda entry: not asked.append(entry))

    assert asked == [1]


@given(
    st.lists(st.sampled_from(CODES), max_size=12),
    st.integers(0, 8),
    st.dictionaries(st.sampled_from(["09", "091", "0911", "05"]), st.integers(-1, 4)),
    st.sets(st.integers(1, 12)),
)
def test_never_over_and_never_out_of_order(disciplines, seats, shares, refused):
    waiting = line(*disciplines)
    found = choose(waiting, seats=seats, shares=shares, may=lambda entry: entry not in refused)
    studies = {one.entry: one.discipline for one in waiting}

    assert len(found.offered) <= seats
    assert found.offered == sorted(found.offered)
    assert not set(found.offered) & (set(found.passed) | refused)
    for code, left in shares.items():
        assert sum(studies[entry].startswith(code) for entry in found.offered) <= max(0, left)
    # Whoever was neither given a seat nor passed over stands behind all who were looked at, and no seat was left for them.
    untouched = [one.entry for one in waiting if one.entry not in {*found.offered, *found.passed}]
    assert not untouched or (len(found.offered) == seats and min(untouched) > max([*found.offered, *found.passed], default=0))
    for entry, why in found.passed.items():
        own = [code for code in shares if studies[entry].startswith(code)]
        before = [one for one in found.offered if one < entry]
        full = any(sum(studies[one].startswith(code) for one in before) >= shares[code] for code in own)
        assert full if why == Passed.SHARE else entry in refused and not full
