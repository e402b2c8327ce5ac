from challenges.enums.cases import Mode, Phase, Ranking, Rights, Size, Theme
from challenges.enums.composition import RuleKind, Trait
from challenges.enums.states import CHALLENGE_STEPS, ChallengeState, Section
from challenges.enums.waiting import Passed, WaitEnd

__all__ = [
    "CHALLENGE_STEPS",
    "ChallengeState",
    "Mode",
    "Passed",
    "Phase",
    "Ranking",
    "Rights",
    "RuleKind",
    "Section",
    "Size",
    "Theme",
    "Trait",
    "WaitEnd",
]
