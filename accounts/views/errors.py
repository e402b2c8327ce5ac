"""What a visitor sees when a request could not be read."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import get_template


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page for a damaged request; one that was too large is told how to get back to what was typed.

    Made without the request: this can happen before it is known who asks.
    """
    too_large = isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent)
    return HttpResponseBadRequest(get_template("400.html").render({"too_large": too_large}))
