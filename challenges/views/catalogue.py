"""The home page, the catalogue and a challenge's own page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.kit import clock
from accounts.kit.access import access, anyone, reader
from accounts.kit.files import attachment
from challenges.forms import catalogue as address_bar
from challenges.models import Attachment
from challenges.queries import challenge_page, schema_org, sharing, visible
from challenges.queries import home as home_queries
from challenges.queries.catalogue import catalogue
from challenges.queries.filters import Filters


@require_safe
@access(anyone)
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is for, and where to begin."""
    context = {"home": home_queries.home(clock.now()), "data": schema_org.website(), "feed_query": _feed_query(Filters())}
    return render(request, "challenges/home.html", context)


def _feed_query(asked: Filters) -> str:
    return address_bar.feed_query(asked, get_language() or "")


@require_safe
@access(anyone)
def challenge_list(request: HttpRequest) -> HttpResponse:
    """The catalogue; for htmx only its filters and results, with the shortest address of what was asked."""
    now = clock.now()
    asked = address_bar.read(request.GET)
    found = catalogue(asked, now)
    partly = bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    context = {
        "catalogue": found,
        "asked": asked,
        "sorts": address_bar.sorts(asked),
        "chips": address_bar.chips(found),
        "with_finished": address_bar.with_finished(asked),
        "without_filters": address_bar.address(asked, **address_bar.NOTHING),
        "partly": partly,
        "canonical": address_bar.canonical(asked),
        "feed_query": _feed_query(asked),
    }
    response = render(request, "challenges/catalogue_results.jinja" if partly else "challenges/catalogue.jinja", context)
    if partly:
        response["HX-Push-Url"] = address_bar.address(asked)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@access(anyone)
def challenge_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one challenge that its reader may know."""
    now = clock.now()
    rows = challenge_page.read(reader(request), slug, now)
    if rows is None:
        raise Http404
    challenge = rows.found[0]
    picture = sharing.card_url(challenge, now) if challenge.published_at else ""
    context = {
        "challenge": challenge,
        "page": challenge_page.challenge_page(rows, request.user, now),
        "card_url": picture,
        "data": schema_org.course(challenge, picture, now) if picture else None,
    }
    return render(request, "challenges/challenge.jinja", context)


@require_safe
@access(anyone)
def attachment_download(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """A file that the partner gave with the case, for whoever sees the challenge."""
    file = get_object_or_404(Attachment, challenge__in=visible.challenges(request.user).filter(slug=slug), key=key)
    return attachment(file.blob, name=file.name, content_type=file.content_type)
