"""Scores and what one may read from them. Pure: no database, no request."""

from challenges.scoring.marks import CriterionMean, Mark, Outcome, of_review, of_submission, one_decimal
from challenges.scoring.standing import ENOUGH, Bin, Standing, distribution, standing

__all__ = [
    "ENOUGH",
    "Bin",
    "CriterionMean",
    "Mark",
    "Outcome",
    "Standing",
    "distribution",
    "of_review",
    "of_submission",
    "one_decimal",
    "standing",
]
