"""Choices that belong to a device: light or dark."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from accounts.context import THEMES
from accounts.kit.access import access, anyone
from accounts.kit.redirects import safe_next

YEAR = 365 * 24 * 3600


@require_POST
@access(anyone)
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie; anything else goes back to what the device prefers."""
    response = HttpResponseRedirect(safe_next(request, "/"))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            settings.THEME_COOKIE_NAME, theme, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
        )
    else:
        response.delete_cookie(settings.THEME_COOKIE_NAME, samesite="Lax")
    return response
