"""Rows of text out of a CSV file or an XLSX workbook from somebody's computer, whatever is in it."""

import csv
import io
import re
import zipfile
import zlib
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, ZipError

from accounts.kit.refusals import Refusal

MOST_BYTES = 2 * 1024**2
MOST_UNPACKED = 24 * 1024**2
MOST_PARTS = 500
MOST_ROWS = 2000
MOST_COLUMNS = 40
LONGEST = 400
MOST_LETTERS = 2000
WORKBOOK, CHAIN = "xl/workbook.xml", "xl/calcChain.xml"
_CELL = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")

Rows = list[list[str]]


def rows_of(content: bytes) -> Rows:
    """The rows of the first sheet, each cell as text without space around it; a text that is too long keeps its first 400 characters.

    Refuses, with words: what is neither CSV nor XLSX, too large a file, one that unpacks to too much, too many rows or columns, nothing.
    """
    if len(content) > MOST_BYTES:
        raise Refusal(_("This file is larger than 2 MB. Send the columns that are asked for alone."))
    rows = _of_workbook(content) if content.startswith(b"PK") else _of_text(content)
    filled = [[cell.strip()[:LONGEST] for cell in row] for row in rows]
    while filled and not any(filled[-1]):
        filled.pop()
    if not filled:
        raise Refusal(_("This file has no lines."))
    if len(filled) > MOST_ROWS + 1:
        raise Refusal(_("This file has more than %(most)d lines. Divide it.") % {"most": MOST_ROWS})
    if any(any(row[MOST_COLUMNS:]) for row in filled):
        raise Refusal(_("This file has more than %(most)d columns. Send those that are asked for alone.") % {"most": MOST_COLUMNS})
    return filled


def _of_text(content: bytes) -> Rows:
    text = _decoded(content)
    if _NOT_TEXT.search(text):
        raise Refusal(_("This is neither a CSV file nor an XLSX workbook."))
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Refusal(_("This file cannot be read: a quotation mark is opened and not closed, or stands in a wrong place.")) from None


def _decoded(content: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(_("This is neither a CSV file nor an XLSX workbook."))


def _of_workbook(content: bytes) -> Rows:
    no = Refusal(_("This workbook cannot be read. Save it anew as XLSX without a password, or as CSV."))
    try:
        sound = _repacked(content)
        if sound is None:
            raise no
        sheet = CalamineWorkbook.from_filelike(sound).get_sheet_by_index(0)
        return [[_said(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError, IndexError) as fault:
        raise no from fault
    except (CalamineError, ZipError) as fault:
        raise no from fault


def _repacked(content: bytes) -> io.BytesIO | None:
    """The workbook with those parts alone that are sound XML and reach no further than a list may; None for what is none.

    Sizes are looked at before anything is unpacked, and reading stops at them. A cell far away would make the reader take memory for all
    that lies between, so each part is looked through here first.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as found, zipfile.ZipFile(packed, "w") as kept:
        parts = found.infolist()
        names = {one.filename for one in parts}
        if len(parts) > MOST_PARTS or len(names) < len(parts) or WORKBOOK not in names:
            return None
        if sum(one.file_size for one in parts) > MOST_UNPACKED:
            raise Refusal(_("This workbook unpacks to more than a list of students needs, and is not opened."))
        for one in parts:
            if one.filename.endswith((".xml", ".rels")) and one.filename != CHAIN and not one.flag_bits & 1:
                with found.open(one) as part:
                    text = part.read(one.file_size)
                if _is_sound(text):
                    kept.writestr(one.filename, text)
    packed.seek(0)
    return packed


def _is_sound(text: bytes) -> bool:
    """Whether a part is XML without definitions of its own. Refuses one with cells beyond the rows and columns that are read."""
    if b"<!DOCTYPE" in text or b"\0" in text:
        return False
    parser, look = expat.ParserCreate("utf-8"), _Look()
    parser.StartElementHandler, parser.CharacterDataHandler = look.start, look.text
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        return False
    return True


class _Look:
    """Goes through the elements of one part, and refuses what would take more memory than a list may."""

    def __init__(self) -> None:
        self.rows = self.cells = self.letters = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row or a cell may say where it is; those that do not are counted."""
        kind, where = name.rpartition(":")[2], attributes.get("r", "")
        if kind == "row":
            self.rows, self.cells = self.rows + 1, 0
            _check(self.rows <= MOST_ROWS + 1 and (not where or (where.isdigit() and len(where) < 8 and int(where) <= MOST_ROWS + 1)))
        if kind == "c":
            self.cells += 1
            found = _CELL.fullmatch(where) if where else None
            _check(self.cells <= MOST_COLUMNS and (not where or found is not None))
            _check(found is None or (int(found[2]) <= MOST_ROWS + 1 and _number(found[1]) <= MOST_COLUMNS))
        if kind in {"c", "si"}:
            self.letters = 0

    def text(self, words: str) -> None:
        """The text of one cell, in however many pieces."""
        self.letters += len(words)
        if self.letters > MOST_LETTERS:
            raise Refusal(_("A cell of this workbook holds more text than a list of students needs."))


def _check(fits: bool) -> None:
    if not fits:
        words = _("This file has more than %(rows)d lines or %(columns)d columns. Send what is asked for alone.")
        raise Refusal(words % {"rows": MOST_ROWS, "columns": MOST_COLUMNS})


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _said(cell: object) -> str:
    """A cell as one reads it; numbers without a fraction that is none."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
