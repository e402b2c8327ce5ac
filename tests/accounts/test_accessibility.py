"""The accessibility statement."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "words"), [("en", "What does not conform yet"), ("nl", "Wat nog niet voldoet")])
def test_everyone_can_read_it_and_knows_whom_to_write_to(client, settings, language, words):
    settings.ACCESSIBILITY_EMAIL = "open@portal.example"
    page = client.get("/accessibility/", headers={"accept-language": language}).content.decode()
    assert words in page
    assert page.count('<a href="mailto:open@portal.example">open@portal.example</a>') == 1


def test_every_page_leads_there(client):
    assert 'href="/accessibility/"' in client.get("/").content.decode()


def test_unless_named_the_contact_is_who_sends_the_mails(settings):
    assert settings.ACCESSIBILITY_EMAIL == "portal@localhost"
