"""What every page knows about the site and its reader."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from accounts.kit import clock
from accounts.views.site_card import site_card_url

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, address and picture, the nonce of scripts, the chosen theme ('' leaves it to the device), the reader's roles, and
    how many notifications they have not read."""
    user = request.user
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return {
        "site_name": settings.SITE_NAME,
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "site_url": settings.SITE_URL,
        "site_card_url": SimpleLazyObject(lambda: site_card_url(get_language() or settings.LANGUAGE_CODE)),
        "theme": theme if theme in THEMES else "",
        "is_local_run": settings.IS_LOCAL_RUN,
        "roles": SimpleLazyObject(lambda: user.roles(clock.now()) if user.is_authenticated else frozenset()),
        "bell_count": SimpleLazyObject(lambda: user.unread() if user.is_authenticated else 0),
    }
