"""The tests: the real Postgres and Redis of a local run, a cheap password hash, files in a folder of their own."""

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, STORAGES, VAR_DIR, env

SECRET_KEY = "tests-only-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
IS_LOCAL_RUN = False
DEMO_DATA_ALLOWED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Static files from where they lie, looked up when asked for: nothing is collected, and a test's client need not read the folders first.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = VAR_DIR / "test-files"
ACCOUNT_RATE_LIMITS = False
# Two test runs on one server need a database each.
DATABASES["default"]["TEST"] = {"NAME": env("TEST_DATABASE", default="test_portal")}
