"""The part of the programme office: its desk has a page of its own, so here stands only how much waits there."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from challenges.queries.dashboard.parts import Coming, Part, Reader, Task
from challenges.queries.desk import Desk, Reads
from challenges.queries.due import short


class Office:
    """One card for the desk, and the coming fortnight."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._desk = Reads(reader.now)
        self.querysets: list[QuerySet[Any, Any]] = self._desk.querysets

    @staticmethod
    def concerns(reader: Reader) -> bool:
        """The programme office."""
        return Role.COORDINATOR in reader.user.roles(reader.now)

    def part(self) -> Part:
        """The office's share of the page."""
        return _part(self._desk.desk(), self._reader)


def _part(page: Desk, reader: Reader) -> Part:
    found = Part()
    waiting = [item for item in page.items if item.count]
    if waiting:
        found.tasks.append(
            Task(
                title=ngettext("%(count)d thing waits for the office", "%(count)d things wait for the office", page.waiting)
                % {"count": page.waiting},
                chip=_("Waiting for you"),
                tone="amber",
                meta=_("Programme office"),
                text=" · ".join(item.words for item in waiting[:4]),
                action=_("Open the desk"),
                url="/manage/",
            )
        )
    found.coming = [Coming(one.at, short(one.at, reader.now), one.what, one.url) for one in page.upcoming]
    return found
