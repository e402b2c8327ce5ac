"""Scores, standing, and spreading reviewers: pure, so checked by properties."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.assignment import spread
from challenges.scoring import ENOUGH, Mark, distribution, of_review, of_submission, one_decimal, standing


def mark(points: int, weight: int = 50, most: int = 4, criterion: int = 1) -> Mark:
    return Mark(criterion, weight, points, most)


@st.composite
def rubrics(draw):
    """A rubric as weights and highest points, and some reviews by it."""
    parts = draw(st.lists(st.tuples(st.integers(1, 100), st.integers(1, 10)), min_size=1, max_size=6))
    reviews = draw(st.integers(1, 5))
    return [[Mark(place, weight, draw(st.integers(1, most)), most) for place, (weight, most) in enumerate(parts)] for _ in range(reviews)]


scores = st.integers(0, 100).map(lambda tenths: (Decimal(tenths) / 10).quantize(Decimal("0.1")))


def test_a_score_is_the_weighted_share_of_points_out_of_ten():
    assert of_review([mark(4, weight=30), mark(2, weight=70, criterion=2)]) == Fraction(13, 2)
    assert of_review([mark(4), mark(4, criterion=2)]) == 10


def test_weights_that_do_not_add_up_to_a_hundred_still_give_a_score_out_of_ten():
    assert of_review([mark(4, weight=1)]) == 10


def test_a_review_without_marks_has_no_score():
    with pytest.raises(ValueError, match="no score"):
        of_review([])


def test_a_submission_has_the_mean_rounded_once_halves_up():
    found = of_submission([[mark(3, most=4)], [mark(3, most=4)], [mark(4, most=4)]])
    assert found.score == Decimal("8.3")
    assert found.reviews == (Decimal("7.5"), Decimal("7.5"), Decimal("10.0"))
    assert found.spread == Decimal("2.5")
    assert found.far_apart
    assert found.criteria[1].points == Decimal("3.3")
    assert found.criteria[1].most == 4
    assert one_decimal(Fraction(1, 20)) == Decimal("0.1")


def test_two_points_apart_are_not_yet_far_apart():
    found = of_submission([[mark(8, most=10)], [mark(6, most=10)]])
    assert (found.spread, found.far_apart) == (Decimal("2.0"), False)


def test_without_a_review_there_is_no_outcome():
    assert of_submission([]) is None


@settings(deadline=None)
@given(rubrics())
def test_scores_stay_between_nothing_and_ten_and_the_mean_between_its_reviews(reviews):
    found = of_submission(reviews)
    assert 0 < min(found.reviews) <= found.score <= max(found.reviews) <= 10 or found.score == 0
    assert found.spread == max(found.reviews) - min(found.reviews)
    assert set(found.criteria) == {one.criterion for one in reviews[0]}


@settings(deadline=None)
@given(rubrics())
def test_the_order_of_reviews_changes_no_score(reviews):
    assert of_submission(reviews).score == of_submission(reviews[::-1]).score


@settings(deadline=None)
@given(st.lists(scores, max_size=60))
def test_every_score_is_in_exactly_one_bin(found):
    bins = distribution(found)
    assert len(bins) == 10
    assert sum(one.count for one in bins) == len(found)
    assert not any(one.own for one in bins)


@settings(deadline=None)
@given(st.lists(scores, min_size=1, max_size=60), st.data())
def test_standing_counts_those_at_or_below_and_marks_one_bin(found, data):
    own = data.draw(st.sampled_from(found))
    result = standing(found, own)
    if len(found) < ENOUGH:
        assert result is None
        return
    assert result.total == len(found)
    assert 1 <= result.at_or_below <= result.total
    assert 0 <= result.share <= 100
    assert [one.low <= own <= one.high for one in result.bins if one.own] == [True]


def test_ten_is_in_the_last_bin():
    assert distribution([Decimal("10.0"), Decimal("9.0")])[-1].count == 2


def spread_of(submissions, reviewers, each, barred=(), given=()):
    return spread(submissions=submissions, reviewers=reviewers, each=each, barred=set(barred), given=set(given))


def test_everybody_gets_the_same_number():
    found = spread_of([1, 2, 3, 4], [10, 11], each=1)
    assert [sum(who == one for _, who in found.pairs) for one in (10, 11)] == [2, 2]
    assert found.short == {}


def test_what_was_given_counts_for_load_and_number():
    found = spread_of([1, 2, 3], [10, 11], each=1, given=[(1, 10), (2, 10)])
    assert found.pairs == ((3, 11),)


def test_a_submission_that_too_few_may_review_is_said_to_be_short():
    found = spread_of([1, 2], [10, 11], each=2, barred=[(1, 10)])
    assert set(found.pairs) == {(1, 11), (2, 10), (2, 11)}
    assert found.short == {1: 1}


@settings(deadline=None)
@given(
    st.integers(1, 25),
    st.integers(1, 8),
    st.integers(1, 3),
    st.sets(st.tuples(st.integers(1, 25), st.integers(100, 107)), max_size=20),
    st.sets(st.tuples(st.integers(1, 25), st.integers(100, 107)), max_size=20),
)
def test_spreading_is_fair_legal_and_always_the_same(works, people, each, barred, had):
    submissions, reviewers = list(range(1, works + 1)), list(range(100, 100 + people))
    had = {pair for pair in had if pair[0] <= works and pair[1] < 100 + people}
    found = spread_of(submissions, reviewers, each, barred, had)
    assert found == spread_of(submissions, reviewers, each, barred, had)
    assert len(set(found.pairs)) == len(found.pairs)
    assert not set(found.pairs) & (barred | had)
    for one in submissions:
        number = sum(what == one for what, _ in (*found.pairs, *had))
        possible = sum((one, who) not in barred or (one, who) in had for who in reviewers)
        assert number >= min(each, possible)
        assert found.short.get(one, 0) == max(0, each - number)
    if not barred and not had:
        loads = [sum(who == one for _, who in found.pairs) for one in reviewers]
        assert max(loads) - min(loads) <= 1
