"""Files that partner staff attach to a challenge: under whatever name they come, they are safe to keep, to show and to save."""

import re
from html import unescape

import pytest

from accounts.kit import files
from challenges.models import Attachment
from tests.challenges.uploads import DISPOSITION, NAMES, NOT_SAFE, sent_as
from tests.factories import published_challenge, staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenge():
    return published_challenge()


@pytest.fixture
def editor(challenge):
    return staff_of(challenge.organisation)


def edit_url(challenge):
    return f"/challenges/{challenge.slug}/edit/files/"


@pytest.mark.parametrize("name", [*NAMES, ".txt", "\u202e.txt"])
def test_any_name_becomes_one_that_is_safe_to_show_and_to_save(name, challenge, editor, as_):
    assert sent_as(as_(editor), edit_url(challenge), name).status_code == 302

    file = challenge.attachments.get()
    assert len(file.name) <= 120
    assert file.name.endswith("txt")
    assert not NOT_SAFE.search(file.name)
    assert re.fullmatch("attachment/[0-9a-f]{2}/[0-9a-f]{32}", file.blob.name)
    for client in (as_(editor), as_(None)):
        answer = client.get(f"/challenges/{challenge.slug}/files/{file.key}/")
        assert answer.getvalue() == b"Notes."
        assert DISPOSITION.fullmatch(answer["Content-Disposition"]), answer["Content-Disposition"]
        assert (answer["Content-Type"], answer["Content-Security-Policy"]) == ("text/plain", files.SANDBOX)
        assert not answer.cookies
    for client, path in ((as_(editor), edit_url(challenge)), (as_(None), f"/challenges/{challenge.slug}/")):
        page = client.get(path).content.decode()
        assert file.name in unescape(page)
        assert "<b>.txt" not in page
        assert not [bad for bad in "\x00\u202e\u2066\u2028" if bad in page]


@pytest.mark.parametrize("name", ["page.png", "a\u202egnp.exe", "../.svg", "png", "...", "x" * 300, "🏥"])
def test_what_cannot_be_taken_is_named_and_nothing_is_kept(name, challenge, editor, as_, settings):
    answer = sent_as(as_(editor), edit_url(challenge), name, b"<svg onload='a()'/>")

    assert answer.status_code == 422
    assert f"“{files.safe_name(name)}” is" in answer.content.decode()
    assert not Attachment.objects.exists()
    assert not [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]
