"""A file read in pieces says what the whole says: the same records and rejects, on the same lines."""

from __future__ import annotations

import codecs
import gzip
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.records import Reject
from nlp.readers import FORMATS, SourceReading, read_source, read_sources
from nlp.readers.pieces import read_piece
from tests.shared import needs_shared, shared

if TYPE_CHECKING:
    from graph.records import Record

SUFFIXES = {"jsonl": ".jsonl", "bibtex": ".bib", "ris": ".ris", "nbib": ".nbib", "endnote": ".enw", "wos": ".ciw"}
FIRST = {
    "jsonl": '{"title": "First"}\n{"title": "Second"}',
    "bibtex": "@book{a, title={First}}",
    "ris": "TY  - JOUR\nTI  - First\nER  -",
    "nbib": "PMID- 1\nTI  - First\n",
    "endnote": "%0 Book\n%T First\n",
    "wos": "FN Clarivate\nVR 1.0\nPT J\nTI First\nER\n",
}
FRAGMENTS = {
    "jsonl": [
        '{"title": "A town"}',
        '{"title": "Ä", "abstract": "\ufffd"}',
        '{"results": [{"title": "One"}, {"title": "Two"}]}',
        "{}",
        '{"a": []}',
        '{"title": ',
        "[",
        "[1]",
        "7",
        '{"a": [{',
        ' {"title": "indented"}',
        '"',
    ],
    "bibtex": [
        "@article{a,",
        "@ARTICLE (b,",
        "  @book{c, title={One}, }",
        "@comment{x",
        '@preamble{"y"}',
        "@misc{only}",
        "title = {A town \ufffd},",
        'title = "Two @ book{',
        "abstract = {One\\",
        "abstract = {Half",
        "}",
        ")",
        '"',
        "text @inline{k, title={Q}}",
        "year = 1999,",
        "\\",
        "@",
        "@{",
        "@x",
        "{",
        "#,=",
        "crossref={a},",
        "@string{s = {t}}",
    ],
    "ris": [
        "TY  - JOUR",
        "ER  -",
        "ER  - ",
        "TI  - One",
        "AB  - Two \ufffd",
        "more",
        "TY  -",
        " TY  - BOOK",
        "UR  - x",
    ],
    "nbib": ["PMID- 7", "PMID-", "TI  - One", "AB  - Two \ufffd", "      more", "FAU - Doe, J", "text"],
    "endnote": ["%0 Book", "%0", "%T One", "%X Two \ufffd", "more", "%A Doe, J", "%"],
    "wos": ["PT J", "PT", "ER", "EF", "TI One", "AB Two \ufffd", "   more", "UT 1", "FN x", "er"],
}
ENDS = st.sampled_from(["\n", "\n", "\r\n", "\n\n", "\r"])
ODD = st.sampled_from([b"", b"", b"", b"", b"\xff", b"\xe9", b"\xc3\xa4"])


@st.composite
def texts(draw: st.DrawFn, form: str) -> bytes:
    lines = st.tuples(st.sampled_from(FRAGMENTS[form]), ODD, ENDS)
    start = draw(st.sampled_from(["", FIRST[form] + "\n", FIRST[form] + "\r\n"]))
    body = b"".join(line.encode() + odd + end.encode() for line, odd, end in draw(st.lists(lines, max_size=25)))
    return draw(st.sampled_from([b"", codecs.BOM_UTF8])) + start.encode() + body + draw(st.sampled_from([b"", b"x"]))


@pytest.mark.parametrize("form", FRAGMENTS)
def test_pieces_say_what_the_whole_says(form: str) -> None:
    cut = 0

    @given(texts(form), st.integers(1, 120))
    @example(FIRST[form].encode() + b"\n" + FIRST[form].encode(), 5)
    def agree(text: bytes, size: int) -> None:
        nonlocal cut
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"a{SUFFIXES[form]}"
            path.write_bytes(text)
            if text.removeprefix(codecs.BOM_UTF8).strip():
                cut += same_in_pieces(read_source(path, form), size) > 1

    agree()
    assert cut


@needs_shared
def test_real_files_say_the_same_in_pieces() -> None:
    sources, _ = read_sources(shared("corpora", "formats"))
    cut = {each.format for each in sources if same_in_pieces(each, 500) > 1}
    assert cut == {*FRAGMENTS} - {"endnote"}  # of which there is no large one


def test_what_is_skipped_is_counted_and_its_rejects_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "One"}\n{}\n{"title": "Two"}\n{"title": "Three"}\n')
    piece = read_source(path).pieces(50)[0]
    rest = read_piece(piece, 2)
    assert (rest.records, [each.line for each in rest.entries]) == (3, [2, 4])


def test_a_backslash_at_a_lines_end_does_not_hide_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text("@book{a, title={A\\\n town}}\n@book{b, title={B}}\n")
    assert [each.line for each in read_source(path).records()] == [1, 3]


def test_damage_before_the_first_entry_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.enw"
    path.write_bytes(b"more\xff\n%0 Book\n%T One \xff " + "čččč\n".encode())
    (reject,) = read_source(path, "endnote").records()
    assert reject == Reject(2, "0xFF at byte 21 is not UTF-8", "save the file as UTF-8")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("document.json", b'[\n{"title": "One"},\n{"title": "Two"}\n]\n'),
        ("one.jsonl", b'{"results": [{"title": "One"}, {"title": "Two"}]}\n'),
        ("strings.bib", b"@string{s = {Town}}\n@book{a, title={A}}\n@book{b, title=s}\n"),
        ("parents.bib", b"@book{a, title={A}, crossref = {b}}\n@book{b, title={B}}\n"),
        ("table.csv", b"title,abstract\nOne,Two\nThree,Four\n"),
        ("utf16.ris", "TY  - JOUR\nTI  - One\nER  -\nTY  - JOUR\nTI  - Two\nER  -\n".encode("utf-16")),
        ("packed.jsonl.gz", gzip.compress(b'{"title": "One"}\n{"title": "Two"}\n', mtime=0)),
    ],
)
def test_what_cannot_be_cut_is_read_whole(tmp_path: Path, name: str, text: bytes) -> None:
    (tmp_path / name).write_bytes(text)
    assert read_source(tmp_path / name).pieces(10) == []


def test_what_comes_out_of_an_archive_is_read_whole(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.jsonl", '{"title": "One"}\n{"title": "Two"}\n')
    (source,), _ = read_sources(tmp_path / "a.zip")
    assert source.pieces(5) == []


def same_in_pieces(source: SourceReading, size: int) -> int:
    """Asserts that a file read in pieces gives what it gives as a whole; says in how many it was cut."""
    whole: list[Record | Reject] = list(source.records())
    repaired = source.repaired
    pieces = source.pieces(size)
    joined = [each for entries, _ in source.joined(pieces, ((read_piece(p), 0) for p in pieces)) for each in entries]
    if pieces:
        assert joined == whole
        assert source.repaired == repaired
        assert source.share == 1
    return len(pieces)


def test_every_format_says_whether_it_can_be_cut() -> None:
    assert {name for name, form in FORMATS.items() if form.cut} == set(FRAGMENTS)
