"""Somebody who looks at everything that they can reach, and remembers where they saw which word."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from tests.leaks.pages import Form, Page

# Of each kind of page so many are looked at because a link led there, and so many ways to ask for one; what is named is looked at anyway.
MOST_LED, MOST_VARIANTS = 3, 4
# Signing out ends the walk. The admin's own forms and searches are Django's; its pages are read by their links.
NOT_FOLLOWED = re.compile(r"/static/|/accounts/logout/|/i18n/|/theme/|/admin/(?!$|(accounts|partners)/\w+/(\d+/change/)?$)")
# What differs from one answer to the next by itself: tokens, and the moment at which a page that must not be kept was made.
PASSING = re.compile(
    r"(?<=\nExpires: )[^\n]*|(?<='nonce-)[^']*"
    r'|(name="csrfmiddlewaretoken" value="|"X-CSRFToken": "|nonce="|name="page" value=")[^"]*'
)


class Reader:
    """A role's client. `seen` tells for each word where it stood: in a page, a header, or the content of a download."""

    def __init__(self, user: User | None, words: Iterable[str]) -> None:
        self.client = Client()
        self.words = [word.lower() for word in words]
        self.seen: dict[str, dict[str, str]] = defaultdict(dict)
        self.pages: dict[str, str] = {}
        self.routes: set[str] = set()
        self._asked: set[str] = set()
        self._variants: dict[str, int] = defaultdict(int)
        self._led_to: dict[str, int] = defaultdict(int)
        self._posted: set[tuple[str, frozenset[str]]] = set()
        if user is not None:
            self.client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])

    def walk(self, starts: Iterable[str], *, onward: bool = True, post: bool = True) -> "Reader":
        """Ask for these addresses, and `onward` for whatever one is led to from there: links, parts, every choice of a form. With `post`,
        send each kind of form empty and as it stands, and undo what it did."""
        led: list[str] = []
        for url in starts:
            led.extend(self._look(url, post, onward=onward))
        while led:
            url = led.pop(0)
            self._led_to[_route(url)] += url not in self._asked
            if self._led_to[_route(url)] <= MOST_LED:
                led.extend(self._look(url, post))
        return self

    def forget(self) -> None:
        """Ask everything again the next time."""
        self._asked.clear()
        self._variants.clear()
        self._led_to.clear()

    def read(self, kind: str, where: str, text: str) -> None:
        """Remember which words stand in a text."""
        low = text.lower()
        for word in self.words:
            if word in low:
                self.seen[word].setdefault(kind, where)

    def forms(self, url: str) -> list[Form]:
        """The forms of a page with which one searches for words."""
        page = Page(url, self._take(url, self.client.get(url)))
        return [form for form in page.forms if form.method == "get" and form.words]

    def search(self, form: Form, name: str, word: str) -> str:
        """What a search for a word answers, without the word itself."""
        query = urlencode([*[(key, value) for key, value in form.shown if key != name], (name, word)])
        url = f"{form.action}?{query}"
        return PASSING.sub("", self._bare(url, self.client.get(url)))

    def _look(self, url: str, post: bool, *, onward: bool = True) -> Iterator[str]:
        parts = urlsplit(url)
        if url in self._asked or NOT_FOLLOWED.match(parts.path):
            return
        self._asked.add(url)
        if parts.query:
            self._variants[parts.path] += 1
            if self._variants[parts.path] > (1 if parts.path.startswith("/accounts/") else MOST_VARIANTS):
                return
        text = self._take(url, self.client.get(url))
        if text and onward:
            yield from self._onward(Page(url, text), post)
        if onward:
            yield from self._onto

    def _onward(self, page: Page, post: bool) -> Iterator[str]:
        for url in page.links:
            if url.startswith("/"):
                yield url
        for url in page.parts:
            self._take(url, self.client.get(url, headers={"HX-Request": "true"}))
        for form in page.forms:
            if form.method == "get" and not NOT_FOLLOWED.match(form.action):
                yield from (f"{form.action}?{urlencode([choice])}" for choice in [*form.choices, *form.shown] if choice[1])
            elif form.method == "post" and post and not NOT_FOLLOWED.match(form.action):
                self._send(form)

    def _send(self, form: Form) -> None:
        kind = (_route(form.action), form.names)
        if kind in self._posted:
            return
        self._posted.add(kind)
        kept = [(name, value) for name, value in form.shown if name == "csrfmiddlewaretoken"]
        for fields in (kept, [*form.shown, *form.buttons[:1]])[len(form.names) < 2 :]:
            with undone(self.client):
                answer = self.client.post(form.action, urlencode(fields), content_type="application/x-www-form-urlencoded")
                self._take(form.action, answer)
                if "Location" in answer:
                    self._take(answer["Location"], self.client.get(answer["Location"]))

    def _take(self, url: str, answer: HttpResponse) -> str:
        """Read one answer; gives the text of a page, and leaves in `_onto` where it redirects to."""
        assert answer.status_code < 500, url
        self._onto = [answer["Location"]] if answer.get("Location", "").startswith("/") else []
        if answer.status_code < 400:
            self.routes.add(_route(url))
        headers = _without_echo("\n".join(f"{name}: {value}" for name, value in answer.headers.items()), url)
        self.read("header", url, headers)
        if answer.streaming:
            self.read("download", url, b"".join(answer.streaming_content).decode(errors="replace"))
            return ""
        text = self._bare(url, answer)
        self.read("page", url, text)
        if answer.status_code == 200:
            self.pages[url] = PASSING.sub("", f"\n{headers}\n{text}")
        return answer.content.decode(errors="replace") if answer.get("Content-Type", "").startswith("text/html") else ""

    def _bare(self, url: str, answer: HttpResponse) -> str:
        return _without_echo(answer.content.decode(errors="replace"), url)


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def _route(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).route
    except Resolver404:
        return ""


def _without_echo(text: str, url: str) -> str:
    """A page without what its own address brought along: a page that is not here says where one was."""
    query = urlsplit(url).query
    brought = {url, unquote(url), *(value for _name, value in parse_qsl(query))}
    ways = {way(one) for one in brought for way in (str, escape, quote, lambda one: quote(one, safe=""))}
    for one in sorted(ways - {"", "/"}, key=len, reverse=True):
        text = text.replace(one, "")
    return text
