"""What a file really is: its type by content, its size and its SHA-256, before anything is stored."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

import puremagic
from django.core.files.uploadedfile import UploadedFile
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
PLAIN = {"csv", "txt", "md"}


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


def inspect(upload: UploadedFile, *, max_bytes: int) -> FileFacts:
    """Read an upload once and say what it is. Refuses empty or too large files, and content that is not of an allowed type."""
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
    upload.seek(0)
    digest = hashlib.sha256()
    head = b""
    for chunk in upload.chunks():
        digest.update(chunk)
        if len(head) < 8192:
            head += chunk[: 8192 - len(head)]
    upload.seek(0)
    extension = name.rpartition(".")[2].lower()
    if extension not in ALLOWED or not _content_fits(upload, head, extension):
        raise Refusal(
            _("“%(name)s” is not a file that can be handed in here. Allowed: %(allowed)s; the content has to match.")
            % {"name": name, "allowed": ", ".join(sorted(ALLOWED))},
            field="files",
        )
    return FileFacts(name=name, size=size, sha256=digest.hexdigest(), content_type=ALLOWED[extension])


def _content_fits(upload: UploadedFile, head: bytes, extension: str) -> bool:
    if extension in PLAIN:
        return b"\x00" not in head and not re.match(rb"\s*(<!doctype|<html|<svg|<\?xml|%PDF|MZ|\x7fELF)", head, re.I)
    try:
        found = {match.extension.lstrip(".") for match in puremagic.magic_string(_whole(upload), filename=f"x.{extension}") if match.confidence >= 0.1}
    except (puremagic.PureError, ValueError):
        return False
    finally:
        upload.seek(0)
    if extension in {"jpg", "jpeg"}:
        return bool(found & {"jpg", "jpeg", "jfif"})
    return extension in found


def _whole(upload: UploadedFile) -> bytes:
    upload.seek(0)
    data: bytes = upload.read()
    return data


def attachment(blob, *, name: str, content_type: str) -> FileResponse:  # type: ignore[no-untyped-def]
    """Serve a private file: always a download, never sniffed, never cached, in a sandbox of its own."""
    response = FileResponse(blob.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
