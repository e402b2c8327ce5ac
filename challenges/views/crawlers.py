"""What search engines ask for first: which pages there are, and which are not theirs."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe
from django.views.decorators.http import require_safe

from accounts.kit.access import access, anyone
from challenges.enums import ChallengeState
from challenges.models import Challenge, Programme
from partners.models import Organisation

MAX_AGE = 3600
PRIVATE = ("/accounts/", "/admin/", "/healthz/", "/i18n/", "/manage/", "/me/", "/reviews/", "/styleguide/", "/theme/")
OF_PUBLISHED = Q(challenges__state=ChallengeState.PUBLISHED)
NEWEST = Max(Greatest("challenges__published_at", "challenges__changed_at"), filter=OF_PUBLISHED)


class _Pages(Sitemap):
    """Pages under the portal's own address, whatever host a request names; each with what `changed` says."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def lastmod(self, item: Any) -> dt.datetime | None:
        return getattr(item, "changed", None)


class _Lists(_Pages):
    def items(self) -> list[str]:
        return ["/", "/challenges/", "/programmes/", "/partners/", "/accessibility/"]

    def location(self, item: str) -> str:
        return item


class _Challenges(_Pages):
    def items(self) -> QuerySet[Challenge]:
        published = Challenge.objects.filter(state=ChallengeState.PUBLISHED)
        return published.annotate(changed=Greatest("published_at", "changed_at")).only("slug").order_by("pk")


class _Programmes(_Pages):
    def items(self) -> QuerySet[Programme]:
        return Programme.objects.filter(OF_PUBLISHED).annotate(changed=NEWEST).order_by("pk")

    def location(self, item: Programme) -> str:
        return f"/programmes/{item.slug}/"


class _Organisations(_Pages):
    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.filter(OF_PUBLISHED).annotate(changed=NEWEST).order_by("pk")


SECTIONS = {"lists": _Lists, "challenges": _Challenges, "programmes": _Programmes, "organisations": _Organisations}


@require_safe
@access(anyone)
def site_map(request: HttpRequest) -> HttpResponseBase:
    """Every public page that has something to read; one address serves both languages, so none is an alternate of another."""
    response = sitemap(request, SECTIONS).render()
    del response["X-Robots-Tag"]
    response["Content-Type"] = "application/xml; charset=utf-8"
    return _public(request, response)


@require_safe
@access(anyone)
def robots(request: HttpRequest) -> HttpResponseBase:
    """Private areas are nobody's to walk through."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return _public(request, HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))


def _public(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["Content-Language"] = settings.LANGUAGE_CODE
    changed = parse_http_date_safe(response.get("Last-Modified", ""))
    return get_conditional_response(request, last_modified=changed, response=response)
