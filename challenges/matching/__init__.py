"""Who works with whom. Pure: facts in; a proposal that was audited, and how good it can be at most, out."""

from challenges.matching.audit import Broken, audit, common, holds, teams_of, value, worth
from challenges.matching.facts import Composition, Different, Facts, From, Placement, Rule, Same, Student, Team, Weights
from challenges.matching.obstacles import Change, Hard, Impossible, Kind, Obstacle, Remedy
from challenges.matching.solver import Proposal, propose, repair, warm
from challenges.matching.why import Demand, Why, firsts, why, wish_of

__all__ = [
    "Broken",
    "Change",
    "Composition",
    "Demand",
    "Different",
    "Facts",
    "From",
    "Hard",
    "Impossible",
    "Kind",
    "Obstacle",
    "Placement",
    "Proposal",
    "Remedy",
    "Rule",
    "Same",
    "Student",
    "Team",
    "Weights",
    "Why",
    "audit",
    "common",
    "firsts",
    "holds",
    "propose",
    "repair",
    "teams_of",
    "value",
    "warm",
    "why",
    "wish_of",
    "worth",
]
