"""Who may join: what is asked, who says to meet it, and whom the office lets in."""

import datetime as dt
from dataclasses import dataclass

from challenges.actions import eligibility
from challenges.models import Admission, Prerequisite
from tests.world import words
from tests.world.cases import DAY, Cases
from tests.world.people import People


@dataclass(frozen=True)
class Entry:
    """`prerequisite` is asked of whoever joins `running`, and `student_out` says to meet it; `admission` lets `hopeful` in there."""

    prerequisite: Prerequisite
    admission: Admission


def make_entry(people: People, cases: Cases, now: dt.datetime) -> Entry:
    """All of it, after people have joined."""
    prerequisite = Prerequisite.objects.create(challenge=cases.running, text=f"You know {words.PREREQUISITE}.")
    eligibility.say_met(prerequisite=prerequisite, by=people.student_out, now=now - 2 * DAY)
    admission = eligibility.let_in(
        challenge=cases.running,
        address=people.hopeful.email,
        reason=f"Because {words.ADMISSION_REASON}.",
        by=people.coordinator,
        now=now - 2 * DAY,
    )
    return Entry(prerequisite, admission)
