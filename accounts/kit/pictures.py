"""Answering with a sharing card: kept for a year by everybody, because its address changes with it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import get_conditional_response

from accounts.kit.sharing_card import Card, png

YEAR = 365 * 24 * 3600
WHILE = 300


def picture(request: HttpRequest, card: Card, version: str, url: str) -> HttpResponseBase:
    """The picture of a card, if `version` is that of now; else the way to `url`, where it is. Draws nothing for whoever has it."""
    if version != card.version:
        moved = HttpResponseRedirect(url)
        return _public(moved, WHILE)
    etag = f'"{version}"'
    if answer := get_conditional_response(request, etag=etag):
        answer["ETag"] = etag
        return _public(answer, YEAR)
    response = HttpResponse(png(card), content_type="image/png")
    response["ETag"] = etag
    return _public(response, YEAR)


def _public(response: HttpResponseBase, seconds: int) -> HttpResponseBase:
    """The same for every reader, whatever their language or cookie."""
    response["Cache-Control"] = f"public, max-age={seconds}" + (", immutable" if seconds == YEAR else "")
    response["Content-Language"] = settings.LANGUAGE_CODE
    return response
