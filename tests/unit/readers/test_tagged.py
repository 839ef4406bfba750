"""Tagged text in its dialects: RIS, MEDLINE, EndNote, Web of Science."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.records import Record, Reject
from nlp.readers import FORMATS, read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = ("ris", "nbib", "endnote", "wos")

RIS = """\
Provider: Somebody
1.
TY  - JOUR
ID  - doe21
T1  - Dutch towns
      on Twitter
A1  - Doe, Jane
A1  - van der Roe, Richard
Y1  - 2021/03//
N2  - Towns use it.
They like it.
JF  - Town Studies
VL  - 3
IS  - 1
SP  - 5
EP  - 9
DO  - http://dx.doi.org/10.5555/towns
UR  - https://example.org/a; https://example.org/b
LA  - English
N1  - Cited By (since 1996): 12
KW  - towns
ER  -
NL  - Town Stud
"""

NBIB = """\

PMID- 16403221
DP  - 2006 Jan
TI  - A long title that goes on in
      the next line.
PG  - 10-12
LID - 10.5555/towns [doi]
AID - S0140-6736(05)67889-0 [pii]
AB  - BACKGROUND: Towns
      use it.
FAU - Doe, Jane
AU  - Doe J
FAU - Roe, Richard
AU  - Roe R
LA  - eng
TA  - Town Stud
JT  - Town studies
VI  - 7
IP  - 2
"""

ENDNOTE = """\
%0 Journal Article
%T Dutch towns on Twitter
%A Doe, Jane
%A Roe, Richard
%J Town Studies
%V 3
%N 1
%P 5-9
%D 2021
%R 10.5555/towns
%U https://example.org/a
%X Towns use it.
%G English
%F doe21
"""

WOS = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Doe, J
   Roe, R
AF Doe, Jane
   Roe, Richard
TI Dutch towns
   on Twitter
SO TOWN STUDIES
LA English
AB Towns use it.
CR Poe E, 1999, TOWN STUD, V1, P8, DOI 10.5555/poe
   Low A, 2001, NO DOI HERE
   Moe B, 2003, TOWN STUD, V2, DOI 10.5555/moe
TC 23
PY 2021
VL 3
IS 1
BP 5
EP 9
DI 10.5555/towns
UT WOS:0001
PM 15170338
ER

EF
"""


def read(name: str, text: str) -> list[Record | Reject]:
    return list(FORMATS[name].read(text.splitlines()))


def only(name: str, text: str) -> Record:
    (found,) = read(name, text)
    assert isinstance(found, Record), found
    return found


def test_ris_is_read_whole() -> None:
    assert only("ris", RIS) == Record(
        line=3,
        record="doe21",
        title="Dutch towns on Twitter",
        abstract="Towns use it. They like it.",
        authors=("Jane Doe", "Richard van der Roe"),
        year=2021,
        venue="Town Studies",
        volume="3",
        issue="1",
        pages="5-9",
        url="https://example.org/a",
        language="English",
        cited_by=12,
        ids=("http://dx.doi.org/10.5555/towns",),
    )


def test_medline_is_read_whole() -> None:
    assert only("nbib", NBIB) == Record(
        line=2,
        record="16403221",
        title="A long title that goes on in the next line.",
        abstract="BACKGROUND: Towns use it.",
        authors=("Jane Doe", "Richard Roe"),
        year=2006,
        venue="Town studies",
        volume="7",
        issue="2",
        pages="10-12",
        language="eng",
        ids=("doi:10.5555/towns", "pmid:16403221"),
    )


def test_endnote_is_read_whole() -> None:
    assert only("endnote", ENDNOTE) == Record(
        line=1,
        record="doe21",
        title="Dutch towns on Twitter",
        abstract="Towns use it.",
        authors=("Jane Doe", "Richard Roe"),
        year=2021,
        venue="Town Studies",
        volume="3",
        issue="1",
        pages="5-9",
        url="https://example.org/a",
        language="English",
        ids=("10.5555/towns",),
    )


