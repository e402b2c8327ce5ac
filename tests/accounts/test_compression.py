"""Text is compressed for visitors, and only for them."""

import gzip

import pytest
from django.conf import settings

from tests.factories import student

pytestmark = pytest.mark.django_db
ASKS = {"Accept-Encoding": "br, gzip"}


@pytest.mark.parametrize("address", ["/", "/feeds/challenges.json", "/accounts/login/"])
def test_a_visitor_gets_text_small_and_the_same(address, client):
    small = client.get(address, headers=ASKS)
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert int(small["Content-Length"]) == len(small.content)
    assert gzip.decompress(small.content).lstrip().startswith((b"<!DOCTYPE", b"{"))


def test_who_sends_a_session_gets_no_length_that_tells_what_is_on_the_page(as_, client):
    assert not as_(student()).get("/me/", headers=ASKS).has_header("Content-Encoding")
    client.cookies[settings.SESSION_COOKIE_NAME] = "made up"
    assert not client.get("/", headers=ASKS).has_header("Content-Encoding")


def test_pictures_are_left_as_they_are(client):
    picture = client.get(client.get("/card-old.png")["Location"], headers=ASKS)
    assert not picture.has_header("Content-Encoding")


def test_who_has_the_feed_gets_304_for_the_compressed_one_too(client):
    first = client.get("/feeds/challenges.atom", headers=ASKS)
    assert first["ETag"].startswith("W/")
    assert client.get("/feeds/challenges.atom", headers=ASKS | {"If-None-Match": first["ETag"]}).status_code == 304
