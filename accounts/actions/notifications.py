"""Telling people: a notification in the portal, and a mail as its copy."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import Notification, User
from accounts.outbox import actions as outbox


def tell(*, kind: str, to: Iterable[User], path: str, context: Mapping[str, Any], key: str, now: dt.datetime) -> None:
    """Tell each person once: `key` makes the event unique within its kind, and a repeated call changes nothing.

    Called in the transaction of the event. `context` holds plain strings and numbers for the notice's template, no confidential
    text and no name that one of the recipients may not know; `path` is where the notice leads, without the host.
    """
    people = {user.pk: user for user in to if user.is_active}
    Notification.objects.bulk_create(
        [
            Notification(user=user, kind=kind, context=dict(context), path=path, dedupe_key=f"{kind}:{key}:{user.pk}", created_at=now)
            for user in people.values()
        ],
        ignore_conflicts=True,
    )
    outbox.queue(
        kind=kind,
        to=[outbox.Recipient(user.email, user.language, f"{key}:{user.pk}", user.pk) for user in people.values()],
        context=context,
        path=path,
        now=now,
    )
