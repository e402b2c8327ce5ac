"""What changed after publication, in the words of the reader's language."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from challenges.models import PublishedChange
from challenges.queries import words


@dataclass(frozen=True)
class Change:
    """One change: when, what it is called, and what it said before and after. `long` values are texts of several lines."""

    at: dt.datetime
    label: str
    before: str
    after: str
    long: bool


def published_changes(rows: Iterable[PublishedChange]) -> list[Change]:
    """The changes of a published challenge, newest first; who made them is not told."""
    found = []
    for row in rows:
        field, _, of = row.field.partition(":")
        before, after = words.said(field, row.before), words.said(field, row.after)
        if field == "file":
            before, after = (of if row.before else ""), (of if row.after else "")
        found.append(Change(row.at, words.label(field, of), before, after, max(len(before), len(after)) > 160))
    return found
