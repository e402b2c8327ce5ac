"""One request of the walk: sent as somebody, described in a letter, and undone."""

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from accounts.models import User
from tests.access.roles import signed_in

# Rows of these say that somebody came by, not that they changed anything.
_COMES_BY = ("django_session", "cache", "usersessions_usersession")
_SAVEPOINT, _UNDONE = re.compile(r'SAVEPOINT "(\w+)"'), re.compile(r'ROLLBACK TO SAVEPOINT "(\w+)"')
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# Made anew for each answer, or of another length because the address is.
_NEW_EACH_TIME = {"Date", "Content-Length", "Content-Security-Policy", "Set-Cookie"}
_NONCE = re.compile(rb'(nonce=")[^"]+')
_CSRF = re.compile(rb'("X-CSRFToken": "|name="csrfmiddlewaretoken" value=")[^"]+')
_CLOCK = re.compile(rb"\d\d:\d\d:\d\d")
ToldApart = tuple[int, dict[str, str], bytes]
LETTERS = {200: "2", 400: "b", 403: "3", 404: "4", 405: "m", 409: "c", 410: "g", 422: "u"}


class Walker:
    """Somebody who goes round. Whatever a request changes is undone, in the browser too."""

    def __init__(self, user: User | None) -> None:
        self.client: Client = signed_in(user)
        self._cookies = self.client.cookies.output(header="", sep=";")
        self._known: dict[tuple[str, str], ToldApart] = {}

    def ask(self, method: str, address: str, data: Any = None, look: Callable[[], Any] = bool, **headers: str) -> "Seen":
        """Send one request; `look` is called before what it did is undone, and `seen.looked` is what that gave."""
        self.client.cookies = SimpleCookie(self._cookies)
        with undone(), _written() as tables:
            answer = _send(self.client, method, address, data, headers)
            return Seen(answer, bool(tables), look())

    def once(self, method: str, address: str) -> "ToldApart":
        """What an address answers, asked the first time only."""
        if (method, address) not in self._known:
            self._known[method, address] = self.ask(method, address).told_apart_by(address)
        return self._known[method, address]


class Seen:
    """What came back: `letter` for the table, and everything that its reader can see of it."""

    def __init__(self, answer: HttpResponseBase, wrote: bool, looked: Any) -> None:
        self.status, self.wrote, self.looked = answer.status_code, wrote, looked
        self.body: bytes = answer.getvalue() if answer.streaming else answer.content  # type: ignore[attr-defined]
        self.headers = dict(answer.headers)
        self.location = answer.headers.get("Location", "")

    def told_apart_by(self, *ours: object) -> "ToldApart":
        """Status, headers and body, without nonces, tokens and whatever of `ours` the request itself said, its address for one."""
        body = _CLOCK.sub(b"", _CSRF.sub(rb"\1", _NONCE.sub(rb"\1", self.body)))
        headers = {name: value for name, value in self.headers.items() if name not in _NEW_EACH_TIME}
        for said in sorted({form for one in ours for form in _forms(str(one))}, key=len, reverse=True):
            body = body.replace(said.encode(), "…".encode())
            headers = {name: value.replace(said, "…") for name, value in headers.items()}
        return self.status, headers, body

    @property
    def letter(self) -> str:
        """See the head of the table."""
        if self.status in {301, 302}:
            letter = "s" if self.location.startswith(("/accounts/login/?next=", "/admin/login/?next=")) else "r"
            return "d" if self.wrote else letter
        return "D" if self.wrote else LETTERS.get(self.status, "?")


def _send(client: Client, method: str, address: str, data: Any, headers: dict[str, str]) -> HttpResponseBase:
    if method == "POST":
        return client.post(address, data or {}, headers=headers)  # type: ignore[return-value]
    return client.generic(method, address, headers=headers)  # type: ignore[return-value]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written meanwhile is not there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _written() -> Iterator[list[str]]:
    """The tables that were written to meanwhile; what a savepoint undid does not count."""
    tables: list[str] = []
    marks: dict[str, int] = {}

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _SAVEPOINT.match(sql):
            marks[found[1]] = len(tables)
        elif found := _UNDONE.match(sql):
            del tables[marks.get(found[1], 0) :]
        elif (found := _WRITES.match(sql)) and found[1] not in _COMES_BY:
            tables.append(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def _forms(said: str) -> set[str]:
    return {said, quote(said), quote(said, safe=""), html.escape(said)} - {""}
