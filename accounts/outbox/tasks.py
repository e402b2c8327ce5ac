"""The worker's door to the outbox; beat opens it every few seconds."""

from celery import shared_task

from accounts.kit import clock
from accounts.outbox import actions


@shared_task
def drain() -> None:
    """Send what is due."""
    actions.drain(clock=clock.now)
