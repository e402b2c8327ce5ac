"""The desk of the programme office: what waits for it, with where to see to it."""

import datetime as dt

from accounts.kit.together import fetch_together
from challenges.queries.desk.ahead import Ahead
from challenges.queries.desk.parts import Desk, Item, Link, Querysets, Upcoming
from challenges.queries.desk.reviewing import Reviewing
from challenges.queries.desk.waiting import Waiting

__all__ = ["Desk", "Item", "Link", "Reads", "Upcoming", "desk"]


class Reads:
    """What the desk is made of. Read `querysets` together, then ask for the desk."""

    def __init__(self, now: dt.datetime) -> None:
        self._waiting, self._reviewing, self._ahead = Waiting(now), Reviewing(now), Ahead(now)
        self.querysets: Querysets = [*self._waiting.querysets, *self._reviewing.querysets, *self._ahead.querysets]

    def desk(self) -> Desk:
        """The whole desk."""
        waiting = self._waiting
        return Desk(
            items=[
                *waiting.approvals(),
                waiting.people(),
                waiting.applications(),
                waiting.unmet(),
                waiting.without_coach(),
                waiting.removals(),
                *self._reviewing.items(),
                waiting.undelivered(),
            ],
            upcoming=self._ahead.upcoming(),
        )


def desk(now: dt.datetime) -> Desk:
    """The whole desk. One statement, however much waits."""
    reads = Reads(now)
    fetch_together(*reads.querysets)
    return reads.desk()
