"""The worker's doors of the top floor."""

from typing import Any

from celery import shared_task
from celery.signals import worker_init

from accounts.kit import clock
from challenges import matching
from challenges.actions import marks, reminders, waitlist
from challenges.actions import matching as forming


@worker_init.connect
def compile_the_solver(**_signal: Any) -> None:
    """Before a worker has its processes, which then share what was compiled: a process that came late to its start would be ended."""
    matching.warm()


@shared_task
def remind() -> None:
    """Send the reminders whose time has come."""
    now = clock.now()
    reminders.deadlines(now=now)
    reminders.reviews(now=now)
    reminders.rosters(now=now)


@shared_task
def offer_seats() -> None:
    """Let offers whose hour has come lapse, offer their seats to the next, and end the lines of challenges that closed."""
    waitlist.settle_all(now=clock.now())


@shared_task
def erase_marks() -> None:
    """Erase the marks given in confidence that serve no purpose any more."""
    marks.erase_old(now=clock.now())


@shared_task(time_limit=300, soft_time_limit=280)
def form_teams() -> None:
    """Take up the runs that form teams; beat opens this door every few seconds."""
    forming.work(clock=clock.now)
