"""People who look at pages over HTTP, each with cookies of their own."""

import re
import statistics
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path

from django.urls import Resolver404, resolve

from challenges.management.demo.people import PASSWORD

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)', re.S)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SIGN_IN = re.compile(r"\S+@\S+")
LEAVE_ALONE = ("/accounts/logout/", "/static/", "/files/")
START = ("/", "/me/", "/manage/", "/admin/", "/reviews/", "/challenges/", "/partners/", "/me/notifications/", "/accounts/email/")
RESET = "/accounts/password/reset/"
SECONDS = 60
WAIT_SECONDS = 2.0


@dataclass(frozen=True)
class Answer:
    """What came back, from where after all redirects, and how long it took."""

    status: int
    body: str
    seconds: float
    path: str


class Visitor:
    """A visitor, or somebody signed in."""

    def __init__(self, url: str, name: str = "visitor") -> None:
        self.url, self.name = url, name
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def asks(self, path: str, data: dict[str, str] | None = None, method: str | None = None) -> Answer:
        """GET, or POST with data; redirects are followed."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(f"{self.url}{path}", data=body, method=method, headers={"Referer": self.url})  # noqa: S310
        begin = time.perf_counter()
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                status, raw, end = answer.status, answer.read(), answer.url
        except urllib.error.HTTPError as refusal:
            status, raw, end = refusal.code, refusal.read(), refusal.url
        return Answer(status, raw.decode(errors="replace"), time.perf_counter() - begin, end.removeprefix(self.url))

    def fills_in(self, path: str, **fields: str) -> Answer:
        """Open a form and send it."""
        token = TOKEN.search(self.asks(path).body)
        assert token, f"No form at {path}."
        return self.asks(path, {"csrfmiddlewaretoken": token.group(1), **fields})

    def signs_in(self, address: str, password: str = PASSWORD) -> "Visitor":
        """Sign in with the form."""
        answer = self.fills_in("/accounts/login/", login=address, password=password)
        assert any("session" in cookie.name for cookie in self.cookies), f"{address} could not sign in: {answer.status}."
        return self

    def walk(self, each: int) -> Iterator[tuple[str, Answer]]:
        """Every page that links lead to, at most `each` of the same kind."""
        seen, waiting, count = set(START), deque(START), dict[str, int]()
        while waiting:
            path = waiting.popleft()
            answer = self.asks(path)
            yield path, answer
            for found in HREF.findall(answer.body):
                target = urllib.parse.urlsplit(urllib.parse.urljoin(f"{self.url}{path}", unescape(found)))
                further = target.path + (f"?{target.query}" if target.query else "")
                if further in seen or f"{target.scheme}://{target.netloc}" != self.url or any(part in further for part in LEAVE_ALONE):
                    continue
                seen.add(further)
                name = _kind(target.path)
                count[name] = count.get(name, 0) + 1
                if count[name] <= each:
                    waiting.append(further)


def everybody(url: str, home: Path) -> dict[str, Visitor]:
    """A visitor, and whoever the table of demo sign-ins names, signed in; by the first part of their address."""
    found = {"visitor": Visitor(url)}
    for address in SIGN_IN.findall((home / "demo-signins.txt").read_text()):
        name = address.partition("@")[0]
        found[name] = Visitor(url, name).signs_in(address)
    return found


class Pages:
    """One page of each kind that each of them can reach, and a form; `time_all` asks for every one and keeps how long it took."""

    def __init__(self, people: list[Visitor]) -> None:
        self._stranger = Visitor(people[0].url)
        self.all = [(one, path) for one in people for path, answer in one.walk(each=1) if answer.status == 200]
        self.took: dict[str, dict[tuple[str, str], list[float]]] = {}
        self.faults: list[str] = []

    def time_all(self, when: str, *, seconds: float) -> None:
        """All of them once, and again until the time is over."""
        end = time.monotonic() + seconds
        while True:
            for one, path in self.all:
                self._keep(when, one, path, lambda one=one, path=path: one.asks(path))  # type: ignore[misc]
            self._keep(when, self._stranger, RESET, self._ask_for_mail)
            if time.monotonic() > end:
                return

    def _keep(self, when: str, one: Visitor, path: str, ask: Callable[[], Answer]) -> None:
        """What seems to wait is asked once more: a busy machine does not make it wait twice."""
        answer = ask()
        if answer.seconds > WAIT_SECONDS:
            answer = ask()
            if answer.seconds > WAIT_SECONDS:
                self.faults.append(f"{one.name} waited {answer.seconds:.1f} s for {path} {when}")
        if answer.status != 200:
            self.faults.append(f"{one.name} got {answer.status} at {path} {when}")
        self.took.setdefault(when, {}).setdefault((one.name, path), []).append(answer.seconds)

    def _ask_for_mail(self) -> Answer:
        """A form that has a mail sent."""
        return self._stranger.fills_in(RESET, email=f"nobody-{time.time_ns()}@rig.example")

    def median(self, when: str) -> float:
        """Seconds, over all requests."""
        return statistics.median(seconds for page in self.took[when].values() for seconds in page)

    def slowest(self, when: str) -> tuple[float, str]:
        """The page with the longest median."""
        return max((statistics.median(seconds), f"{path} ({name})") for (name, path), seconds in self.took[when].items())

    def worst_ratio(self, when: str, peace: str) -> tuple[float, str]:
        """The page whose median has grown most beside its own in peace."""
        return max(
            (statistics.median(seconds) / statistics.median(self.took[peace][key]), f"{key[1]} ({key[0]})")
            for key, seconds in self.took[when].items()
        )


def _kind(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return path
