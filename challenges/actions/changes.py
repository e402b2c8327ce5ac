"""Changes after publication: listed for those who joined, and told to them."""

import datetime as dt
from collections.abc import Mapping

from accounts.actions import notifications
from accounts.audit import trail
from accounts.models import User
from challenges.models import Challenge, PublishedChange
from challenges.queries import people
from challenges.queries.facts import TERMS, Fact

DEADLINES = {"milestone.deadline", "join_until"}


def publish(
    *, challenge: Challenge, section: str, before: Mapping[str, Fact], after: Mapping[str, Fact], by: User, now: dt.datetime
) -> list[PublishedChange]:
    """List what differs between the facts before and after one save of a published, locked challenge, and tell those who joined, once.

    Changed terms get a new version; who joined under an earlier one keeps it. Nothing happens when nothing differs.
    """
    rows = [
        _row(challenge, before.get(key), after.get(key), by, now) for key in {**before, **after} if _differ(before.get(key), after.get(key))
    ]
    if not rows:
        return []
    PublishedChange.objects.bulk_create(rows)
    if any(row.field in TERMS for row in rows):
        challenge.terms_version += 1
        challenge.save(update_fields=["terms_version"])
    trail.record("challenge.changed", on=challenge, by=by, now=now, section=section, fields=[row.field for row in rows])
    notifications.tell(
        kind="challenge_changed",
        to=people.participants(challenge),
        path=challenge.get_absolute_url(),
        context=_context(challenge, section, rows),
        key=f"{challenge.pk}:{section}:{now.isoformat()}",
        now=now,
    )
    return rows


def _differ(one: Fact | None, other: Fact | None) -> bool:
    return one is None or other is None or one.value != other.value


def _row(challenge: Challenge, before: Fact | None, after: Fact | None, by: User, now: dt.datetime) -> PublishedChange:
    fact = before or after
    assert fact is not None  # noqa: S101 - one of the two is there
    return PublishedChange(
        challenge=challenge,
        at=now,
        by=by,
        field=f"{fact.field}:{fact.of}" if fact.of else fact.field,
        before=before.value if before else "",
        after=after.value if after else "",
    )


def _context(challenge: Challenge, section: str, rows: list[PublishedChange]) -> dict[str, object]:
    moved = [row for row in rows if row.field.partition(":")[0] in DEADLINES]
    return {
        "challenge": challenge.pk,
        "title": challenge.title,
        "section": section,
        "moved": [{"of": row.field.partition(":")[2], "before": row.before, "after": row.after} for row in moved],
        "others": len(rows) - len(moved),
    }
