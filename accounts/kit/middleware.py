"""The language of a page, private pages kept out of every cache, and public ones made small."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """The language chosen on this device (cookie), else the browser's first that we have. Signing in and the profile set the cookie.

    A view that names its language itself also says itself what it depends on.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if not response.has_header("Content-Language"):
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
            response.headers["Content-Language"] = language
        return response


class PrivatePagesMiddleware:
    """Whatever is made for a signed-in person is never stored by a browser or a proxy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Asked in this order: whoever looks at the user makes the answer depend on the cookie.
        if not response.has_header("Cache-Control") and not request.path.startswith(settings.STATIC_URL) and request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class SmallForVisitorsMiddleware:
    """Compresses text for whoever sends no session: nothing on such a page is secret but the CSRF token, which is masked anew each time.

    Pages of a signed-in person stay as they are: compressed, their length would tell what they hold to somebody who can put words
    into them (BREACH).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.gzip = GZipMiddleware(lambda request: HttpResponse())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or not _is_text(response):
            return response
        small: Any = self.gzip.process_response(request, response)
        return small  # type: ignore[no-any-return]


def _is_text(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return kind.startswith("text/") or kind.endswith(("xml", "json"))
