"""What every answer carries, what no request may be, the language of a page; private pages in no cache, public ones made small."""

import codecs
from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

# Names of what stands in an address and is a permission by itself.
SECRETS = {"token", "key", "uidb36"}
WAYS_IN = ("/accounts/", "/admin/")
GetResponse = Callable[[HttpRequest], HttpResponse]


class HeadersMiddleware:
    """The headers that do not depend on the page, on whatever is answered: pages, files, redirects, refusals."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.headers = {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


class ContentPolicyMiddleware(CSPMiddleware):
    """The content policy of the settings. Django's own administration knows no nonce, so its scripts run because they are the site's."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith("/admin/"):
            response._csp_update = {"script-src": [SELF]}  # type: ignore[attr-defined]
        return super().process_response(request, response)


class ReadableMiddleware:
    """Refuses what the portal cannot read or keep: another character set than UTF-8, which could smuggle in half a character, and more
    bytes than ten files have. A cookie with NUL, which PostgreSQL does not take, is left out: nobody but a stranger has one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named, request.encoding = request.encoding, "utf-8"
        if named and codecs.lookup(named).name != "utf-8":
            raise BadRequest("Another character set than UTF-8.")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            raise BadRequest("A length that is no number.")
        if len(length) > 15 or int(length) > settings.REQUEST_MAX_BYTES:
            raise RequestDataTooBig("More bytes than ten files have.")
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return self.get_response(request)


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
    """Whatever is made for a signed-in person, for the holder of a secret link, or on the way in is stored by no browser and no proxy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Asked in this order: whoever looks at the user makes the answer depend on the cookie.
        if not response.has_header("Cache-Control") and (self._is_somebodys(request) or request.user.is_authenticated):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    @staticmethod
    def _is_somebodys(request: HttpRequest) -> bool:
        match = request.resolver_match
        secret = match is not None and not SECRETS.isdisjoint(match.kwargs)
        return secret or request.method not in {"GET", "HEAD"} or request.path_info.startswith(WAYS_IN)


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
