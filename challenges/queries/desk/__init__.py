"""The desk of the programme office: what waits for it, with where to see to it."""

import datetime as dt

from challenges.queries.desk import ahead, reviewing, waiting
from challenges.queries.desk.parts import Desk, Item, Link, Upcoming

__all__ = ["Desk", "Item", "Link", "Upcoming", "desk"]


def desk(now: dt.datetime) -> Desk:
    """The whole desk. Nine queries, however much waits."""
    return Desk(
        items=[
            *waiting.approvals(),
            waiting.statements(),
            waiting.without_coach(now),
            *reviewing.reviewing(now),
            waiting.failed(),
        ],
        upcoming=ahead.upcoming(now),
    )
