"""How the lines of a list of students are read: which column is which, and what is wrong with a line by itself."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.enums.disciplines import DETAILED
from accounts.kit.addresses import canonical, check
from accounts.kit.names import one_line
from accounts.kit.refusals import Refusal

COLUMNS = {
    "address": {"address", "e-mail", "email", "mail", "e-mail address", "email address", "adres", "e-mailadres", "emailadres", "mailadres"},
    "name": {"name", "full name", "student", "naam", "volledige naam"},
    "programme": {"programme", "program", "programme of study", "study", "studies", "opleiding", "studie", "studierichting"},
    "discipline": {"discipline", "field", "field of study", "isced", "isced-f", "vakgebied", "studiegebied"},
}
LONGEST_NAME = 150
FORMULA = ("=", "+", "-", "@")


@dataclass
class Line:
    """One line of a list: its number in the file, what it says in the form in which it is kept, and what is wrong with it in words."""

    number: int
    address: str = ""
    name: str = ""
    programme: str = ""
    discipline: str = ""
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Listing:
    """A list as it was read; `ignored` are the heads of columns that nobody asked for."""

    lines: list[Line]
    ignored: list[str]


def read(rows: Sequence[Sequence[str]]) -> Listing:
    """The lines of a sheet whose first row says what its columns are, in English or Dutch and in any order.

    Refuses a sheet without a column of addresses or of names, or with two of one kind. Empty rows are left out.
    """
    places, ignored = _columns(rows[0])
    lines, seen = [], dict[str, int]()
    fields = _fields()
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        if any(cells.values()):
            lines.append(_line(number, cells, seen, fields))
    return Listing(lines, ignored)


def _columns(heads: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    places: dict[str, int] = {}
    ignored = []
    for place, head in enumerate(heads):
        word = " ".join(one_line(head).lower().split())
        name = next((name for name, words in COLUMNS.items() if word in words), "")
        if name in places:
            raise Refusal(_("Two columns are called the same: %(head)s.") % {"head": head[:40]})
        if name:
            places[name] = place
        elif word:
            ignored.append(one_line(head)[:40])
    if "address" not in places or "name" not in places:
        raise Refusal(_("The first line has to name the columns: address and name, and programme and discipline if they are known."))
    return places, ignored


def _line(number: int, cells: dict[str, str], seen: dict[str, int], fields: dict[str, str]) -> Line:
    line = Line(number, canonical(cells["address"]), one_line(cells["name"]), one_line(cells.get("programme", "")))
    line.faults += _of_formulas(cells)
    try:
        check(line.address)
    except ValidationError as no:
        line.faults.append(str(no.messages[0]))
    else:
        if line.address in seen:
            line.faults.append(_("This address stands in line %(number)d already.") % {"number": seen[line.address]})
        seen.setdefault(line.address, number)
    if not line.name:
        line.faults.append(_("The name is missing."))
    for words in (line.name, line.programme):
        if len(words) > LONGEST_NAME:
            line.faults.append(_("“%(words)s…” is longer than %(most)d characters.") % {"words": words[:20], "most": LONGEST_NAME})
    line.discipline, fault = _discipline(cells.get("discipline", ""), fields)
    line.faults += [fault] if fault else []
    return line


def _of_formulas(cells: dict[str, str]) -> Iterator[str]:
    for text in cells.values():
        if text.startswith(FORMULA):
            yield _("“%(words)s” begins like a formula.") % {"words": text[:20]}


def _discipline(text: str, fields: dict[str, str]) -> tuple[str, str]:
    """The code of a detailed field of ISCED-F, given by code or name; or what is wrong, with the field that comes nearest."""
    if not text:
        return "", ""
    word = " ".join(text.casefold().split())
    code = word.zfill(4) if word.isdigit() else ""
    if code in DETAILED:
        return code, ""
    if word in fields:
        return fields[word], ""
    near = difflib.get_close_matches(word[:60], fields, n=1, cutoff=0.5)
    if not near:
        return "", _("“%(words)s” is no discipline of ISCED-F.") % {"words": text[:40]}
    nearest = fields[near[0]]
    return "", _("“%(words)s” is no discipline of ISCED-F. The nearest is “%(name)s” (%(code)s).") % {
        "words": text[:40],
        "name": DETAILED[nearest],
        "code": nearest,
    }


def _fields() -> dict[str, str]:
    """The code of each detailed field by its name, in English and in Dutch."""
    found = {}
    for language in ("nl", "en"):
        with override(language):
            found.update({" ".join(str(name).casefold().split()): code for code, name in DETAILED.items()})
    return found
