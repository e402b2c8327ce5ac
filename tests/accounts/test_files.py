"""What an upload is found to be."""

import hashlib
import io
import tracemalloc
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image

from accounts.kit import files
from accounts.kit.refusals import Refusal

MB = 1024**2
WORD = {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<r/>", "word/document.xml": "<w/>"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def zipped(members, **kwargs):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", **kwargs) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def picture(kind):
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(drawn, kind)
    return drawn.getvalue()


def inspect(name, content, max_bytes=25 * MB):
    return files.inspect(
        SimpleUploadedFile("x", content, content_type="text/html") if name is None else named(name, content), max_bytes=max_bytes
    )


def named(name, content):
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # the setter of Django would clean it first
    return upload


SAMPLES = {
    "report.pdf": PDF,
    "report.PDF": PDF,
    "letter.docx": zipped(WORD, compression=zipfile.ZIP_DEFLATED),
    "pitch.pptx": zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
    "sums.xlsx": zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
    "open.odt": zipped({"mimetype": files.ALLOWED["odt"], "content.xml": "<c/>"}),
    "open.odp": zipped({"mimetype": files.ALLOWED["odp"]}),
    "open.ods": zipped({"mimetype": files.ALLOWED["ods"]}),
    "all.zip": zipped({"a.txt": "a"}),
    "none.zip": zipped({}),
    "shot.png": picture("PNG"),
    "shot.jpg": picture("JPEG"),
    "shot.jpeg": picture("JPEG"),
    "film.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(40),
    "sound.mp3": b"ID3\x03\x00" + bytes(40),
    "bare.mp3": b"\xff\xfb\x90\x00" + bytes(40),
    "rows.csv": b"name;age\nNoor;22\n",
    "notes.txt": "Één gedachte.".encode(),
    "export.txt": "Unicode text".encode("utf-16"),
    "notes.md": b"# Title\n\nWords with <b>a tag</b>.",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_real_file_of_each_kind_is_taken_with_its_own_facts(name):
    content = SAMPLES[name]

    facts = inspect(name, content)

    assert facts == files.FileFacts(name, len(content), hashlib.sha256(content).hexdigest(), files.ALLOWED[name.rpartition(".")[2].lower()])


DISGUISED = {
    "program.pdf": b"MZ" + bytes(60) + b"%PDF-1.7",
    "page.pdf": b"<html><script>alert(1)</script>%PDF-1.7",
    "page.png": b"<html><body>Not a picture</body></html>",
    "page.txt": b"\xef\xbb\xbf  <!DOCTYPE html><script>alert(1)</script>",
    "drawing.csv": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "script.md": b"#!/bin/sh\nrm -rf /\n",
    "binary.txt": b"words" + bytes(1) + b"words",
    "late.txt": b"w" * 100_000 + bytes(1),
    "archive.docx": zipped({"a.txt": "a"}),
    "macros.docx": zipped(WORD | {"word/vbaProject.bin": "x"}),
    "sheet.docx": zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
    "word.odt": zipped(WORD),
    "other.odt": zipped({"mimetype": "application/epub+zip"}),
    "cut.zip": zipped({"a.txt": "a"})[:-30],
    "torn.odt": zipped({"mimetype": files.ALLOWED["odt"]}).replace(b"mimetype", b"mimetypo", 1),
    "behind.zip": b"MZ" + zipped({"a.txt": "a"}),
    "words.zip": b"PK\x03\x04 and nothing else",
    "sound.mp4": b"ID3\x03\x00" + bytes(40),
    "empty-head.jpg": bytes(20),
}


@pytest.mark.parametrize("name", DISGUISED)
def test_content_that_is_not_what_the_name_says_is_refused_by_name(name):
    with pytest.raises(Refusal, match="is not what its name says") as no:
        inspect(name, DISGUISED[name])

    assert no.value.field == "files"
    assert name in str(no.value)


@pytest.mark.parametrize("name", ["setup.exe", "page.html", "drawing.svg", "macro.docm", "noextension", "archive.tar.gz", ""])
def test_other_kinds_are_refused(name):
    with pytest.raises(Refusal, match="of a kind that cannot be added"):
        inspect(name, b"content")


def test_a_damaged_member_list_and_one_that_is_made_to_exhaust_are_refused():
    whole = bytearray(zipped({"a.txt": "a"}))
    end = whole.rfind(b"PK\x05\x06")
    whole[end + 12 : end + 16] = (files.MAX_DIRECTORY + 1).to_bytes(4, "little")

    with pytest.raises(Refusal):
        inspect("bomb.zip", bytes(whole))


def test_an_unreadable_mimetype_is_refused():
    broken = zipped({"mimetype": files.ALLOWED["odt"]}, compression=zipfile.ZIP_DEFLATED)
    at = broken.index(b"mimetype") + 8

    with pytest.raises(Refusal):
        inspect("torn.odt", broken[:at] + b"\xff\xff\xff\xff" + broken[at + 4 :])


@pytest.mark.parametrize("extension", ["docx", "zip", "odt"])
def test_what_unpacks_to_a_thousand_times_its_size_is_never_unpacked(extension):
    """One is taken as it is, for nothing here opens it; a bomb in the one member that is read is read no further than its first bytes."""
    member = "mimetype" if extension == "odt" else "word/document.xml"
    bomb = zipped({"[Content_Types].xml": "<Types/>", member: bytes(40 * MB)}, compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) * 500 < 40 * MB

    tracemalloc.start()
    try:
        if extension == "odt":
            with pytest.raises(Refusal):
                inspect("bomb.odt", bomb)
        else:
            assert inspect(f"bomb.{extension}", bomb).size == len(bomb)
        assert tracemalloc.get_traced_memory()[1] < 2 * MB
    finally:
        tracemalloc.stop()


def test_empty_and_too_large_files_are_refused_with_their_size():
    with pytest.raises(Refusal, match="“a.txt” is empty"):
        inspect("a.txt", b"")
    with pytest.raises(Refusal, match="“a.txt” is 2 MB. A file can be at most 1 MB"):
        inspect("a.txt", b"a" * (MB + 1), max_bytes=MB)
    assert inspect("a.txt", b"a" * MB, max_bytes=MB).size == MB


def test_a_large_upload_on_disk_is_read_piece_by_piece_and_left_at_its_start():
    upload = TemporaryUploadedFile("big.txt", "text/plain", 3 * MB, None)
    upload.file.write(b"a" * 3 * MB)

    facts = files.inspect(upload, max_bytes=25 * MB)

    assert facts.sha256 == hashlib.sha256(b"a" * 3 * MB).hexdigest()
    assert upload.read(1) == b"a"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\noor\\plan.pdf", "plan.pdf"),
        ("invoice\u202efdp.exe.txt", "invoicefdp.exe.txt"),
        ("nul\x00l\r\nSet-Cookie: a.txt", "nullSet-Cookie: a.txt"),
        ("...", "file"),
        ("", "file"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
        ("y" * 200, "y" * 120),
        ("a." + "z" * 200, "a." + "z" * 118),
        ("Cafe\u0301.pdf", "Café.pdf"),
    ],
)
def test_names_are_made_safe(given, kept):
    assert files.safe_name(given) == kept
