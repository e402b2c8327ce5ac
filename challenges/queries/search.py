"""Finding challenges by words, in Dutch and English."""

import re
from functools import cache, reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import translation

from accounts.enums.disciplines import BROAD, DETAILED, NARROW
from accounts.enums.people import PortalLanguage
from challenges.models import Challenge
from partners.models import Organisation

LONGEST = 200
MOST_WORDS = 12
CONFIGURATIONS = (("search_nl", "dutch"), ("search_en", "english"))


def tidy(text: str) -> str:
    """What somebody typed, as it is searched for: without control characters and doubled space, at most 200 characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST].strip()


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation; at most twelve."""
    return re.findall(r"[^\W_]+", text.lower())[:MOST_WORDS]


def matching(text: str, *, few: bool = False) -> Q:
    """Challenges in which a tidied text is found: by the words of either language, by their beginnings, in the title, in the
    organisation's name, or in the name of a discipline that is wanted. Nothing is found for a text without words.

    Each way uses its own index, unless only a `few` are left to look through by what else is asked.
    """
    words = words_of(text)
    if not words:
        return Q(pk__in=[])
    ways = [
        *(Q(**{column: SearchQuery(text, config=config, search_type="websearch")}) for column, config in CONFIGURATIONS),
        Q(search_simple=_beginnings(words)),
        Q(title__icontains=text),
        Q(organisation__in=Organisation.objects.order_by().filter(name__icontains=text).values("pk")),
    ]
    if codes := disciplines_named(words):
        ways.append(Q(disciplines__overlap=codes))
    if few:
        return reduce(or_, ways)
    first, *others = (Challenge.objects.order_by().filter(way).values("pk") for way in ways)
    return Q(pk__in=first.union(*others))


def rank(text: str) -> Greatest:
    """How well a challenge fits a text that has words: the best of both languages and of the beginnings of words."""
    return Greatest(
        *(SearchRank(F(column), SearchQuery(text, config=config, search_type="websearch")) for column, config in CONFIGURATIONS),
        SearchRank(F("search_simple"), _beginnings(words_of(text))),
    )


def _beginnings(words: list[str]) -> SearchQuery:
    """Every word as the beginning of one; the words hold letters and digits only, so nothing of them is read as an operator."""
    return SearchQuery(" & ".join(f"'{word}':*" for word in words), config="simple", search_type="raw")


def disciplines_named(words: list[str]) -> list[str]:
    """Codes of the detailed fields in whose name, or in the name of a field above them, each word begins a word; both languages."""
    if max(map(len, words)) < 3:
        return []
    return [
        code
        for code, names in _names().items()
        if any(all(any(part.startswith(word) for part in name) for word in words) for name in names)
    ]


@cache
def _names() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {code: [] for code in DETAILED}
    for language in PortalLanguage.values:
        with translation.override(language):
            for code, names in found.items():
                names += [words_of(str(name)) for name in (DETAILED[code], NARROW[code[:3]], BROAD[code[:2]])]
    return found
