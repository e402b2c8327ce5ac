"""The worker's doors of the top floor."""

from celery import shared_task

from accounts.kit import clock
from challenges.actions import reminders


@shared_task
def remind() -> None:
    """Send the reminders whose time has come."""
    now = clock.now()
    reminders.deadlines(now=now)
    reminders.reviews(now=now)
