"""For whoever watches the portal: does it live, and can it serve.

Redis is told and not required: every page works without it, and mails wait in the outbox.
"""

from functools import cache

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return _answer(200, "live")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    try:
        missing = _newest() - set(MigrationRecorder(connection).applied_migrations())
    except (DatabaseError, InterfaceError):
        return _answer(503, "database: no answer")
    if missing:
        return _answer(503, "database: migrations to apply")
    return _answer(200, f"database: ok\nbroker: {_broker()}")


@cache
def _newest() -> frozenset[tuple[str, str]]:
    """The last migration of each app: when those are applied, all are."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _broker() -> str:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    except redis.RedisError:
        return "no answer, mails wait"
    return "ok"


def _answer(status: int, text: str) -> HttpResponse:
    return HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")
