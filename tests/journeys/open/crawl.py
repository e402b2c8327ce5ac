"""Every page that somebody can come to, one of each shape."""

from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext

from tests.journeys.open import shape

SAME_KIND_AT_MOST = 3


@dataclass(frozen=True)
class Sight:
    """A page as somebody sees it: whose, of which view, where, its HTML; the first of a view is that of who sees most."""

    role: str
    kind: str
    path: str
    html: str
    first: bool


@dataclass
class Crawl:
    """Follows every link; remembers which shapes were seen, across all who walk."""

    url: str
    seen: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[str, set[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def walk(self, context: BrowserContext, role: str, starts: list[str]) -> list[Sight]:
        """The pages on which this role meets something that nobody met before on a page of that view."""
        waiting, opened, known, found = deque(starts), Counter(), set(starts), []
        while waiting:
            path = waiting.popleft()
            kind = kind_of(path)
            if opened[kind] >= SAME_KIND_AT_MOST and path not in starts:
                continue
            opened[kind] += 1
            answer = context.request.get(f"{self.url}{path}")
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            if not answer.ok:
                self.errors.append(f"{role}: {answer.status} at {path}")
                continue
            html, path = answer.text(), answer.url.removeprefix(self.url)
            kind = kind_of(path)
            page = shape.read(html)
            self.kinds.setdefault(kind, set()).add(role)
            seen = self.seen.setdefault(kind, set())
            if page.elements - seen:
                found.append(Sight(role, kind, path, html, first=not seen))
                seen |= page.elements
            for link in page.links:
                link = link.split("#")[0]
                if link not in known:
                    known.add(link)
                    waiting.append(link)
        return found


def kind_of(path: str) -> str:
    """The name of its view, with the part where one view shows several."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return path
    return " ".join(filter(None, [match.view_name, match.kwargs.get("section")]))
