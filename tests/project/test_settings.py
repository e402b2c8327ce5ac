"""Production refuses to start when something that it needs is missing or unsafe, and says what."""

import importlib
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

SAFE = {
    "DATABASE_URL": "postgres://portal:password@db.portal.example/portal",
    "REDIS_URL": "redis://broker.portal.example/0",
    "EMAIL_URL": "smtp+tls://user:password@mail.portal.example:587",
    "SITE_URL": "https://portal.example/",
    "SECRET_KEY": "".join(chr(33 + n) for n in range(60)),
    "ALLOWED_HOSTS": "portal.example",
    "DEFAULT_FROM_EMAIL": "portal@portal.example",
    "FILES_ROOT": "/srv/files",
}


@pytest.fixture
def production(monkeypatch):
    """Loads the production settings anew under an environment, and lets those of the tests be afterwards."""
    for name in ("FILES_BUCKET", "ALLAUTH_TRUSTED_PROXY_COUNT", "SECURE_SSL_REDIRECT", "PORTAL_VAR"):
        monkeypatch.delenv(name, raising=False)

    def load(**changes: str):
        for name, value in {**SAFE, **changes}.items():
            monkeypatch.setenv(name, value)
        for name in ("config.settings.base", "config.settings.production"):
            monkeypatch.delitem(sys.modules, name, raising=False)
        return importlib.import_module("config.settings.production")

    before = {name: sys.modules.get(name) for name in ("config.settings.base", "config.settings.production")}
    yield load
    for name, module in before.items():
        sys.modules.pop(name, None)
        if module is not None:
            sys.modules[name] = module


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
