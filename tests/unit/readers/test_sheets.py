"""Workbooks: the sheet with the papers, cells of all kinds, and what is damaged, hostile or no workbook at all."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.records import Record, Reject
from nlp.readers import read_source
from tests.unit.readers.workbooks import sheet, workbook

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ("Title", "Abstract", "Year", "Authors", "DOI")
PAPERS = [
    HEADER,
    ("Dutch towns", "Towns use it,_x000D_\nand \"they\" like it.", 2021.0, "Doe, Jane; Roe, Richard", "10.5555/towns"),
    (None, None, None, None, None),
    ("Norse towns", None, "2019-05-01", None, None),
]  # fmt: skip


def written(tmp_path: Path, content: bytes, name: str = "export.xlsx") -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file


def test_rows_are_read_whole_under_their_numbers(tmp_path: Path) -> None:
    source = read_source(written(tmp_path, workbook({"Papers": PAPERS})))
    first, second = source.records()
    assert first == Record(
        line=2,
        title="Dutch towns",
        abstract='Towns use it, and "they" like it.',
        authors=("Jane Doe", "Richard Roe"),
        year=2021,
        ids=("10.5555/towns",),
    )
    assert isinstance(second, Record)
    assert (second.line, second.title, second.year) == (4, "Norse towns", 2019)
    assert (source.format, source.note) == ("xlsx", "columns: title, abstract, authors, year, doi")
    assert list(source.records()) == [first, second]


def test_the_sheet_with_papers_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = workbook({"About": [("Exported on Monday",)], "Empty": [], "Papers": PAPERS, "Old": PAPERS})
    source = read_source(written(tmp_path, book))
    assert source.note == "sheet Papers, without About, Old; columns: title, abstract, authors, year, doi"
    assert len(list(source.records())) == 2


def test_what_stands_above_the_header_is_passed_over(tmp_path: Path) -> None:
    source = read_source(written(tmp_path, workbook({"Papers": [("About the data: exported today",), *PAPERS]})))
    assert [each.line for each in source.records()] == [3, 5]


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    file = written(tmp_path, workbook({"Blatt": [("Titel", "Jahr"), ("Eins", 2020)]}))
    (found,) = read_source(file, columns={"title": "Titel", "year": "Jahr"}).records()
    assert isinstance(found, Record)
    assert (found.title, found.year) == ("Eins", 2020)
    assert list(read_source(file).records()) == [
        Reject(1, "no column is a title or an abstract (Titel, Jahr)", "say it: --column title=NAME")
    ]


def test_the_bytes_tell_a_workbook_whatever_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbook({"Papers": PAPERS})
    assert read_source(written(tmp_path, book, "export.csv")).format == "xlsx"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(book)))
    assert len(list(read_source("-").records())) == 2
    assert read_source(written(tmp_path, b"title,year\nA,2020\n")).format == "csv"


def test_damage_costs_what_is_behind_it(tmp_path: Path) -> None:
    row = '<row><c t="inlineStr"><is><t>{}</t></is></c><c><v>2020</v></c></row>'
    rows = "".join(row.format(each) for each in ("title", "A", "B"))
    bad = '<row><c t="s"><v>9</v></c></row>'
    part = sheet(rows.replace("<c><v>2020</v></c>", '<c t="inlineStr"><is><t>year</t></is></c>', 1) + bad + rows)
    source = read_source(written(tmp_path, workbook({"A": []}, {"xl/worksheets/sheet1.xml": part})))
    *found, damage = source.records()
    assert [each.title for each in found if isinstance(each, Record)] == ["A", "B"]
    assert damage == Reject(3, "the sheet is damaged behind row 3 (list index out of range)", "get the file again")


BOMB = "<row>" + "<c/>" * 600_000 + "</row>"
ENTITY = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (workbook({"A": []}, {"xl/worksheets/sheet1.xml": sheet(BOMB)}), "holds far more than a workbook"),
        (workbook({"A": []}, {"xl/sharedStrings.xml": "<si/>" * 600_000}), "holds far more than a workbook"),
        (workbook({"A": []}, {"xl/media/image1.png": " " * (33 << 20)}), "holds far more than a workbook"),
        (workbook({"A": []}, {"xl/worksheets/sheet1.xml": ENTITY + sheet("")}), "cannot be read as a workbook"),
        (workbook({"A": []}, {"xl/workbook.xml": "<workbook"}), "cannot be read as a workbook"),
        (workbook({"A": PAPERS})[:-200], "cannot be read as a workbook"),
        (workbook({"A": [], "B": []}), "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "is an old workbook (.xls), or under a password"),
        (gzip.compress(workbook({"A": PAPERS}), mtime=0), "cannot be read as a workbook"),
    ],
    ids=["cells", "strings", "size", "entities", "no XML", "cut off", "empty", "old", "packed again"],
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_source(written(tmp_path, content))
    assert why in caught.value.message
    assert "\n" not in str(caught.value)


def test_an_archive_is_no_workbook(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(SourceError, match="is an archive, and no workbook"):
        read_source(written(tmp_path, out.getvalue(), "paper.docx"))


def test_a_row_number_beyond_all_rows_ends_the_sheet(tmp_path: Path) -> None:
    cells = "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in ("title", "year"))
    part = sheet(f'<row r="1">{cells}</row><row r="99999999">{cells}</row>')
    source = read_source(written(tmp_path, workbook({"A": []}, {"xl/worksheets/sheet1.xml": part})))
    assert list(source.records()) == [Reject(1 << 20, "the sheet goes on behind row 1,048,576", "get the file again")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), max_size=6), st.booleans())
def test_mutated_workbooks_are_read_or_refused(
    tmp_path: Path, changes: list[tuple[float, bytes]], inside: bool
) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c><c r="B1" s="3"><v>1</v></c></row>' * 3
    part = bytearray(sheet(rows).encode())
    content = bytearray(workbook({"A": PAPERS}))
    mutated = part if inside else content
    for place, new in changes:
        at = int(place * len(mutated))
        mutated[at : at + len(new)] = new
    if inside:
        content = workbook({"A": []}, {"xl/worksheets/sheet1.xml": part.decode("latin-1")})
    try:
        found = list(read_source(written(tmp_path, bytes(content))).records())
    except SourceError as error:
        found = [Reject(1, error.message, error.advice)]
    assert found
    assert all(isinstance(each, Record) or (each.reason and each.advice) for each in found)
