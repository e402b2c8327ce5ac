"""Writing and reading the audit trail."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import QuerySet

from accounts.audit.models import Entry
from accounts.audit.words import describe, explain

__all__ = ["describe", "entries_beside", "explain", "key", "record"]


def key(of: models.Model) -> str:
    """The key of a row, such as `challenge:12`."""
    return f"{of._meta.model_name}:{of.pk}"


def record(
    action: str, *, on: models.Model, by: AbstractBaseUser | None, now: dt.datetime, within: models.Model | None = None, **detail: Any
) -> Entry:
    """Add an entry, in the transaction of what it tells about. `action` is 'noun.verb'; `within` the larger thing it belongs to."""
    return Entry.objects.create(
        at=now, by=by, action=action, subject=key(on), subject_label=str(on)[:200], scope=key(within or on), detail=detail
    )


def entries_beside(thing: models.Model) -> QuerySet[Entry]:
    """What happened to a thing and within it, newest first, with who did it."""
    return Entry.objects.filter(models.Q(scope=key(thing)) | models.Q(subject=key(thing))).select_related("by")
