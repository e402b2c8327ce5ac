"""Names and titles that others read: one line, in which every character can be seen and none turns the line around."""

import unicodedata

# Letters and marks without a shape: they fill a name that looks empty, or make two names look alike.
SHAPELESS = dict.fromkeys([0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0])
JOINERS = "\u200c\u200d"
# Far above the longest name that any form takes. Marks without end would take the square of their number to be put in order.
READ = 4000


def one_line(name: str) -> str:
    """A name in NFC with single spaces, without control, direction and other invisible characters.

    The joiners that Persian and Indian scripts and some pictures need stay where they join something beyond ASCII. A text that is no
    name by its length alone comes back as it is.
    """
    if len(name) > READ:
        return name
    seen = unicodedata.normalize("NFC", name).translate(SHAPELESS)
    kept = "".join(c for place, c in enumerate(seen) if c.isspace() or unicodedata.category(c)[0] != "C" or _joins(seen, place))
    return " ".join(kept.split())


def _joins(text: str, place: int) -> bool:
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return text[place] in JOINERS and len(around) == 2 and all(ord(c) > 127 and unicodedata.category(c)[0] in "LMS" for c in around)
