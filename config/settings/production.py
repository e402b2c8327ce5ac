"""Production reads only the environment, and refuses to start when something it needs is missing or unsafe."""

import os

from django.core.exceptions import ImproperlyConfigured

# Before base reads them: its own complaint about an empty one would not name it.
for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DEFAULT_FROM_EMAIL"):
    if not os.environ.get(name):
        raise ImproperlyConfigured(f"Production needs the environment variable {name}.")
for name, schemes in (("DATABASE_URL", ("postgres", "postgresql")), ("EMAIL_URL", ("smtp+tls", "smtp+ssl", "smtps"))):
    if os.environ[name].partition("://")[0] not in schemes:
        raise ImproperlyConfigured(f"{name} must begin with one of {', '.join(scheme + '://' for scheme in schemes)}.")

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import CONTENT_SECURITY_POLICY, STORAGES, env  # noqa: E402

IS_LOCAL_RUN = False
SECRET_KEY = env("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured("SECRET_KEY must be at least 50 characters long and random.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * is unsafe.")
SITE_URL = env("SITE_URL").rstrip("/")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must start with https://.")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
if ALLAUTH_TRUSTED_PROXY_COUNT := env.int("ALLAUTH_TRUSTED_PROXY_COUNT", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
RESET_KEY_COOKIE_NAME = "__Host-reset-key"
LANGUAGE_COOKIE_NAME = "__Host-language"
THEME_COOKIE_NAME = "__Host-theme"
MESSAGES_COOKIE_NAME = "__Host-messages"
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

if bucket := env("FILES_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env("FILES_ENDPOINT", default=None),
            "querystring_auth": True,
            "querystring_expire": 300,
            "default_acl": None,
            # The portal hands files out itself; should a link to the bucket ever get out, it is a download too.
            "object_parameters": {"ContentDisposition": "attachment"},
            "file_overwrite": False,
        },
    }
else:
    MEDIA_ROOT = env("FILES_ROOT", default="")
    if not MEDIA_ROOT:
        raise ImproperlyConfigured("Production needs FILES_BUCKET or FILES_ROOT for what people hand in.")
