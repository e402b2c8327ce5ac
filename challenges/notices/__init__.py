"""The kinds of notice of the top floor, one module a subject."""

from accounts.outbox import notices
from challenges.notices import questions, reminders, reviews, submissions, teams, writing


def register() -> None:
    """Called when the apps start."""
    notices.register(*writing.NOTICES, *teams.NOTICES, *questions.NOTICES, *submissions.NOTICES, *reviews.NOTICES, *reminders.NOTICES)
