"""What a visitor asked of the catalogue, and what each choice means in the database."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OrderBy, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from accounts.enums.disciplines import DETAILED
from accounts.kit.clock import today
from challenges.enums import ChallengeState, Mode
from challenges.models import Challenge, Milestone
from challenges.queries.seats import counted

STATUSES = {
    "open": _("Open to join"),
    "upcoming": _("Starts later"),
    "running": _("Under way"),
    "finished": _("Finished"),
    "released": _("Results are out"),
}
LIVE = "live"
SORTS = {
    "closing": _("Closing soonest"),
    "newest": _("Newest"),
    "title": _("Title"),
    "relevance": _("Best match"),
}


@dataclass(frozen=True)
class Filters:
    """Known values only; several values of one filter widen it, several filters narrow. Without `status` what is over is left out."""

    q: str = ""
    theme: tuple[str, ...] = ()
    discipline: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    sort: str = "closing"
    page: int = 1

    def chosen(self, name: str) -> tuple[str, ...]:
        """The values of one of the filters."""
        values: tuple[str, ...] = getattr(self, name)
        return values


def conditions(filters: Filters) -> dict[str, Q]:
    """What each filter but the status asks of a challenge; a filter without a value is not in it."""
    modes = set(filters.mode) | ({Mode.EITHER} if filters.mode else set())
    narrow = tuple(code for code in DETAILED if code[:3] in filters.discipline)
    asked = {
        "theme": Q(themes__overlap=list(filters.theme)),
        "discipline": Q(disciplines__overlap=list(narrow)),
        "level": Q(levels__overlap=list(filters.level)),
        "language": Q(working_languages__overlap=list(filters.language)),
        "mode": Q(mode__in=sorted(modes)),
        "size": Q(size__in=filters.size),
        "organisation": Q(organisation__slug__in=filters.organisation),
    }
    return {name: condition for name, condition in asked.items() if filters.chosen(name)}


def statuses(now: dt.datetime, since: dt.datetime | None = None) -> dict[str, Q]:
    """What each status means for a published challenge, and `live`: not over yet. Each part of `live` uses an index of its own.

    `since`, an instant before `now`, changes nothing that is found: where `now` is filled in after the statement was planned, it lets
    Postgres know how few are live.
    """
    joinable = Challenge.objects.order_by().filter(state=ChallengeState.PUBLISHED, join_until__gt=now).values("pk")
    to_come = Milestone.objects.order_by().filter(deadline__gte=now).values("challenge")
    if since is not None:
        joinable, to_come = joinable.filter(join_until__gt=since), to_come.filter(deadline__gte=since)
    released = Milestone.objects.order_by().filter(released_at__isnull=False)
    waiting = Milestone.objects.order_by().to_be_released(now).filter(challenge=OuterRef("pk"))
    live = Q(pk__in=joinable.union(to_come))
    return {
        **{name: condition & live for name, condition in of_live(now).items()},
        "finished": ~live,
        "released": Q(pk__in=released.values("challenge")) & ~Q(Exists(waiting)),
        LIVE: live,
    }


def of_live(now: dt.datetime) -> dict[str, Q]:
    """What each status means for a challenge that is not over."""
    return {
        "open": Q(join_until__gt=now) & Q(seats__gt=counted(now)),
        "upcoming": Q(starts_on__gt=today(now)),
        "running": Q(starts_on__lte=today(now)),
    }


def closing_order(now: dt.datetime) -> list[OrderBy | str]:
    """What can be joined first, the soonest to close on top; then the rest, the latest on top. Total: no two change places."""
    joinable = Case(When(statuses(now)["open"], then=F("join_until")))
    return [joinable.asc(nulls_last=True), F("join_until").desc(), "pk"]
