"""The terms of a challenge, as they are read and accepted on joining."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from challenges.models import Challenge


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
