"""What a visitor sees when a request could not be read."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation

TOO_LARGE = (RequestDataTooBig, TooManyFilesSent, TooManyFieldsSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page for a damaged request; one that was too large is told how to get back to what was typed.

    Made without the request, but for its language and the nonce of its script: this can happen before it is known who asks.
    """
    too_large = isinstance(exception, TOO_LARGE)
    with translation.override(translation.get_language_from_request(request)):
        page = get_template("400.html").render({"too_large": too_large, "csp_nonce": getattr(request, "csp_nonce", "")})
    return HttpResponse(page, status=413 if too_large else 400)
