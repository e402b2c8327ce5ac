"""Limits guard each account, and leave a whole campus behind one address alone."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.outbox.models import Mail
from config.settings import base
from tests.factories import UserFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN, RESET, SIGN_UP = "/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"
CAMPUS = "131.211.0.1"


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()


def attempt(address, password="wrong-password", came_from=CAMPUS, **headers):  # noqa: S107
    """Try to sign in through the proxy, as somebody behind an address."""
    return Client().post(SIGN_IN, {"login": address, "password": password}, headers={"x-forwarded-for": came_from, **headers})


def refused(response):
    return response.status_code == 200 and "Too many attempts" in response.content.decode()


def test_the_cache_is_in_the_database_and_holds_more_than_a_lecture_hall():
    assert base.CACHES["default"]["BACKEND"].endswith("db.DatabaseCache")
    assert base.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 10_000


def test_guessing_the_password_of_one_account_stops_after_five_tries_in_any_spelling():
    UserFactory(email="noor@example.org")
    for spelling in ("noor@example.org", "NOOR@example.org", "ｎｏｏｒ@example.org", " noor@example.org", "noor@EXAMPLE.org"):
        assert not refused(attempt(spelling))
    assert refused(attempt("noor@example.org", PASSWORD))
    assert refused(attempt("noor@example.org", PASSWORD, came_from="10.9.8.7"))


def test_an_unknown_address_is_limited_alike():
    for _ in range(5):
        assert not refused(attempt("nobody@example.org"))
    assert refused(attempt("nobody@example.org"))


def test_a_campus_behind_one_address_is_not_locked_out():
    """Thirty people mistype at once, and everybody still gets in."""
    people = [UserFactory() for _ in range(30)]
    for person in people:
        attempt(person.email)
    assert [attempt(person.email, PASSWORD).status_code for person in people] == [302] * 30


def test_one_account_behind_an_address_does_not_lock_out_the_next():
    attacked, neighbour = UserFactory(), UserFactory()
    for _ in range(8):
        attempt(attacked.email)
    assert attempt(neighbour.email, PASSWORD).status_code == 302


def test_what_a_client_writes_in_front_of_the_proxys_word_does_not_count(settings):
    settings.ACCOUNT_RATE_LIMITS = {**base.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    person = UserFactory()
    answers = [attempt(person.email, came_from=f"10.0.0.{number}, {CAMPUS}").status_code for number in range(3)]
    assert answers == [200, 200, 429]
    assert attempt(person.email, came_from="10.0.0.9").status_code == 200


def test_without_a_proxy_the_header_is_not_believed(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    settings.ACCOUNT_RATE_LIMITS = {**base.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    person = UserFactory()
    answers = [attempt(person.email, came_from=f"10.0.0.{number}").status_code for number in range(3)]
    assert answers == [200, 200, 429]


def test_too_many_requests_are_answered_in_words(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    attempt("noor@example.org")
    page = attempt("noor@example.org")
    assert page.status_code == 429
    assert "Wait five minutes" in page.content.decode()


def test_asking_for_mails_to_one_address_is_limited_and_known_and_unknown_alike():
    UserFactory(email="known@example.org")
    for address in ("known@example.org", "unknown@example.org"):
        statuses = [Client().post(RESET, {"email": address}, headers={"x-forwarded-for": CAMPUS}).status_code for _ in range(6)]
        assert statuses == [302] * 5 + [429]


def test_signing_up_again_and_again_with_one_address_sends_three_mails():
    fields = {"name": "Noor", "email": "noor@example.org", "password1": "a-good-long-secret"}
    for _ in range(5):
        assert Client().post(SIGN_UP, fields, headers={"x-forwarded-for": CAMPUS}).status_code == 302
        Mail.objects.update(attempts=1)
    assert Mail.objects.count() == 3
