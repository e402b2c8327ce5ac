"""The settings of production in a test: the file itself, loaded under an environment made up for it."""

import importlib
import sys
from types import ModuleType
from typing import Any

import pytest

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
MODULES = ("config.settings.base", "config.settings.production")
# Where the tests keep their rows and files, and what makes them quick.
OF_THE_TESTS = {
    *("DATABASES", "STORAGES", "MEDIA_ROOT", "STATIC_ROOT", "VAR_DIR", "SECRET_KEY", "PASSWORD_HASHERS", "ACCOUNT_RATE_LIMITS"),
    *("REDIS_URL", "EMAIL_CONFIG", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"),
    *("WHITENOISE_USE_FINDERS", "WHITENOISE_AUTOREFRESH", "DEMO_DATA_ALLOWED", "LOGGING"),
}


def load(monkeypatch: pytest.MonkeyPatch, **changes: str) -> ModuleType:
    """The module of the production settings, made anew; those of the tests are untouched."""
    for name in ("FILES_BUCKET", "ALLAUTH_TRUSTED_PROXY_COUNT", "SECURE_SSL_REDIRECT", "PORTAL_VAR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**SAFE, **changes}.items():
        monkeypatch.setenv(name, value)
    before = {name: sys.modules.pop(name, None) for name in MODULES}
    try:
        return importlib.import_module(MODULES[1])
    finally:
        for name, module in before.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module


def take_over(settings: Any, module: ModuleType) -> None:
    """Put the settings of production in force, but for where the tests keep their rows and files."""
    for name, value in vars(module).items():
        if name.isupper() and name not in OF_THE_TESTS and getattr(settings, name, None) != value:
            setattr(settings, name, value)
