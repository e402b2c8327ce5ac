"""The picture that goes with the link of a page that has none of its own."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.kit.access import access, anyone
from accounts.kit.pictures import picture
from accounts.kit.sharing_card import Card


def site_card(language: str) -> Card:
    """The words of the portal's own picture."""
    with translation.override(language):
        return Card(site=settings.SITE_NAME, eyebrow="", title=_("Students work on real cases from health care"))


def site_card_url(language: str) -> str:
    """Its address in a language."""
    return f"/card-{site_card(language).version}.png"


@require_safe
@access(anyone)
def card(request: HttpRequest, version: str) -> HttpResponseBase:
    """The picture in the language whose version is asked for; an old address leads to the usual one."""
    known = {site_card(code).version: code for code, _name in settings.LANGUAGES}
    language = known.get(version, settings.LANGUAGE_CODE)
    return picture(request, site_card(language), version, site_card_url(language))
