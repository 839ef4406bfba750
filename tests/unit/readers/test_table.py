"""Tables: headers of many hands, quotes that are not closed, and rows that do not fit."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Record, Reject
from nlp.readers import read_text
from nlp.readers.columns import columns_of
from nlp.readers.rows import LONGEST
from nlp.readers.table import note, read, sniff

if TYPE_CHECKING:
    from collections.abc import Mapping


def rows(text: str, chosen: Mapping[str, str] | None = None) -> list[Record | Reject]:
    return list(read(text.splitlines(), chosen))


def only(text: str, chosen: Mapping[str, str] | None = None) -> Record:
    (found,) = rows(text, chosen)
    assert isinstance(found, Record), found
    return found


SCOPUS = """\
Authors,Author full names,Title,Year,Source title,Volume,Issue,Page start,Page end,Cited by,DOI,Link,Abstract,\
References,Language of Original Document,EID
"Doe J.; Roe R.","Doe, Jane (57201234567); Roe, Richard (7004123456)",Dutch towns,2021,Town Studies,3,1,5,9,12,\
10.5555/towns,https://example.org/a,"Towns use it, and
they like it.","Poe E., A title, (1999) doi:10.5555/poe; Low A., (2001)",English,2-s2.0-850
"""


def test_a_row_is_read_whole() -> None:
    assert only(SCOPUS) == Record(
        line=2,
        record="2-s2.0-850",
        title="Dutch towns",
        abstract="Towns use it, and they like it.",
        authors=("Jane Doe", "Richard Roe"),
        year=2021,
        venue="Town Studies",
        volume="3",
        issue="1",
        pages="5-9",
        url="https://example.org/a",
        language="English",
        cited_by=12,
        ids=("10.5555/towns",),
        references=("doi:10.5555/poe",),
    )


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Publication Type,Authors,Article Title,Source Title,Times Cited, WoS Core,DOI,UT (Unique WOS ID)", "tavcdr"),
        ("Document Title,Authors,Publication Title,Publication Year,Abstract,DOI,Article Citation Count", "tavybdc"),
        ("Item Title,Publication Title,Journal Volume,Item DOI,Authors,Publication Year,URL", "tvldayu"),
        ("Key,Item Type,Publication Year,Author,Title,Publication Title,DOI,Url,Abstract Note", "ryatvdub"),
        ("Title,Author Names,Source,Abstract,Open URL Link", "tavbu"),
        ("题名,作者,来源,年,摘要", "tavyb"),
        ("Title-题名,Author-作者,Source-文献来源,Summary-摘要,PubTime-发表时间,URL-网址", "tavbyu"),
        (
            "Publication ID,DOI,Title,Abstract,Source title,PubYear,Volume,Authors,Times cited,Source Linkout",
            "rdtbvylacu",
        ),
        ("AU,TI,SO,AB,PY,VL,DI,TC,UT", "atvbyldcr"),
    ],
    ids=["Web of Science", "IEEE Xplore", "Springer", "Zotero", "Embase", "Chinese", "CNKI", "Dimensions", "WoS tags"],
)
def test_headers_of_many_hands(header: str, fields: str) -> None:
    letters = {
        "t": "title", "a": "authors", "v": "venue", "c": "cited_by", "d": "doi", "r": "record", "y": "year",
        "b": "abstract", "l": "volume", "u": "url",
    }  # fmt: skip
    assert {*columns_of(header.replace("Times Cited, WoS", "Times Cited WoS").split(","))} == {
        letters[each] for each in fields
    }


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_columns_are_parted_by_what_the_header_tells(delimiter: str) -> None:
    text = delimiter.join(("Title", "Abstract", "Year")) + "\n" + delimiter.join(("A", "It says so", "2021"))
    found = only(text)
    assert (found.title, found.abstract, found.year) == ("A", "It says so", 2021)
    assert sniff(text)


def test_columns_can_be_chosen() -> None:
    text = "Titel,Zusammenfassung,Title\nEins,Es ist so,One"
    assert only(text).title == "One"
    found = only(text, {"title": "titel", "abstract": "Zusammenfassung"})
    assert (found.title, found.abstract) == ("Eins", "Es ist so")
    assert note(text, {"title": "Titel"}) == "columns: title from Titel; not read: Zusammenfassung, Title"
    assert rows(text, {"title": "Name"}) == [
        Reject(1, "there is no column Name", "the columns are Titel, Zusammenfassung, Title")
    ]


def test_a_table_without_title_and_abstract_says_what_it_has() -> None:
    assert rows("Name,Jahr\nA,2021") == [
        Reject(1, "no column is a title or an abstract (Name, Jahr)", "say it: --column title=NAME")
    ]


@pytest.mark.parametrize("after", [3, LONGEST + 50], ids=["to the end", "for many lines"])
def test_a_quote_that_nobody_closes_costs_its_own_row_alone(after: int) -> None:
    text = 'title,abstract\nA,"open\n' + "".join(f"B{at},text\n" for at in range(after))
    found = rows(text)
    assert found[0] == Reject(
        2, "a quote is opened and never closed", "close the quote, or write quotes inside a cell twice"
    )
    assert [each.line for each in found[1:]] == [*range(3, 3 + after)]
    assert all(isinstance(each, Record) for each in found[1:])


def test_a_stray_quote_does_not_swallow_rows_up_to_the_next_quote() -> None:
    found = rows('title,abstract\nA,"open\nB,text\nC,"quoted"\nD,"two\nlines"\n')
    assert found[0] == Reject(
        2, "a quote inside a cell ends it", "close the quote, or write quotes inside a cell twice"
    )
    assert [(each.line, each.title) for each in found[1:] if isinstance(each, Record)] == [(3, "B"), (4, "C"), (5, "D")]


def test_a_row_with_wrong_quotes_goes_as_a_whole() -> None:
    found = rows('title,abstract,year\nA,"one\nhe said "hi" to\nall, of us",2020\nB,"two\nlines",2021\n')
    assert found[0] == Reject(
        2, "a quote inside a cell ends it (lines 2 to 4)", "close the quote, or write quotes inside a cell twice"
    )
    assert [(each.line, each.title, each.year) for each in found[1:] if isinstance(each, Record)] == [(5, "B", 2021)]


def test_quotes_inside_a_cell_of_one_line_are_understood() -> None:
    found = only('title,abstract\nA,"he said "hi" twice"')
    assert found.abstract.replace('"', "") == "he said hi twice"


def test_what_stands_above_the_header_is_passed_over() -> None:
    about = '"About the data: exported on Monday. Criteria: title, abstract."'
    table = "Publication ID,Title,Abstract,PubYear,Cited references\npub.1,A,b,2020,x|10.5555/poe|pub.2;|10.5555/low|\n"
    found = only(f"{about}\n{table}")
    assert (found.line, found.record, found.year) == (3, "pub.1", 2020)
    assert found.references == ("doi:10.5555/poe", "doi:10.5555/low")
    assert sniff(f"{about}\n{table}")
    assert not sniff(f"{about}\ntitle,abstract\nA,b")
    assert only("sep=;\ntitle;abstract\nA;b").abstract == "b"


def test_a_cell_may_hold_thousands_of_authors() -> None:
    names = [f"Person{at}, Given Name" for at in range(10_000)]
    assert len(only(f'title,authors\nA,"{"; ".join(names)}"').authors) == 10_000


def test_rows_that_do_not_fit() -> None:
    found = rows("title,abstract\nA,b,c\nD\n,\n\ntitle,abstract\nE,f,,\n")
    assert found[0] == Reject(2, "the row has 3 cells, the header 2", "put cells in quotes")
    assert [(each.line, each.title) for each in found[1:] if isinstance(each, Record)] == [(3, "D"), (7, "E")]


def test_what_is_read_counts_for_what_a_source_is() -> None:
    text = "title,Titel\nA,B\n"
    assert read_text(text, "a.csv").format == "csv"
    with_other = read_source_of(text, {"title": "Titel"})
    assert read_text(text, "a.csv").digest == read_source_of(text, {}).digest != with_other.digest


def read_source_of(text: str, columns: Mapping[str, str]):
    from nlp.readers.source import _spooled

    return _spooled(io.BytesIO(text.encode()), "a.csv", None, columns)


_cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.sampled_from('",;\n'))


@given(st.lists(st.tuples(_cells, _cells), max_size=5), st.sampled_from(",;\t"))
def test_what_the_csv_module_writes_is_read(cells: list[tuple[str, str]], delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([("title", "abstract"), *cells])
    found = list(read(out.getvalue().split("\n")[:-1]))
    assert len(found) == sum(any(map(str.strip, row)) for row in cells)


@given(st.text('",;\nabtitle\tx'))
def test_whatever_the_lines_say_nothing_is_raised(text: str) -> None:
    for each in rows(f"title,abstract\n{text}"):
        assert isinstance(each, Record | Reject)
