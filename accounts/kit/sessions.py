"""Sessions in Postgres, as Django's own; read by SQL that is made once, because every page reads one."""

from functools import cache
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.kit.compiled import NOW, Compiled, compiled

KEY = "<key>"  # no key has such signs


class SessionStore(DatabaseStore):
    """Django's store in the database."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Any:
        found = Session.objects.raw(*_reading().execution({KEY: self.session_key, NOW: timezone.now()}))
        # An unknown or expired one is Django's to deal with: it forgets the key.
        return next(iter(found), None) or super()._get_session_from_db()  # type: ignore[misc]


@cache
def _reading() -> Compiled:
    return compiled(Session.objects.filter(session_key=KEY, expire_date__gt=NOW))
