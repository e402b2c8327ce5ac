"""The picture that goes with a link when somebody shares it: 1200 × 630, in the look of the site. No Django, no database."""

import hashlib
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
FONTS = Path(__file__).resolve().parent.parent.parent / "static" / "vendor"
SERIF, SANS = "source-serif-4", "inter"
# Each font file has the letters of one script; what is in none of them cannot be drawn.
SCRIPTS = {
    "greek": (range(0x0370, 0x0400),),
    "latin-ext": (range(0x0100, 0x0131), range(0x0132, 0x0152), range(0x0154, 0x0250), range(0x1E00, 0x1F00)),
    "latin": (range(0x20, 0x7F), range(0xA0, 0x100), (0x131, 0x152, 0x153, 0x20AC, 0x2122), range(0x2010, 0x2027), range(0x2032, 0x2034)),
}
PAPER, SURFACE, LINE, INK, INK_2 = "#faf8f4", "#ffffff", "#e2ddd2", "#1b2422", "#4d5a56"
TEAL, TEAL_SOFT, ON_TEAL_SOFT, NEUTRAL_SOFT = "#0d5f5a", "#dcefeb", "#0a4a46", "#f1eee7"
SIZES = (76, 68, 60, 54, 48, 42)
MOST_LINES = 4
LEADING = 1.16
LOOK = 1  # goes up when the drawing changes, so that every picture gets a new address
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Card:
    """The words of a picture. `chip` says where it stands, `is_open` gives it its colour; an empty text is left out."""

    site: str
    eyebrow: str
    title: str
    chip: str = ""
    is_open: bool = False
    note: str = ""

    @property
    def version(self) -> str:
        """Differs whenever the picture would."""
        return hashlib.sha256(repr((LOOK, astuple(self))).encode("utf-8", "replace")).hexdigest()[:16]


def png(card: Card) -> bytes:
    """The picture of a card. A process draws one at a time, and keeps the last ones."""
    with _one_at_a_time:
        return _drawn(card)


@lru_cache(maxsize=64)
def _drawn(card: Card) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 20, HEIGHT), fill=TEAL)
    _write(draw, (MARGIN, 92), card.site, SANS, 28, 600, TEAL)
    _write(draw, (MARGIN, 166), _cut(card.eyebrow, SANS, 32, 500, WIDTH - 2 * MARGIN), SANS, 32, 500, INK_2)
    size, lines = fitted(card.title)
    for number, line in enumerate(lines):
        _write(draw, (MARGIN, 196 + round(size * (1 + LEADING * number))), line, SERIF, size, 600, INK)
    _foot(draw, card)
    out = BytesIO()
    image.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=False)
    return out.getvalue()


def _foot(draw: ImageDraw.ImageDraw, card: Card) -> None:
    left, base = MARGIN, HEIGHT - 66
    if card.chip:
        words = _cut(card.chip, SANS, 28, 600, 700)
        right = left + width(words, SANS, 28, 600) + 56
        draw.rounded_rectangle((left, base - 45, right, base + 23), 34, fill=TEAL_SOFT if card.is_open else NEUTRAL_SOFT)
        _write(draw, (left + 28, base), words, SANS, 28, 600, ON_TEAL_SOFT if card.is_open else INK_2)
        left = round(right) + 32
    _write(draw, (left, base), _cut(card.note, SANS, 28, 400, WIDTH - MARGIN - left), SANS, 28, 400, INK_2)


def fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which a title fits, with its lines; cut with an ellipsis where even the smallest does not."""
    room = WIDTH - 2 * MARGIN
    lines: list[str] = []
    for size in SIZES:
        lines = list(_wrapped(title, size, room))
        whole = " ".join(lines) == drawable(title)
        if whole and len(lines) <= MOST_LINES and len(lines) * size * LEADING <= 300:
            return size, lines
    kept = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        kept[-1] = _cut(kept[-1] + " " + lines[MOST_LINES], SERIF, SIZES[-1], 600, room)
    return SIZES[-1], kept


def _wrapped(text: str, size: int, room: float) -> Iterator[str]:
    """Lines of whole words; a word that is longer than a line is broken where the line ends."""
    line = ""
    for word in drawable(text).split():
        longer = f"{line} {word}".strip()
        if width(longer, SERIF, size, 600) <= room:
            line = longer
            continue
        if line:
            yield line
        while width(word, SERIF, size, 600) > room:
            head = next(cut for cut in range(len(word) - 1, 0, -1) if width(word[:cut], SERIF, size, 600) <= room)
            yield word[:head]
            word = word[head:]
        line = word
    if line:
        yield line


def _cut(text: str, family: str, size: int, weight: int, room: float) -> str:
    text = drawable(text)
    if width(text, family, size, weight) <= room:
        return text
    while text and width(text + "…", family, size, weight) > room:
        text = text[:-1]
    return text.rstrip(" ,.;·") + "…"


def drawable(text: str) -> str:
    """A text without what our fonts have no letters for, and without doubled space."""
    kept = "".join(letter if _script(letter) else " " for letter in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


@cache
def _script(letter: str) -> str:
    return next((script for script, ranges in SCRIPTS.items() if any(ord(letter) in one for one in ranges)), "")


def _parts(text: str, family: str, size: int, weight: int) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    for script, letters in groupby(drawable(text), _script):
        yield "".join(letters), _font(family, script, size, weight)


def width(text: str, family: str, size: int, weight: int) -> float:
    """How wide a text is drawn, in pixels."""
    return sum(font.getlength(part) for part, font in _parts(text, family, size, weight))


def _write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, family: str, size: int, weight: int, colour: str) -> None:
    left, base = at
    for part, font in _parts(text, family, size, weight):
        draw.text((left, base), part, font=font, fill=colour, anchor="ls")
        left += font.getlength(part)


@cache
def _font(family: str, script: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONTS / f"{family}-{script}-wght-normal.woff2", size)
    font.set_variation_by_axes([weight])
    return font
