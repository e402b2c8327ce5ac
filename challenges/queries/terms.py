"""The terms of a challenge and of an edition, as they are read and accepted on joining."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.kit.marks import mark
from accounts.models import TermsAcceptance
from challenges.enums import ChallengeState, Joining
from challenges.models import Challenge, Programme


@dataclass(frozen=True)
class Terms:
    """Rights, confidentiality and use of data, each with its heading; `text` is what is kept word for word with a person's yes."""

    document: str
    title: str
    version: int
    sections: list[tuple[str, str]]

    @property
    def text(self) -> str:
        return "\n\n".join(f"{heading}\n{words}" for heading, words in self.sections)

    @property
    def mark(self) -> str:
        """A short mark of the words, so that a yes to others is told."""
        return mark(self.text)


def terms_of(challenge: Challenge) -> Terms:
    """The present terms of a challenge, in the reader's language as far as they are the portal's own words."""
    rights = "\n\n".join(part for part in (challenge.get_rights_display() if challenge.rights else "", challenge.rights_text) if part)
    sections = [
        (_("Rights on what you make"), rights),
        (_("Confidentiality"), challenge.confidentiality),
        (_("Use of data"), challenge.data_use),
    ]
    return Terms(
        document=f"challenge:{challenge.pk}",
        title=challenge.title,
        version=challenge.terms_version,
        sections=[(heading, words) for heading, words in sections if words.strip()],
    )


def terms_of_edition(programme: Programme) -> Terms:
    """What one accepts when one joins an edition: the terms of each challenge into which it can lead, one after another.

    Whoever accepts the same words gets the same version; other words are a version of their own. Two statements.
    """
    found = [(one, terms_of(one)) for one in joined_through(programme).select_related("organisation").order_by("title", "pk")]
    sections = [(f"{one.title} ({one.organisation.name})", terms.text) for one, terms in found]
    terms = Terms(f"programme:{programme.pk}", programme.name, 0, sections)
    versions = dict(_accepted(terms.document))
    return replace(terms, version=versions.get(terms.text, max(versions.values(), default=0) + 1))


def joined_through(programme: Programme) -> QuerySet[Challenge]:
    """The challenges that one joins through the edition: those among which its students choose."""
    return Challenge.objects.filter(programme=programme, state=ChallengeState.PUBLISHED, joining=Joining.PROGRAMME)


def _accepted(document: str) -> Iterable[tuple[str, int]]:
    return TermsAcceptance.objects.filter(document=document).order_by("version").values_list("text", "version").distinct()
