"""A first visit stays light: the page and what it makes a browser fetch, compressed, fonts aside. `make bench` weighs the real server."""

from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.bench.weight import LIMIT, named
from tests.factories import published_challenge

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/challenges/", "/challenges/waste/"])
def test_a_first_visit_stays_light(address, client):
    published_challenge(slug="waste")
    page = client.get(address).content.decode()
    assets = [found for found in named(page) if found.startswith(settings.STATIC_URL)]
    assert len(assets) > 5
    files = [Path(finders.find(asset.removeprefix(settings.STATIC_URL))).read_bytes() for asset in assets]
    small = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) + sum(len(brotli.compress(file)) for file in files) < LIMIT


def test_what_a_page_makes_a_browser_fetch():
    page = '<link rel="stylesheet"\n href="/a.css"><script src="/b.js" defer></script><img alt="" src="/c.png">'
    page += '<link rel="preload" href="/d.woff2">'
    assert named(page) == ["/a.css", "/b.js", "/c.png"]
