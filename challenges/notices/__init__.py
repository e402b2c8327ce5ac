"""The kinds of notice of the top floor, and its actions in the words of the audit trail, one module a subject."""

from accounts.audit import words
from accounts.outbox import notices
from challenges.notices import (
    applications,
    board,
    confidence,
    enrolling,
    matching,
    questions,
    reminders,
    reviews,
    submissions,
    teams,
    trail,
    waitlist,
    writing,
)

SUBJECTS = (board, confidence, writing, enrolling, matching, teams, applications, questions, submissions, reviews, reminders, waitlist)


def register() -> None:
    """Called when the apps start. A subject may have `DONE`, what its actions are called in the trail."""
    for subject in SUBJECTS:
        notices.register(*subject.NOTICES)
        words.describe(getattr(subject, "DONE", {}))
    words.explain(trail.DETAILS)
