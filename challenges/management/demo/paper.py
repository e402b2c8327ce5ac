"""Small files that are really what their names say."""

import hashlib
import textwrap

LINES_A_PAGE = 46


def pdf(title: str, text: str) -> bytes:
    """A one-page PDF with a title and as many lines of the text as fit."""
    lines = [line for part in text.split("\n") for line in (textwrap.wrap(part, 88) or [""])][:LINES_A_PAGE]
    drawn = ["BT /F1 16 Tf 56 780 Td", f"({_safe(title[:60])}) Tj", "/F1 10 Tf 0 -28 Td 14 TL"]
    drawn += [f"({_safe(line)}) Tj T*" for line in lines]
    stream = "\n".join([*drawn, "ET"]).encode("cp1252", "replace")
    return _document(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )


def csv(observations: list[tuple[str, str]]) -> bytes:
    """A table of two columns."""
    return "\r\n".join(["moment,observation", *(f'{moment},"{seen}"' for moment, seen in observations), ""]).encode()


def sha256(data: bytes) -> str:
    """The digest as the portal shows it."""
    return hashlib.sha256(data).hexdigest()


def _safe(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _document(*objects: bytes) -> bytes:
    """Objects numbered from 1, the first being the catalogue, with the table that says where each begins."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return body + head + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
