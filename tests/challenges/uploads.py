"""Files under any name: what people may call them, and how one is sent."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from django.http import HttpResponse
from django.test import Client

NAMES = ["../../etc/passwd.txt", "C:\\x\\plan.txt", "a\u202etxt.exe.txt", "nul\x00l.txt", 'quo"te;.txt', "a\r\nSet-Cookie: b=c.txt"]
NAMES += ["x" * 300 + ".txt", "é👩‍👩‍👧.txt", "=1+1.txt", "%2e%2e%2f.txt", "a\u2066b.txt", "' onload='a.txt", "<b>.txt", "..\\..\\a.txt"]
NAMES += ["...hidden.txt", "🏥.txt", "a\u2028b\u2029c\u00a0d.txt", "{{ 7 }}%s.txt"]
NOT_SAFE = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|^[ .]|[ .]$")
DISPOSITION = re.compile(r"""attachment; filename(="([^"\\\r\n]|\\["\\])+"|\*=utf-8''[\w%.!~*'()-]+)""", re.A)


def sent_as(client: Client, url: str, name: str, content: bytes = b"Notes.", fields: Mapping[str, str] | None = None) -> HttpResponse:
    """Sends a form with a file under any name: as bytes, for a browser or Django would clean it first."""
    parts = "".join(f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in (fields or {}).items())
    head = f"--b\r\nContent-Disposition: form-data; name=\"files\"; filename*=UTF-8''{quote(name)}\r\nContent-Type: text/html\r\n\r\n"
    body = parts.encode() + head.encode() + content + b"\r\n--b--\r\n"
    return client.generic("POST", url, body, content_type="multipart/form-data; boundary=b")
