"""A log names no link that is a secret."""

import logging

import pytest
from django.conf import settings

from accounts.kit.logs import WithoutSecrets
from accounts.outbox import notices
from accounts.outbox.links import unsubscribe_url
from tests.accounts.mails import link, newest
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def logged(text, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, text, args, None)
    assert WithoutSecrets(settings.SECRET_PATHS).filter(record)
    return record.getMessage()


def test_the_address_of_a_refused_link_is_logged_without_its_secret(client):
    UserFactory(email="noor@example.org")
    client.post("/accounts/password/reset/", {"email": "noor@example.org"})
    path = link(newest("account_reset_password"))
    key = path.rstrip("/").rpartition("/")[2]
    assert key not in logged("Not Found: %s", path)
    assert logged("Not Found: %s", path) == "Not Found: /accounts/password/reset/key/…/"


def test_every_message_goes_through_it():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["without_secrets"]
    assert settings.LOGGING["root"]["handlers"] == ["console"]


def test_other_addresses_stay_as_they_are():
    assert logged("Not Found: %s (%d %%)", "/challenges/unused-medicines/", 5) == "Not Found: /challenges/unused-medicines/ (5 %)"
    assert logged("100 % done") == "100 % done"
    assert logged("Forbidden: /challenges/invitations/") == "Forbidden: /challenges/invitations/"


def test_a_mails_link_that_switches_it_off_is_a_secret_too():
    mail = type("Row", (), {"user_id": 1, "kind": notices.every()[0].kind})
    assert logged("Method Not Allowed: %s", unsubscribe_url(mail)).endswith("/me/notifications/off/…/")
