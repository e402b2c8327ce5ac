"""The WSGI application that granian serves."""

import codecs
import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s;"']+)""", re.I)
_portal = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The portal. Django breaks while it makes its request when a character set is named that is none, such as rot13: any other than
    UTF-8 is called ASCII here, which `ReadableMiddleware` refuses with a page."""
    found = CHARSET.search(environ.get("CONTENT_TYPE") or "")
    if found and not _is_utf8(found[1]):
        environ["CONTENT_TYPE"] = "text/plain; charset=ascii"
    answer: Iterable[bytes] = _portal(environ, start_response)
    return answer


def _is_utf8(name: str) -> bool:
    try:
        return codecs.lookup(name).name == "utf-8"
    except LookupError:
        return False
