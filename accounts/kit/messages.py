"""Messages between two pages, in a cookie whose name the settings choose: in production it carries the prefix `__Host-`."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NamedCookieStorage(CookieStorage):
    """Django's, under the name of the settings."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return str(settings.MESSAGES_COOKIE_NAME)


class Storage(FallbackStorage):
    """Short messages in the cookie, long ones in the session."""

    storage_classes = (NamedCookieStorage, SessionStorage)
