"""E-mail addresses in one canonical form, so that one person cannot sign up twice by case or Unicode form."""

import unicodedata


def canonical(address: str) -> str:
    """The form in which every address is stored and compared: NFKC, lower case, without surrounding space."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def domain(address: str) -> str:
    """What stands behind the last @ of an address, in canonical form."""
    return canonical(address).rpartition("@")[2]
