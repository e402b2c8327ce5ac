"""Every kind of page that somebody can reach by its links."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

LINK = re.compile(r'href="(/[^"]*)"')
SKIPPED = ("/static/", "/admin/")
SLUG = re.compile(r"^(/(?:manage/)?(?:challenges|programmes|partners|organisations))/(?!new/|invitations/|preview/)[^/]+/")


def kind(address: str) -> str:
    """What sort of page an address leads to: the same for two challenges, or two pages of a list."""
    found = urlsplit(address)
    path = SLUG.sub(r"\1/*/", found.path)
    path = re.sub(r"/\d+(?=/|$)", "/#", path)
    path = re.sub(r"/[\w:.-]{22,}(?=/|$)", "/*", path)
    path = re.sub(r"card-\w+", "card-*", path)
    names = sorted({name for name, _value in parse_qsl(found.query, keep_blank_values=True)})
    return path + (f"?{'&'.join(names)}" if names else "")


def crawl(get: Callable[[str], str], *, samples: int, most: int = 600) -> Iterator[str]:
    """Addresses that have been asked for, from the home page on: at most so many of each kind. `get` gives a page's HTML, or ''."""
    waiting, seen, kinds = ["/", "/sitemap.xml", "/robots.txt", "/card-old.png"], set[str](), Counter[str]()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen or kinds[kind(address)] >= samples or address.startswith(SKIPPED):
            continue
        seen.add(address)
        kinds[kind(address)] += 1
        page = get(address)
        yield address
        waiting += [unescape(found).partition("#")[0] for found in LINK.findall(page)]
