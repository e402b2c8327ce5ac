"""A local run (`make run`): everything on loopback, nothing to set. The starter hands in the ports that it chose."""

from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES, env

SECRET_KEY = "local-run-only-" + "x" * 50
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
IS_LOCAL_RUN = True
DEMO_DATA_ALLOWED = True
DEBUG = env.bool("DEBUG", default=False)
# Static files from where they lie: nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