def test_web_of_science_is_read_whole_with_the_works_cited() -> None:
    assert only("wos", WOS) == Record(
        line=3,
        record="WOS:0001",
        title="Dutch towns on Twitter",
        abstract="Towns use it.",
        authors=("Jane Doe", "Richard Roe"),
        year=2021,
        venue="TOWN STUDIES",
        volume="3",
        issue="1",
        pages="5-9",
        language="English",
        cited_by=23,
        ids=("10.5555/towns", "pmid:15170338"),
        references=("doi:10.5555/poe", "doi:10.5555/moe"),
    )


@pytest.mark.parametrize(("name", "text"), [*zip(NAMES, (RIS, NBIB, ENDNOTE, WOS), strict=True)])
@pytest.mark.parametrize("file", ["a.txt", "a.ris", "a"])
def test_the_format_is_told_by_the_content(name: str, text: str, file: str) -> None:
    assert read_text(text, file).format == name


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        (["TY  - JOUR", "TI  - A", "TY  - JOUR", "TI  - B", "ER  -"], ["A", "B"]),
        (["TI  - A", "ER  -", "TY  - JOUR", "TI  - B", "ER  - "], ["A", "B"]),
        (["TY  - JOUR", "TI  - A", "ER  -", "TI  - stray", "TY  - JOUR", "TI  - B"], ["A", "B"]),
        (["TY  - JOUR", "TI  -", "T1  - A", "ER  -"], ["A"]),
        (["TY  - JOUR", "TI  - A", "ER then text", "ER  -"], ["A ER then text"]),
    ],
    ids=["no end", "no beginning", "stray lines", "an empty tag", "a tag in a text"],
)
def test_entries_that_are_not_as_they_should_be(lines: Sequence[str], titles: list[str]) -> None:
    assert [each.title for each in read("ris", "\n".join(lines)) if isinstance(each, Record)] == titles


def test_an_entry_with_neither_title_nor_abstract_is_told_and_the_others_come_in() -> None:
    found = read("ris", "TY  - JOUR\nPY  - 2021\nER  -\nTY  - JOUR\nTI  - A\nER  -")
    assert found[0] == Reject(1, "neither a title nor an abstract", "give it TI or AB")
    assert isinstance(found[1], Record)


@pytest.mark.parametrize(
    ("begin", "end", "pages"),
    [("5", "9", "5-9"), ("5-9", "9", "5-9"), ("e12", "", "e12"), ("No", "Specified", None), ("7", "7", "7")],
)
def test_pages(begin: str, end: str, pages: str | None) -> None:
    assert only("ris", f"TY  - JOUR\nTI  - A\nSP  - {begin}\nEP  - {end}\nER  -").pages == pages


def test_what_has_lost_its_first_line_and_its_last_is_told() -> None:
    found = read("ris", "TI  - A\nTY  - JOUR\nTI  - B\nER  -\nNL  - a note\n\nTI  - C\nAU  - Doe, Jane")
    reject = Reject(1, "neither TY before it nor ER behind it", "begin it with a line TY")
    assert [each if isinstance(each, Reject) else each.title for each in found] == [
        reject,
        "B",
        Reject(5, reject.reason, reject.advice),
    ]


@pytest.mark.parametrize("end", ["", "ER  - \n", "ER  -\n\n"])
def test_a_line_that_only_looks_like_an_end_is_text(end: str) -> None:
    found = only("ris", f"TY  - JOUR\nTI  - A\nAB  - Whether\nER - positive tumours grow.\n{end}")
    assert found.title == "A"


def test_entries_without_a_first_line_are_parted_by_blank_lines() -> None:
    text = "%T A\n%A Doe, Jane\n%X One.\n\n%A Roe, Richard\n%T B\n%D 1999\n"
    assert read_text(text, "a").format == "endnote"
    assert [each.title for each in read("endnote", text) if isinstance(each, Record)] == ["A", "B"]
    whole = f"{ENDNOTE}\n%K towns\n\n{ENDNOTE}"
    assert [each.title for each in read("endnote", whole) if isinstance(each, Record)] == ["Dutch towns on Twitter"] * 2


