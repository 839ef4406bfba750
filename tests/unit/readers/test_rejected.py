"""What is rejected can be mended and read again: nothing but these entries, in the source's own format."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Record, Reject
from nlp.readers import read_source, read_text
from tests.unit.readers.workbooks import workbook

if TYPE_CHECKING:
    from pathlib import Path

    from nlp.readers import SourceReading

RIS = "TY  - JOUR\nTI  - {}\nER  - \n\n"
MACRO = "@string{j = {Town Studies}}\n"
BIB = "@article{{x, journal = j, title = {{{}}}}}\n"
XML = "<MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>{}</ArticleTitle></Article></MedlineCitation>"


def article(number: int, title: str) -> str:
    return f"<PubmedArticle>{XML.format(number, title)}</PubmedArticle>\n"


SOURCES = {
    # what is in the file, what the rejected part of it is, and a mend
    "a.jsonl": ('{"title": "A"}\n{"title": \n{"title": "C"}\n', '{"title": \n', ('{"title": ', '{"title": "B"}')),
    "doc.json": ('[{"title": "A"}, {"tit": "B", "year": 1999}]', '{"tit": "B", "year": 1999}\n', ("tit", "title")),
    "a.ris": (RIS.format("A") + RIS.format("") + RIS.format("C"), RIS.format(""), ("TI  - ", "TI  - B")),
    "a.bib": (MACRO + BIB.format("A") + BIB.format(""), MACRO + BIB.format(""), ("{}", "{B}")),
    "a.csv": ("Title,Year\nA,2001\n,2002\nC,2003\n", "Title,Year\n,2002\n", ("\n,", "\nB,")),
    "a.nbib": ("PMID- 1\nTI  - A\n\nPMID- 2\nAU  - Doe J\n", "PMID- 2\nAU  - Doe J\n", ("AU  - Doe J", "TI  - B")),
    "a.ciw": ("FN Clarivate\nVR 1.0\nPT J\nTI A\nER\n\nPT J\nAU Doe\nER\n\nEF\n", None, ("AU Doe", "TI B")),
    "a.xml": (
        f"<PubmedArticleSet>\n{article(1, 'A')}{article(2, '')}{article(3, 'C')}</PubmedArticleSet>",
        None,
        ("<ArticleTitle/>", "<ArticleTitle>B é</ArticleTitle>"),
    ),
    "one-line.xml": (
        f"<PubmedArticleSet>{article(1, 'A').strip()}{article(2, '').strip()}</PubmedArticleSet>",
        None,
        ("<ArticleTitle/>", "<ArticleTitle>B</ArticleTitle>"),
    ),
}


def rejected(source: SourceReading) -> tuple[bytes, list[Record | Reject]]:
    source.keep_rejected()
    found = list(source.records())
    assert source.rejected
    target = io.BytesIO()
    source.rejected.copy_to(target)
    return target.getvalue(), found


@pytest.mark.parametrize("name", SOURCES)
def test_rejected_entries_stand_alone_and_can_be_mended(name: str) -> None:
    content, expected, (wrong, right) = SOURCES[name]
    source = read_text(content, name)
    kept, found = rejected(source)
    text = kept.decode()
    assert [type(each) for each in found].count(Reject) == 1
    if expected is not None:
        assert text == expected
    mended = read_text(text.replace(wrong, right), source.mended_name)
    assert mended.format == source.format
    (record,) = mended.records()
    assert isinstance(record, Record)
    assert record.title.startswith("B")


def test_what_says_something_of_all_stands_with_each() -> None:
    content = '<collection id="2020.x"><volume id="main"><meta><year>2020</year></meta>\n'
    content += '<paper id="1"><title>A</title></paper>\n<paper id="2"><title/></paper></volume></collection>'
    kept, _ = rejected(read_text(content, "x.xml"))
    text = kept.decode()
    (record,) = read_text(text.replace("<title/>", "<title>B</title>"), "x.xml").records()
    assert isinstance(record, Record)
    assert (record.title, record.year, record.record) == ("B", 2020, "2020.x-main.2")


def test_where_a_document_is_damaged_the_rest_of_it_is_kept() -> None:
    content = f"<PubmedArticleSet>\n{article(1, 'A')}{article(2, 'B').replace('</Article>', '')}{article(3, 'C')}"
    kept, found = rejected(read_text(f"{content}</PubmedArticleSet>", "x.xml"))
    text = kept.decode()
    assert len(found) == 2
    mended = text.replace("</ArticleTitle></MedlineCitation>", "</ArticleTitle></Article></MedlineCitation>")
    titles = [each.title for each in read_text(mended, "x.xml").records() if isinstance(each, Record)]
    assert titles == ["A", "B", "C"]


def test_bytes_stay_as_they_are(tmp_path: Path) -> None:
    broken = RIS.format("caf#").encode().replace(b"#", b"\xe9")
    (tmp_path / "a.ris").write_bytes(RIS.format("é ü").encode() * 3 + broken)
    content, found = rejected(read_source(tmp_path / "a.ris"))
    assert [type(each) for each in found] == [Record] * 3 + [Reject]
    assert content == broken


def test_of_a_workbook_it_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook({"Papers": [["Title", "Year"], ["A", 2001], [None, 2002]]}))
    source = read_source(tmp_path / "a.xlsx")
    kept, _ = rejected(source)
    text = kept.decode()
    assert source.mended_name == "a.csv"
    assert text.splitlines() == ['"Title","Year"', ',"2002"']


def test_nothing_is_kept_where_nothing_is_rejected() -> None:
    source = read_text(RIS.format("A"), "a.ris.gz")
    kept, _ = rejected(source)
    text = kept.decode()
    assert (text, source.mended_name) == ("", "a.ris")


@given(st.lists(st.sampled_from(["A", "B", ""]), max_size=12), st.sampled_from(["ris", "csv", "jsonl"]))
def test_what_comes_in_and_what_is_kept_are_all_there_is(titles: list[str], form: str) -> None:
    lines = {
        "ris": "".join(map(RIS.format, titles)),
        "csv": "Title,Year\n" + "".join(f"{title},2001\n" for title in titles),
        "jsonl": "".join(f'{{"title": "{title}"}}\n' for title in titles),
    }[form]
    if not titles:
        return
    source = read_text(lines, f"a.{form}")
    kept, found = rejected(source)
    text = kept.decode()
    again = list(read_text(text, f"a.{form}").records()) if text else []
    count = titles.count("")
    assert sum(isinstance(each, Record) for each in found) == len(titles) - count
    assert [type(each) for each in again] == [Reject] * count
