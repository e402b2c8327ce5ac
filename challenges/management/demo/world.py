"""Seeding, step by step, in one transaction."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction
from django.utils import translation

from accounts.actions import institutions
from challenges.management.demo import (
    board,
    cases,
    enrolments,
    entry,
    people,
    reviews,
    rooms,
    sign_ins,
    talk,
    teams,
    told,
    trail,
    waiting,
    work,
)
from challenges.management.demo.calendar import Calendar
from challenges.management.demo.happened import Happened
from challenges.models import Programme

MARK = "bitt-demo"
STEPS = 12
Step = Callable[[str], None]


def is_there() -> bool:
    """Whether demo data have been loaded before."""
    return Programme.objects.filter(slug=MARK).exists()


@transaction.atomic
def seed(*, now: dt.datetime, seed: int, scale: int, signs: Path, step: Step) -> Happened:
    """Load the demo world as of `now` and write the table of sign-ins to `signs`; `step` is told what comes next.

    The same seed and day give the same data, apart from ids.
    """
    calendar = Calendar(now.astimezone(dt.UTC))
    with translation.override("en"):
        step("institutions, organisations and programmes")
        institutions.ensure(institutions.known())
        cases.organisations()
        editions = cases.programmes(calendar)
        step("people")
        everybody, grants = people.settle(calendar, seed, scale)
        step("challenges")
        built = cases.build(calendar, everybody, editions, scale)
        step("teams")
        joined = teams.form(built, everybody, calendar, seed)
        line = waiting.stand(built, everybody, calendar)
        board.hang(built, everybody, calendar)
        step("an edition that is joined as a whole")
        enrolled = enrolments.enrol(editions, everybody, calendar, seed)
        step("who may join, and who applied")
        entered = entry.settle(built, joined.participations, everybody, calendar, seed)
        step("work that was handed in")
        handed_in = work.write(built, calendar, seed)
        work.attach(built, seed)
        step("reviews")
        judged = reviews.judge(built, handed_in.submissions, everybody, calendar, seed)
        step("questions and announcements")
        said = talk.say(built, everybody, calendar, seed)
        step("the rooms of teams")
        rooms.furnish(built, calendar)
        happened = Happened(
            people=everybody,
            grants=grants,
            built=built,
            participations=joined.participations,
            enrolments=enrolled,
            invitation=joined.invitation,
            line=line,
            submissions=handed_in.submissions,
            reviews=judged,
            talk=said,
            entering=entered,
        )
        step("the trail")
        trail.record(happened)
        step("notifications and mails")
        told.tell(happened, calendar, seed, sign_ins.users(happened))
        # Until the database has counted so many new rows, it plans its first queries as for empty tables, and some take minutes.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    sign_ins.write(signs, sign_ins.users(happened))
    return happened
