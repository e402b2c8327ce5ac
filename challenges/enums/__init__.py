from challenges.enums.cases import Joining, Mode, Phase, Ranking, Rights, Size, Theme
from challenges.enums.composition import RuleKind, Trait
from challenges.enums.matching import RUN_STEPS, Keep, RunState
from challenges.enums.states import APPLICATION_STEPS, CHALLENGE_STEPS, ApplicationState, ChallengeState, Section
from challenges.enums.waiting import Passed, WaitEnd

__all__ = [
    "APPLICATION_STEPS",
    "CHALLENGE_STEPS",
    "RUN_STEPS",
    "ApplicationState",
    "ChallengeState",
    "Joining",
    "Keep",
    "Mode",
    "Passed",
    "Phase",
    "Ranking",
    "Rights",
    "RuleKind",
    "RunState",
    "Section",
    "Size",
    "Theme",
    "Trait",
    "WaitEnd",
]
