"""A text that is too long is never cut without a word: the page takes it, and says so beside the field that still holds it."""

import pytest

from tests.factories import published_challenge, staff_of, student
from tests.hostile.forms import shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "longest"), [("name", 60)])
def test_a_name_that_is_too_long_is_kept_and_told(name, longest, as_):
    client, challenge = as_(student()), published_challenge()
    page = client.post(f"/challenges/{challenge.slug}/join/", {"way": "team", name: "x" * 500}).content.decode()
    assert f"at most {longest} characters (it has 500)" in page
    assert shown(page, name) == ["x" * 500]
    assert "maxlength" not in page


def test_a_pasted_text_that_is_too_long_is_kept_and_told(as_):
    challenge = published_challenge()
    client, address = as_(staff_of(challenge.organisation)), f"/challenges/{challenge.slug}/announcements/new/"
    assert "maxlength" not in client.get(address).content.decode()
    page = client.post(address, {"title": "News", "text": "Words. " * 1000}).content.decode()
    assert "at most 4000 characters (it has 6999)" in page
    assert shown(page, "text")[0].strip() == ("Words. " * 1000).strip()
