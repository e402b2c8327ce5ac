"""The WSGI application that granian serves."""

import codecs
import gc
import os
import re
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s;"']+)""", re.I)
REFUSED = ("400 Bad Request", "403 Forbidden", "413 Request Entity Too Large", "413 Payload Too Large", "413 Content Too Large")
PART, READ_OFF = 1 << 16, 32 << 20
_portal = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
# What is loaded by now stays: the collector of cycles need not look at it again and again.
gc.collect()
gc.freeze()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The portal. Django breaks while it makes its request when a character set is named that is none, such as rot13: any other than
    UTF-8 is called ASCII here, which `ReadableMiddleware` refuses with a page."""
    found = CHARSET.search(environ.get("CONTENT_TYPE") or "")
    if found and not _is_utf8(found[1]):
        environ["CONTENT_TYPE"] = "text/plain; charset=ascii"
    statuses: list[str] = []

    def note(status: str, *others: Any) -> Any:
        statuses.append(status)
        return start_response(status, *others)

    answer: Iterable[bytes] = _portal(environ, note)
    if statuses[0] in REFUSED and environ.get("CONTENT_LENGTH"):
        _read_off(environ["wsgi.input"])
    return answer


def _read_off(body: Any) -> None:
    """A client that sends all before it reads would find the connection cut instead of the page that says why."""
    for _part in range(READ_OFF // PART):
        if not body.read(PART):
            return


def _is_utf8(name: str) -> bool:
    try:
        return codecs.lookup(name).name == "utf-8"
    except LookupError:
        return False
