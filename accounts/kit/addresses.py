"""E-mail addresses in one canonical form, so that one person cannot sign up twice by case or Unicode form; what misleads is refused."""

import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 254
# No longer text can become an address. Marks without end would take the square of their number to be put in order.
READ = 4 * LONGEST
_is_an_address = EmailValidator(gettext_lazy("Enter an e-mail address, such as noor@example.org."), allowlist=[])


def canonical(address: str) -> str:
    """The form in which every address is stored and compared: NFKC, lower case, without surrounding space; the domain as it stands in
    the mail system (`xn--…` where it has other letters than a to z, so that no look-alike shows) and without the dot at its end. A text
    that is far too long for an address comes back as it is."""
    if len(address) > READ:
        return address
    plain = unicodedata.normalize("NFKC", address).strip().lower()
    local, at, name = plain.rpartition("@")
    return f"{local}{at}{_in_ascii(name.rstrip('.'))}" if at else plain


def domain(address: str) -> str:
    """What stands behind the last @ of an address, in canonical form."""
    return canonical(address).rpartition("@")[2]


def check(address: str) -> None:
    """Refuse (`ValidationError`, in words for who typed it) what is no address in canonical form: a letter that only looks like one of
    the keyboard or cannot be seen, a local part in quotes, a machine's number for a domain."""
    odd = next((character for character in address if character > "\x7e"), "")
    if odd:
        words = _(
            "This address holds %(character)s, which no address here can have. "
            "It may only look like a letter of the keyboard: type it by hand."
        )
        raise ValidationError(words % {"character": _named(odd)}, code="look-alike")
    local, _at, name = address.rpartition("@")
    if '"' in local or name.startswith("[") or len(local) > 64 or len(address) > LONGEST:
        raise ValidationError(_is_an_address.message, code="invalid")
    _is_an_address(address)


def _in_ascii(name: str) -> str:
    """A domain in the letters of the mail system; one that cannot be written so stays as it is, and is refused by `check`."""
    if name.isascii():
        return name
    try:
        return idna.encode(name, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return name


def _named(character: str) -> str:
    shown = f"“{character}” " if character.isprintable() else ""
    return f"{shown}({unicodedata.name(character, f'U+{ord(character):04X}')})"
