"""From chosen levels to scores. A weighted mean of points, the usual sum of an analytic rubric, put on a scale from 0 to 10.

Sums are exact fractions; a number is rounded once, at the end, to one decimal, halves up. What is compared afterwards (who stands
where, whether reviewers differ) is the rounded number, so that nobody sees 7.9 beside a bar that says 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

TOP = 10
FAR_APART = Decimal("2.0")


@dataclass(frozen=True)
class Mark:
    """The level that one reviewer chose on one criterion: `points` of at most `most`; `weight` in per cent of the whole."""

    criterion: int
    weight: int
    points: int
    most: int


@dataclass(frozen=True)
class CriterionMean:
    """What the reviewers gave on one criterion: the mean of their points, of at most `most`."""

    points: Decimal
    most: int


@dataclass(frozen=True)
class Outcome:
    """What came of a submission: its score, each review's score in the order given, how far they lie apart, and a mean a criterion."""

    score: Decimal
    reviews: tuple[Decimal, ...]
    spread: Decimal
    far_apart: bool
    criteria: dict[int, CriterionMean]


def one_decimal(value: Fraction) -> Decimal:
    """A fraction as a number with one decimal, halves up."""
    tenths = (Decimal(value.numerator) * 10 / Decimal(value.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    return (tenths / 10).quantize(Decimal("0.1"))


def of_review(marks: Sequence[Mark]) -> Fraction:
    """One review's score: 10 × Σ(weight × points / most) / Σ weight. Refuses (ValueError) a review without marks."""
    whole = sum(mark.weight for mark in marks)
    if not whole:
        raise ValueError("A review without marks has no score.")
    return TOP * sum((mark.weight * Fraction(mark.points, mark.most) for mark in marks), Fraction(0)) / whole


def of_submission(reviews: Sequence[Sequence[Mark]]) -> Outcome | None:
    """The mean of the reviews' scores, unrounded, then rounded once; None while nobody has reviewed it."""
    if not reviews:
        return None
    exact = [of_review(marks) for marks in reviews]
    shown = tuple(one_decimal(score) for score in exact)
    spread = max(shown) - min(shown)
    return Outcome(
        score=one_decimal(sum(exact, Fraction(0)) / len(exact)),
        reviews=shown,
        spread=spread,
        far_apart=spread > FAR_APART,
        criteria=_means([mark for marks in reviews for mark in marks]),
    )


def _means(marks: Sequence[Mark]) -> dict[int, CriterionMean]:
    given: dict[int, list[Mark]] = {}
    for mark in marks:
        given.setdefault(mark.criterion, []).append(mark)
    return {
        criterion: CriterionMean(one_decimal(Fraction(sum(mark.points for mark in ones), len(ones))), ones[0].most)
        for criterion, ones in given.items()
    }
