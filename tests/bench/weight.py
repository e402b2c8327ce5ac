"""What a first visit sends, fonts aside: the page and everything that it names, as compressed as the server sends it."""

import re
from html import unescape

from tests.bench.figures import Figures
from tests.bench.stand import Stand, portal

LIMIT = 150_000
ASSET = re.compile(r'<(?:script|img)[^>]* src="(/[^"]+)"|<link[^>]* rel="(?:stylesheet|icon)"[^>]* href="(/[^"]+)"')


def named(page: str) -> list[str]:
    """The scripts, style sheets and pictures that a page makes a browser fetch."""
    return sorted({unescape(script or link) for script, link in ASSET.findall(page)})


def weigh(stand: Stand, path: str) -> tuple[int, int]:
    """Bytes of the page alone, and of a first visit to it."""
    _status, _headers, small = stand.get(path, accept="br, gzip")
    _status, _headers, page = stand.get(path)
    sizes = [len(stand.get(asset, accept="br, gzip")[2]) for asset in named(page.decode())]
    return len(small), len(small) + sum(sizes)


def measure() -> list[tuple[str, int, int]]:
    """For home, catalogue and a challenge: bytes of the page, and of the first visit."""
    with portal() as stand:
        return [(name, *weigh(stand, path)) for name, path in pages(stand).items()]


def pages(stand: Stand) -> dict[str, str]:
    """The three pages that the figures are about."""
    first = re.search(r'href="(/challenges/[\w-]+/)"', stand.get("/challenges/?status=open")[2].decode())
    assert first, "No challenge is open."
    return {"home": "/", "catalogue": "/challenges/", "challenge": first[1]}


def figures() -> Figures:
    """What a first visit sends."""
    found = measure()
    rows = [(name, f"{LIMIT / 1000:.0f} kB", f"{whole / 1000:.0f} kB", f"{alone / 1000:.1f} kB") for name, alone, whole in found]
    return Figures(("first visit, fonts aside", "limit", "sent", "the page alone"), rows, all(whole <= LIMIT for _, _, whole in found))
