"""The part of the programme office: its desk has a page of its own, so here stands only how much waits there."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from challenges.queries.dashboard.parts import Coming, Part, Reader, Task
from challenges.queries.desk import desk
from challenges.queries.due import short


def part(reader: Reader) -> Part:
    """One card for the desk, and the coming fortnight."""
    found = Part()
    if Role.COORDINATOR not in reader.user.roles(reader.now):
        return found
    page = desk(reader.now)
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
