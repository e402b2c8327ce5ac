"""Rows out of files from somebody's computer, friendly and hostile ones."""

import io
import zipfile

import pytest

from accounts.kit import spreadsheets
from accounts.kit.refusals import Refusal
from accounts.kit.spreadsheets import rows_of
from tests.sheets import CONTENT_TYPES, SHEET, cells, workbook

ROWS = [["address", "name"], ["noor@example.org", "Zoë Ölçer"]]
TEXT = "address{d}name\r\nnoor@example.org{d}Zoë Ölçer\r\n"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_whatever_divides_it_and_however_it_is_encoded(delimiter, encoding):
    assert rows_of(TEXT.format(d=delimiter).encode(encoding, errors="replace")) == [
        ["address", "name"],
        ["noor@example.org", "Zoë Ölçer"],
    ]


def test_quotes_hold_dividers_and_lines():
    assert rows_of(b'name;address\n"Jansen; Noor\nvan";noor@example.org') == [
        ["name", "address"],
        ["Jansen; Noor\nvan", "noor@example.org"],
    ]


def test_a_workbook_is_read_with_numbers_as_one_reads_them():
    assert rows_of(workbook(ROWS)) == ROWS
    assert rows_of(workbook([["address", "discipline"], ["noor@example.org", 912.0]]))[1] == ["noor@example.org", "912"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no lines"),
        (b"\n\n;;\n", "no lines"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither a CSV"),
        (b'name;address\n"open', "quotation mark"),
        (b"x" * (spreadsheets.MOST_BYTES + 1), "larger than 2 MB"),
        (b"a;b\n" * (spreadsheets.MOST_ROWS + 2), "more than 2000 lines"),
        (b";".join([b"a"] * 41), "more than 40 columns"),
        (b"PK\x03\x04 not a zip", "cannot be read"),
    ],
)
def test_what_is_no_list_is_refused_with_words(content, words):
    with pytest.raises(Refusal, match=words):
        rows_of(content)


def test_a_long_cell_is_cut():
    assert rows_of(b"name\n" + b"x" * 5000)[1] == ["x" * spreadsheets.LONGEST]


class TestHostileWorkbooks:
    def test_a_bomb_is_refused_by_its_size_before_it_is_unpacked(self, monkeypatch):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
            for name in ("[Content_Types].xml", spreadsheets.WORKBOOK, SHEET):
                made.writestr(name, b"0" * (spreadsheets.MOST_UNPACKED // 2))
        monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args: pytest.fail("it was unpacked"))
        with pytest.raises(Refusal, match="unpacks to more"):
            rows_of(content.getvalue())

    def test_a_size_that_lies_helps_nobody(self):
        large = workbook(ROWS, {SHEET: f"<worksheet><sheetData>{'<row/>' * 100_000}</sheetData></worksheet>".encode()})
        small = large.replace((600_000 + 46).to_bytes(4, "little"), (60).to_bytes(4, "little"))
        with pytest.raises(Refusal):
            rows_of(small)

    @pytest.mark.parametrize(
        "inside",
        [
            '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>',
            '<row r="1"><c r="&#88;FD1"/></row>',
            '<row><c r="A9999999"/></row>',
            '<row r="99999999999999999999"/>',
            "<row>" + "<c/>" * 41 + "</row>",
            "<row/>" * 2002,
            '<x:row xmlns:x="y"><x:c r="ZZ1"/></x:row>',
            '<row><c r="1A"/></row>',
        ],
    )
    def test_a_cell_far_away_takes_no_memory(self, inside):
        with pytest.raises(Refusal, match="lines or 40 columns"):
            rows_of(workbook(ROWS, {SHEET: cells(inside)}))

    def test_one_text_for_all_cells_takes_no_memory(self):
        inside = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 3000}</t></is></c></row>'
        with pytest.raises(Refusal, match="more text"):
            rows_of(workbook(ROWS, {SHEET: cells(inside)}))

    @pytest.mark.parametrize(
        "part",
        [
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>',
            b"<worksheet><sheetData>",
            '<?xml version="1.0" encoding="utf-16"?><worksheet/>'.encode("utf-16"),
            b"\x00\xff\xfe",
        ],
    )
    def test_a_sheet_that_is_no_sound_xml_is_not_opened(self, part):
        with pytest.raises(Refusal, match="cannot be read"):
            rows_of(workbook(ROWS, {SHEET: part}))

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_parts_without_end_or_twice_and_other_kinds_are_refused(self):
        for names in (["x.xml"] * 2, [f"{number}.xml" for number in range(600)], ["content.xml", "mimetype"]):
            content = io.BytesIO()
            with zipfile.ZipFile(content, "w") as made:
                for name in names:
                    made.writestr(name, b"<x/>")
                if len(names) != 2 or names[0] == "x.xml":
                    made.writestr(spreadsheets.WORKBOOK, b"<workbook/>")
                made.writestr("[Content_Types].xml", CONTENT_TYPES)
            with pytest.raises(Refusal, match="cannot be read"):
                rows_of(content.getvalue())

    def test_what_is_beside_the_sheets_does_no_harm(self):
        assert rows_of(workbook(ROWS, {"xl/calcChain.xml": b"<calcChain>" + b'<c r="A1"/>' * 100 + b"</calcChain>"})) == ROWS
        assert rows_of(workbook(ROWS, {"xl/media/one.png": b"\x89PNG"})) == ROWS
