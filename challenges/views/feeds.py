"""Feeds of open challenges, for readers and other sites. The same for everybody: no cookie is read or set."""

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.enums import Level
from accounts.enums.disciplines import DETAILED
from accounts.kit import clock, language, markdown
from accounts.kit.access import access, anyone
from accounts.kit.syndication import Entry, Feed, Tag, atom, json_feed
from accounts.kit.words import names
from challenges.enums import Theme
from challenges.forms import catalogue as address_bar
from challenges.models import Challenge
from challenges.queries import cards, feed, sharing

MAX_AGE = 900
# By number: it outlives a change of title and of address.
ID = "tag:{host},2026:challenge/{pk}"


@require_safe
@access(anyone)
def as_atom(request: HttpRequest) -> HttpResponseBase:
    """Atom 1.0."""
    return _answer(request, atom, "application/atom+xml; charset=utf-8")


@require_safe
@access(anyone)
def as_json(request: HttpRequest) -> HttpResponseBase:
    """JSON Feed 1.1."""
    return _answer(request, json_feed, "application/feed+json; charset=utf-8")


def _answer(request: HttpRequest, write: Callable[[Feed], bytes], content_type: str) -> HttpResponseBase:
    """The feed in the language of `lang`, else the first of the reader's that we have; 304 for whoever has it already."""
    lang = request.GET.get("lang", "")
    named = lang if lang in dict(settings.LANGUAGES) else ""
    spoken = named or language.asked_for(request)
    with translation.override(spoken):
        found = _feed(request, named, spoken)
        body = write(found)
    response = HttpResponse(body, content_type=content_type)
    response["Content-Language"] = spoken
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    modified = int(max(found.updated, feed.seats_changed_by(clock.now())).timestamp())
    response["Last-Modified"] = http_date(modified)
    if not named:
        patch_vary_headers(response, ["Accept-Language"])
    return get_conditional_response(request, etag=response["ETag"], last_modified=modified, response=response)


def _feed(request: HttpRequest, named: str, spoken: str) -> Feed:
    now = clock.now()
    asked = address_bar.read(request.GET)
    shown = list(feed.open_challenges(asked, now))
    here = f"{settings.SITE_URL}{request.path}{address_bar.feed_query(asked, named)}"
    return Feed(
        title=_("%(site)s: open challenges") % {"site": settings.SITE_NAME},
        description=_("Cases brought in by hospitals, companies and citizens. Join alone or build a team across disciplines."),
        language=spoken,
        url=here,
        home=f"{settings.SITE_URL}{address_bar.address(asked, status=('open',))}",
        icon=f"{settings.SITE_URL}{static('img/favicon.svg')}",
        updated=feed.list_changed_at(shown, now),
        entries=[_entry(challenge, now) for challenge in shown],
    )


def _entry(challenge: Challenge, now: dt.datetime) -> Entry:
    assert challenge.published_at is not None  # noqa: S101 - a constraint of the database
    organisation = challenge.organisation
    return Entry(
        id=ID.format(host=urlsplit(settings.SITE_URL).hostname, pk=challenge.pk),
        url=f"{settings.SITE_URL}{challenge.get_absolute_url()}",
        title=challenge.title,
        language=challenge.case_language,
        summary=challenge.summary,
        html=render_to_string(
            "challenges/feed_entry.html", {"challenge": challenge, "facts": _facts(challenge), "case": _as_html(challenge.case)}
        ),
        author=organisation.name,
        author_url=f"{settings.SITE_URL}{organisation.get_absolute_url()}",
        published=challenge.published_at,
        updated=feed.changed_at(challenge),
        tags=[_tag("theme", theme, str(Theme(theme).label)) for theme in challenge.themes]
        + [_tag("discipline", code, str(DETAILED[code])) for code in challenge.disciplines],
        image=f"{settings.SITE_URL}{sharing.card_url(challenge, now)}",
    )


@lru_cache(maxsize=2 * feed.MOST)
def _as_html(case: str) -> SafeString:
    """Markdown takes most of a feed's time, and the same text is the same HTML: the texts of two feeds are kept."""
    return markdown.render(case)


def _tag(name: str, value: str, label: str) -> Tag:
    return Tag(scheme=f"{settings.SITE_URL}/challenges/#{name}", term=value, label=label)


def _facts(challenge: Challenge) -> list[str]:
    pairs = [cards.team_words(challenge), cards.effort_words(challenge)]
    levels = ", ".join(names(Level, *challenge.levels))
    return [*(" ".join(filter(None, pair)) for pair in pairs), cards.languages_words(challenge), levels]
