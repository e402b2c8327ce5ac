"""Production refuses to start when something that it needs is missing or unsafe, and says what."""

from functools import partial

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.production import SAFE, load


@pytest.fixture
def production(monkeypatch):
    """Loads the production settings anew under an environment, and lets those of the tests be."""
    return partial(load, monkeypatch)


def test_a_safe_environment_is_taken(production):
    settings = production()
    assert settings.DEBUG is False
    assert settings.SITE_URL == "https://portal.example"
    assert (settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT) == (True, True, True)
    assert settings.MEDIA_ROOT == "/srv/files"


@pytest.mark.parametrize("name", sorted(set(SAFE) - {"FILES_ROOT"}))
def test_it_names_what_is_missing(production, name):
    with pytest.raises(ImproperlyConfigured, match=name):
        production(**{name: ""})


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "portal.example,*"}, "ALLOWED_HOSTS"),
        ({"SITE_URL": "http://portal.example"}, "SITE_URL"),
        ({"EMAIL_URL": "smtp://mail.portal.example:25"}, "EMAIL_URL"),
        ({"EMAIL_URL": "smtp://tls:ssl@mail.portal.example:25"}, "EMAIL_URL"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL"),
        ({"DATABASE_URL": "sqlite:///portal.db"}, "DATABASE_URL"),
        ({"FILES_ROOT": ""}, "FILES_BUCKET or FILES_ROOT"),
    ],
)
def test_it_names_what_is_unsafe(production, changes, word):
    with pytest.raises(ImproperlyConfigured, match=word):
        production(**changes)


def test_files_may_be_kept_in_a_bucket(production):
    settings = production(FILES_BUCKET="portal-files", FILES_ROOT="")
    assert settings.STORAGES["default"]["OPTIONS"]["bucket_name"] == "portal-files"


def test_behind_a_proxy_its_word_on_https_is_taken(production):
    assert not hasattr(production(), "SECURE_PROXY_SSL_HEADER")
    assert production(ALLAUTH_TRUSTED_PROXY_COUNT="1").SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")
