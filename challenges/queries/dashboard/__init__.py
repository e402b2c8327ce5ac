"""`/me/`: what needs the reader now, what is coming, what is done, put together from the parts of their roles."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.kit import clock
from accounts.kit.together import fetch_together
from accounts.models import User
from challenges.queries.dashboard import faculty, office, partner, student
from challenges.queries.dashboard.parts import Coming, Done, Maker, Part, Places, Reader, Start, Task

__all__ = ["Coming", "Dashboard", "Done", "Part", "Places", "Start", "Task", "dashboard"]

MAKERS: tuple[type[Maker], ...] = (office.Office, faculty.Faculty, partner.Partner, student.Student)
MOST_AHEAD = 8
MOST_DONE = 6


@dataclass(frozen=True)
class Dashboard:
    """The page of one person. `lead` says how much needs them; `starts` what a role can begin with."""

    greeting: str
    lead: str
    tasks: list[Task]
    coming: list[Coming]
    done: list[Done]
    places: list[Places]
    starts: list[Start]


def dashboard(user: User, now: dt.datetime) -> Dashboard:
    """Everything for `/me/` in two statements, whatever roles somebody holds: where the reader stands, and what follows from it."""
    reader = Reader.read(user, now)
    makers = [make(reader) for make in MAKERS if make.concerns(reader)]
    fetch_together(*(one for maker in makers for one in maker.querysets))
    parts = [maker.part() for maker in makers]
    tasks = sorted((task for part in parts for task in part.tasks), key=lambda task: (task.at is None, task.at or now))
    coming = sorted((one for part in parts for one in part.coming if one.at >= now), key=lambda one: one.at)
    done = sorted((one for part in parts for one in part.done), key=lambda one: one.at, reverse=True)
    places = [group for part in parts for group in part.places]
    starts = [part.start for part in parts if part.start]
    newcomer = not (tasks or coming or done or places or starts or user.roles(now) or reader.organisations)
    return Dashboard(
        greeting=_greeting(now) % {"name": user.get_short_name()},
        lead=_lead(len(tasks), newcomer),
        tasks=tasks,
        coming=list(dict.fromkeys(coming))[:MOST_AHEAD],
        done=done[:MOST_DONE],
        places=places,
        starts=[*starts, *(_first_steps() if newcomer else [])],
    )


def _greeting(now: dt.datetime) -> str:
    hour = clock.local(now).hour
    if 5 <= hour < 12:
        return _("Good morning, %(name)s")
    return _("Good afternoon, %(name)s") if 12 <= hour < 18 else _("Good evening, %(name)s")


def _lead(count: int, newcomer: bool) -> str:
    if newcomer:
        return _("Welcome. Two steps, and you can begin.")
    if not count:
        return _("Nothing needs you now.")
    return ngettext("%(count)d thing needs you.", "%(count)d things need you.", count) % {"count": count}


def _first_steps() -> list[Start]:
    return [
        Start(
            _("Say who you are"),
            _(
                "Students join challenges. Say what you study and that you are a student; "
                "the programme office confirms it, unless your address already shows it."
            ),
            _("Fill in your profile"),
            "/me/profile/",
        ),
        Start(
            _("Look around"),
            _("Read the cases before you decide. Partners and faculty are invited or added by the programme office."),
            _("See open challenges"),
            "/challenges/",
        ),
    ]
