"""What is put into fields and addresses: sound values, and those that break programs."""

import os
import re
from urllib.parse import quote

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

# The same examples at every run, so that a red one is red for everybody; more of them, drawn anew, with HOSTILE_EXAMPLES=500.
MANY = int(os.environ.get("HOSTILE_EXAMPLES", "0"))


def profile(examples: int) -> settings:
    """How often, and how; `examples` unless the environment asks for more."""
    return settings(
        max_examples=MANY or examples,
        derandomize=not MANY,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink) if MANY else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


HOSTILE = (
    *("\x00", "a\x00b", "\ud800", "\udfff\ud800", "\ufffe\uffff", "\U0010ffff", "\u202eabc\u2066", "\u200b", "\ufeff", "e\u0301" * 40),
    *("é" * 300, "x" * 300, "x" * 20_000, "ﷺ" * 300, "👩‍👩‍👧‍👦" * 60, "\r\n\r\n", "\t", " ", "\x1b[31m", "\x7f"),
    *(
        "0",
        "-1",
        "-0",
        "1e309",
        "NaN",
        "Infinity",
        "9" * 30,
        "9" * 400,
        "9" * 5000,
        "1e-999999",
        "2147483648",
        "9223372036854775808",
        "٣",
        "1_000",
        "0x10",
        "１２",
    ),
    *(
        "true",
        "None",
        "null",
        "[]",
        "{}",
        "[object Object]",
        "undefined",
        "on",
        "\\",
        "'",
        '"',
        "`",
        "%00",
        "%",
        "%s%s%n",
        "{0}",
        "{{ 7 }}",
    ),
    *("0001-01-01", "9999-12-31", "99999-01-01T00:00", "2027-02-30", "2027-03-28T02:30", "2027-10-31T02:30", "2027-01-01T00:00:00+14:00"),
    *("2027-W01", "24:00", "2027-01-30T17:00Z", "00000000-0000-0000-0000-000000000000", "{00000000000000000000000000000000}"),
    *("=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "'; DROP TABLE accounts_user; --", "<script>alert(1)</script>", '"><svg onload=alert(1)>'),
    *("[a](javascript:alert(1))", "![](https://example.org/x.png)", "<iframe src=//example.org>", "> " * 500 + "a", "[" * 2000, "*" * 3000),
    *("//example.org", "https://example.org/", "/\\example.org", "javascript:alert(1)", "../../etc/passwd", "\\\\host\\share"),
    *("аdmin@uu.nl", "a@b@c", "a" * 65 + "@uu.nl", "noor@" + "a" * 300, "noor\nbcc:x@uu.nl", "noor@xn--a", "xn--@xn--.xn--"),
)


class Large(str):
    """A text that a report does not tell whole."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{self[:3]!r} … {len(self)}"


# A megabyte each: letters, what is escaped, digits, and marks that take the square of their number to be put in order.
LARGE = (Large("x" * 2**20), Large("<" * 2**20), Large("9" * 2**20), Large("a" + "\u0301\u0316" * 2**18))

sound = st.sampled_from(["Noor Jansen", "noor@example.org", "2027-01-30", "2027-01-30T17:00", "1", "2", "50", "yes", "Words.", ""])
anything = st.text(st.characters(exclude_categories=()), max_size=40)
hostile = st.sampled_from(HOSTILE) | anything
value = hostile | sound


def as_read(text: str) -> str:
    """A text as it can come back: half characters replaced, one kind of line ends, no NUL, no space around."""
    whole = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return re.sub(r"\r\n?", "\n", whole).replace("\x00", "").strip()


def encoded(pairs: list[tuple[str, str]]) -> str:
    """A query or a body, with half characters as bytes that are none."""
    return "&".join(f"{quote(name)}={quote(one.encode('utf-8', 'surrogatepass'))}" for name, one in pairs)