def test_lines_may_end_in_cr_alone() -> None:
    for name, text in zip(NAMES, (f"Provider: x\n{RIS}", NBIB, f"\n{ENDNOTE}", WOS), strict=True):
        assert read_text(text.replace("\n", "\r"), "a").format == name


def test_authors_on_one_line_are_parted() -> None:
    found = only("ris", "TY  - JOUR\nTI  - A\nAU  -Doe, Jane; Garc&iacute;a, B.\nAU  - Roe, R.\nER  -")
    assert found.authors == ("Jane Doe", "B. García", "R. Roe")


def test_a_book_is_not_where_it_appeared() -> None:
    found = only("ris", "TY  - BOOK\nBT  - The whole\nT3  - A series\nER  -")
    assert (found.title, found.venue) == ("The whole", "A series")
    chapter = only("ris", "TY  - CHAP\nTI  - A part\nBT  - The whole\nER  -")
    assert (chapter.title, chapter.venue) == ("A part", "The whole")
    assert only("ris", "TY  - JOUR\nTI  - Science\nJF  - Science\nER  -").venue == "Science"


def test_the_doi_of_a_book_is_not_that_of_its_chapter() -> None:
    assert only("wos", "PT B\nTI A\nD2 10.5555/book\nER").ids == ()


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        ("DO  - 10.5555/a\nUR  - http://example.org/doi/10.5555/b/abstract", ("10.5555/a",)),
        ("UR  - http://example.org/doi/10.5555/b/abstract\nL2  - https://doi.org/10.5555/B", ("doi:10.5555/b",)),
        ("UR  - https://doi.org/10.5555/a\nL2  - https://doi.org/10.5555/b", ()),
        ("DO  - 10.5555/a\nL2  - http://www.ncbi.nlm.nih.gov/pubmed/123", ("10.5555/a", "pmid:123")),
        ("AN  - 123\nDP  - NLM", ("pmid:123",)),
        ("AN  - 123\nDB  - Embase", ()),
        ("AN  - WOS:123\nDB  - MEDLINE", ()),
    ],
)
def test_ids_in_links_and_accession_numbers(lines: str, ids: tuple[str, ...]) -> None:
    assert only("ris", f"TY  - JOUR\nTI  - A\n{lines}\nER  -").ids == ids


def test_works_cited_as_ovid_lists_them() -> None:
    found = only("ris", "TY  - JOUR\nTI  - A\nM1  - Poe (1999). B. doi:10.5555/poe.\nLow (2001). C.\nM1  - 7\nER  -")
    assert found.references == ("doi:10.5555/poe",)


def mangled(text: str, cuts: list[int]) -> str:
    """The text with pieces left out, put in twice or turned round."""
    for at, cut in enumerate(cuts):
        place = cut % (len(text) + 1)
        piece = text[place : place + 40]
        text = text[:place] + ("", piece * 2, piece[::-1])[at % 3] + text[place + 40 :]
    return text


@given(
    st.sampled_from([*zip(NAMES, (RIS, NBIB, ENDNOTE, WOS), strict=True)]), st.lists(st.integers(0, 1000), max_size=9)
)
@settings(max_examples=60)
def test_nothing_is_raised_of_mangled_exports(export: tuple[str, str], cuts: list[int]) -> None:
    name, text = export
    lines = [0]
    for each in read(name, mangled(text, cuts)):
        assert isinstance(each, Record | Reject)
        lines.append(each.line)
    assert lines == sorted(set(lines))


@given(st.text("TYERPMID%0ATX- \n\tJOURab1"), st.sampled_from(NAMES))
def test_whatever_the_lines_say_nothing_is_raised(text: str, name: str) -> None:
    for each in read(name, text):
        assert isinstance(each, Record | Reject)
