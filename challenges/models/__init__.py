from challenges.models.agreements import AgreementAcceptance, RemovalRequest, TeamAgreement
from challenges.models.applications import Application, ApplicationAnswer, ApplicationQuestion
from challenges.models.approval import ApprovalComment, PublishedChange
from challenges.models.board import BoardCard, Introduction
from challenges.models.challenges import Attachment, Challenge
from challenges.models.composition import CompositionRule
from challenges.models.eligibility import Admission, Prerequisite, PrerequisiteMet
from challenges.models.enrolments import Enrolment, Wish
from challenges.models.lists import ListedStudent, StudentList
from challenges.models.marks import ConfidentialMark, MarkKind
from challenges.models.matching import KeptPair, MatchingRun, Proposal, ProposedPlace
from challenges.models.milestones import Milestone
from challenges.models.participation import Participation, Team, TeamInvitation
from challenges.models.programmes import Programme
from challenges.models.questions import Announcement, Question
from challenges.models.reviews import Review, Score
from challenges.models.rooms import PulseAnswer, TeamFile, TeamMessage
from challenges.models.rubrics import Criterion, RubricLevel
from challenges.models.submissions import Draft, Submission, WorkFile
from challenges.models.teamwork import JoinRequest, TeamLink
from challenges.models.waitlist import DisciplineQuota, WaitlistEntry

__all__ = [
    "Admission",
    "AgreementAcceptance",
    "Announcement",
    "Application",
    "ApplicationAnswer",
    "ApplicationQuestion",
    "ApprovalComment",
    "Attachment",
    "BoardCard",
    "Challenge",
    "CompositionRule",
    "ConfidentialMark",
    "Criterion",
    "DisciplineQuota",
    "Draft",
    "Enrolment",
    "ListedStudent",
    "JoinRequest",
    "MarkKind",
    "Introduction",
    "KeptPair",
    "MatchingRun",
    "Milestone",
    "Participation",
    "Prerequisite",
    "PrerequisiteMet",
    "Programme",
    "Proposal",
    "ProposedPlace",
    "PublishedChange",
    "PulseAnswer",
    "Question",
    "RemovalRequest",
    "Review",
    "RubricLevel",
    "Score",
    "StudentList",
    "Submission",
    "Team",
    "TeamAgreement",
    "TeamFile",
    "TeamInvitation",
    "TeamLink",
    "TeamMessage",
    "Wish",
    "WaitlistEntry",
    "WorkFile",
]
