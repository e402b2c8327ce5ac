"""What a file really is: its type by content, its size and its SHA-256, before anything is stored."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from accounts.kit.refusals import Refusal

# What teams hand in and partners attach; extension -> content type that we serve it as.
ALLOWED = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
    "zip": "application/zip",
    "csv": "text/csv",
    "txt": "text/plain",
    "md": "text/markdown",
}
ACCEPT = ",".join(f".{extension}" for extension in ALLOWED)
HEAD = 8192
# The policy of whatever people brought in: should a browser show it after all, it can do nothing there.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
# The list of what a zip holds; a longer one than this is made to exhaust whoever reads it.
MAX_DIRECTORY = 4 * 1024**2
_START = {
    "pdf": re.compile(rb"(?!MZ|\x7fELF|\s*<).{0,1019}?%PDF-", re.S),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "mp4": re.compile(rb".{4}ftyp", re.S),
    "mp3": re.compile(rb"ID3[\x02-\x04]|\xff[\xf2\xf3\xfa\xfb]"),
}
_OFFICE = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
_OPEN_DOCUMENT = {"odt", "odp", "ods"}
_NOT_PLAIN = re.compile(rb"(\xef\xbb\xbf)?\s*(<!doctype|<html|<script|<svg|<\?xml|%PDF-|MZ|\x7fELF|PK\x03\x04|#!)", re.I)


@dataclass(frozen=True)
class FileFacts:
    """A checked upload: a safe display name, size in bytes, SHA-256 in hex, the type to serve it as."""

    name: str
    size: int
    sha256: str
    content_type: str


def safe_name(name: str) -> str:
    """A file name without folders, control or direction characters, at most 120 characters, its extension kept."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip(". ") or "file"
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:120]
    return f"{stem[: 119 - len(extension)]}.{extension}" if len(extension) <= 10 else name[:120]


def inspect(upload: UploadedFile[bytes], *, max_bytes: int) -> FileFacts:
    """Read an upload piece by piece and say what it is. Refuses empty or too large files, and content that is not of an allowed type."""
    name = safe_name(upload.name or "")
    size = upload.size or 0
    if size == 0:
        raise Refusal(_("“%(name)s” is empty.") % {"name": name}, field="files")
    if size > max_bytes:
        raise Refusal(
            _("“%(name)s” is %(size)d MB. A file can be at most %(max)d MB.")
            % {"name": name, "size": -(-size // 1024**2), "max": max_bytes // 1024**2},
            field="files",
        )
    extension = name.rpartition(".")[2].lower()
    if extension not in ALLOWED:
        raise Refusal(
            _("“%(name)s” is of a kind that cannot be added. Allowed: %(allowed)s.")
            % {"name": name, "allowed": ", ".join(sorted(ALLOWED))},
            field="files",
        )
    if not _content_fits(upload, extension):
        raise Refusal(
            _("“%(name)s” is not what its name says: its content is not that of a .%(extension)s file.")
            % {"name": name, "extension": extension},
            field="files",
        )
    return FileFacts(name=name, size=size, sha256=_sha256(upload), content_type=ALLOWED[extension])


def _sha256(upload: UploadedFile[bytes]) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _content_fits(upload: UploadedFile[bytes], extension: str) -> bool:
    upload.seek(0)
    head = upload.read(HEAD)
    if extension in _START:
        return _START[extension].match(head) is not None
    if extension in {"csv", "txt", "md"}:
        return _is_plain(upload, head)
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and _zip_fits(upload, extension)


def _is_plain(upload: UploadedFile[bytes], head: bytes) -> bool:
    if _NOT_PLAIN.match(head):
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, as spreadsheets export it, is full of NUL bytes
        return True
    upload.seek(0)
    return not any(b"\x00" in chunk for chunk in upload.chunks())


def _zip_fits(upload: UploadedFile[bytes], extension: str) -> bool:
    """Look at the list of what a zip holds, and at nothing else but the short member `mimetype`; nothing is unpacked."""
    if not 0 <= _directory_size(upload) <= MAX_DIRECTORY:
        return False
    upload.seek(0)
    try:
        with zipfile.ZipFile(cast("IO[bytes]", upload.file)) as found:
            names = set(found.namelist())
            if extension in _OFFICE:
                return "[Content_Types].xml" in names and _OFFICE[extension] in names and not _has_macros(names)
            if extension in _OPEN_DOCUMENT:
                return "mimetype" in names and found.open("mimetype").read(100).strip() == ALLOWED[extension].encode()
            return True
    except (zipfile.BadZipFile, RuntimeError, ValueError, NotImplementedError, EOFError, OSError, zlib.error):
        return False


def _has_macros(names: set[str]) -> bool:
    return any(name.lower().endswith("vbaproject.bin") for name in names)


def _directory_size(upload: UploadedFile[bytes]) -> int:
    """The size that a zip's end record gives for its list of members; -1 where there is no such record."""
    size = upload.size or 0
    upload.seek(max(0, size - 65_557))
    tail = upload.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else -1


def attachment(blob: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """Serve a private file: always a download, never sniffed, never cached, in a sandbox of its own."""
    response = FileResponse(blob.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = SANDBOX
    return response
