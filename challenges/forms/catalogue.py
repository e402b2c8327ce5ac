"""The catalogue's filters as they stand in the address. Whatever is not known is left out, without a word."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise

from accounts.enums import Language, Level
from accounts.enums.disciplines import NARROW
from challenges.enums import Mode, Size, Theme
from challenges.queries.catalogue import Catalogue
from challenges.queries.filters import SORTS, STATUSES, Filters
from challenges.queries.search import tidy
from partners.models import Organisation

MOST_PAGES = 100_000
KNOWN: dict[str, set[str]] = {
    "theme": set(Theme.values),
    "discipline": set(NARROW),
    "level": set(Level.values),
    "language": set(Language.values),
    "mode": {Mode.SOLO, Mode.TEAM},
    "size": set(Size.values),
    "status": set(STATUSES),
}
NOTHING: dict[str, object] = {"q": "", "sort": "closing", **dict.fromkeys([*KNOWN, "organisation"], ())}


def read(query: QueryDict) -> Filters:
    """The filters that an address asks for; one query when it names organisations."""
    q = tidy(query.get("q", ""))
    sort = query.get("sort", "")
    usual = "relevance" if q else "closing"
    return Filters(
        q=q,
        sort=sort if sort in SORTS and (q or sort != "relevance") else usual,
        page=_page(query.get("page", "")),
        organisation=_organisations(query),
        **{name: tuple(dict.fromkeys(value for value in query.getlist(name) if value in known)) for name, known in KNOWN.items()},
    )


def address(filters: Filters, **changed: object) -> str:
    """The shortest address of the catalogue for these filters, with some of them changed; a changed filter starts on page one."""
    usual = "relevance" if changed.get("q", filters.q) else "closing"
    values = [("q", changed.get("q", filters.q))]
    for name in (*KNOWN, "organisation"):
        chosen = changed.get(name, filters.chosen(name))
        values += [(name, value) for value in chosen]  # type: ignore[attr-defined]
    sort = changed.get("sort", filters.sort)
    values += [("sort", "" if sort == usual else sort), ("page", "" if changed or filters.page == 1 else filters.page)]
    query = urlencode([(name, value) for name, value in values if value])
    return f"/challenges/?{query}" if query else "/challenges/"


def canonical(filters: Filters) -> str:
    """The one address under which search engines know this page: filters and order only show the same challenges in part."""
    plain = Filters(page=filters.page)
    return address(plain) if filters == plain else address(Filters())


def feed_query(filters: Filters, lang: str) -> str:
    """What stands behind the address of a feed for these filters, the shortest way: '?lang=nl&theme=prevention', or nothing."""
    asked = address(filters, status=(), sort="relevance" if filters.q else "closing").partition("?")[2]
    query = "&".join(part for part in (f"lang={lang}" if lang else "", asked) if part)
    return f"?{query}" if query else ""


def _organisations(query: QueryDict) -> tuple[str, ...]:
    slugs = [slug for slug in query.getlist("organisation")[:50] if slug.isascii() and slug.isprintable() and len(slug) <= 80]
    if not slugs:
        return ()
    return tuple(Organisation.objects.filter(slug__in=slugs).order_by("slug").values_list("slug", flat=True))


def _page(typed: str) -> int:
    return min(int(typed), MOST_PAGES) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 9 and int(typed) else 1


def sorts(filters: Filters) -> list[tuple[str, Promise, bool]]:
    """The ways to sort: value, words, chosen. The usual one has an empty value, so that it changes by itself when words are typed."""
    usual = "relevance" if filters.q else "closing"
    ways = [usual, *(name for name in SORTS if name != usual and (filters.q or name != "relevance"))]
    return [("" if name == usual else name, SORTS[name], name == filters.sort) for name in ways]


def chips(found: Catalogue) -> list[dict[str, str]]:
    """The filters that are on, each with the address without it."""
    asked = found.filters
    taken_off = [
        {"label": option.label, "url": address(asked, **{name: tuple(value for value in asked.chosen(name) if value != option.value)})}
        for name, option in found.chosen()
    ]
    words = [{"label": f"“{asked.q}”", "url": address(asked, q="", sort="closing")}] if asked.q else []
    return words + taken_off


def with_finished(filters: Filters) -> str:
    """The address where the finished ones are found for the same filters."""
    return address(filters, status=("finished",))
