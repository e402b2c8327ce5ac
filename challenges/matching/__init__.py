"""Who works with whom. Pure: facts in; a proposal that was audited, and how good it can be at most, out."""

from challenges.matching.audit import Broken, audit, common, holds, teams_of, value, worth
from challenges.matching.facts import Composition, Different, Facts, From, Placement, Rule, Same, Student, Team, Weights
from challenges.matching.solver import Proposal, propose, warm

__all__ = [
    "Broken",
    "Composition",
    "Different",
    "Facts",
    "From",
    "Placement",
    "Proposal",
    "Rule",
    "Same",
    "Student",
    "Team",
    "Weights",
    "audit",
    "common",
    "holds",
    "propose",
    "teams_of",
    "value",
    "warm",
    "worth",
]
