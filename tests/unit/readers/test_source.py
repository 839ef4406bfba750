from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.records import Record, Reject
from nlp.readers import FORMATS, read_source, read_sources
from nlp.readers.streams import CHUNK, SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINES = "".join(json.dumps({"id": number, "title": f"Paper {number}"}) + "\n" for number in range(3))
PAGE = "相似文献\n 共查询到1条相似文献,搜索用时 31 毫秒\n1.\nMayors tweet.  相似文献\n"
BIB = "@misc{a, title={Münster}}\n"


def titles(path: Path | str) -> list[str]:
    return [each.title or each.abstract for each in read_source(path).records() if isinstance(each, Record)]


def test_a_source_has_a_name_a_format_a_digest_and_records_as_often_as_asked(tmp_path: Path):
    file = tmp_path / "papers.jsonl"
    file.write_text(LINES)
    source = read_source(file)

    assert (source.name, source.format, len(source.digest)) == ("papers.jsonl", "jsonl", 32)
    assert list(source.records()) == list(source.records())
    assert [each.line for each in source.records()] == [1, 2, 3]


def test_the_digest_tells_contents_and_formats_apart(tmp_path: Path):
    one, same, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "c.jsonl"
    one.write_text(LINES)
    same.write_text(LINES)
    other.write_text(LINES + " ")

    assert read_source(one).digest == read_source(same).digest
    assert len({read_source(one).digest, read_source(other).digest, read_source(one, "portal").digest}) == 3


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress, bz2.compress])
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_compression_is_told_by_the_content(tmp_path: Path, pack: Callable[[bytes], bytes], ending: str):
    file = tmp_path / f"papers.jsonl{ending}"
    file.write_bytes(pack(LINES.encode()))

    assert titles(file) == ["Paper 0", "Paper 1", "Paper 2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_page_is_read_in_any_encoding_and_with_any_line_ends(tmp_path: Path, encoding: str, end: str):
    file = tmp_path / "page.txt"
    file.write_bytes(PAGE.replace("\n", end).encode(encoding))

    assert (read_source(file).format, titles(file)) == ("portal", ["Mayors tweet."])
    assert [each.line for each in read_source(file).records()] == [3]


def test_western_accents_are_read(tmp_path: Path):
    file = tmp_path / "a.bib"
    file.write_bytes("@misc{a, title={“Naïve” Münster}}".encode("cp1252"))

    assert titles(file) == ["“Naïve” Münster"]


def test_line_ends_across_chunks_count_once(tmp_path: Path):
    file = tmp_path / "a.jsonl"
    filler = " " * (CHUNK - 16)
    file.write_text(f'{{"title": "A"}}{filler}\r\n{{"title": "B"}}\r\n\n' + filler * 3 + '{"title": "C"}', newline="")

    assert [each.line for each in read_source(file).records()] == [1, 2, 4]
    assert titles(file) == ["A", "B", "C"]


def test_a_broken_byte_costs_the_record_it_is_in(tmp_path: Path):
    file = tmp_path / "papers.jsonl"
    file.write_bytes(
        '{"title": "Žižek"}\n{"title": "caf\xe9"}\n{"title": "Ørsted"}\n'.encode().replace(b"\xc3\xa9", b"\xe9")
    )

    before, bad, after = read_source(file).records()
    assert isinstance(before, Record)
    assert isinstance(after, Record)
    assert bad == Reject(2, "0xE9 at byte 35 is not UTF-8", "save the file as UTF-8")


def test_utf_8_is_told_from_a_sample_that_ends_in_mid_character(tmp_path: Path):
    file = tmp_path / "a.json"
    start = b'{"abstract": "'
    file.write_bytes(start + b"x" * (SAMPLE - len(start) - 1) + "é \ufffd".encode() + b'"}')

    assert [each[-3:] for each in titles(file)] == ["é \ufffd"]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress])
def test_a_truncated_archive_gives_what_came_before_the_damage(tmp_path: Path, pack: Callable[[bytes], bytes]):
    noise = (json.dumps({"title": f"Paper {number}", "noise": os.urandom(60).hex()}) for number in range(8_000))
    packed = pack("\n".join(noise).encode())
    file = tmp_path / "papers.jsonl.gz"
    file.write_bytes(packed[: len(packed) * 4 // 5])

    *found, damage = read_source(file).records()
    assert sum(isinstance(each, Record) for each in found) > 3_000
    assert isinstance(damage, Reject)
    assert damage.reason.startswith("the file is damaged after ")
    assert damage.line >= found[-1].line


def test_a_cut_utf_16_file_names_the_byte(tmp_path: Path):
    file = tmp_path / "papers.jsonl"
    file.write_bytes(LINES.encode("utf-16")[:-3])

    *_, damage = read_source(file).records()
    assert isinstance(damage, Reject)
    assert damage.reason.startswith("the text is no UTF-16-LE near byte ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x00\x01binary", "bad.txt is not text (a NUL byte at byte 0)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "bad.txt is not text (a NUL byte at byte 8)"),
        (b"", "bad.txt is empty"),
        (b" \r\n\t\n", "bad.txt is empty"),
        ("\ufeff\n".encode("utf-16-le"), "bad.txt is empty"),
        (gzip.compress(b"", mtime=0), "bad.txt is empty"),
        (b"\x1f\x8b\x08 no gzip", "bad.txt cannot be read"),
        (b"Dear diary,", "bad.txt is in no format that a reader knows (the formats are portal, jsonl, bibtex"),
    ],
)
def test_what_is_no_literature_is_refused_in_one_line(tmp_path: Path, content: bytes, message: str):
    file = tmp_path / "bad.txt"
    file.write_bytes(content)

    with pytest.raises(SourceError) as caught:
        read_source(file)
    assert str(caught.value).startswith(message)
    assert caught.value.advice
    assert "\n" not in str(caught.value)


def test_missing_files_folders_and_formats_are_refused(tmp_path: Path):
    with pytest.raises(SourceError, match=r"nowhere\.bib cannot be read: no such file"):
        read_source(tmp_path / "nowhere.bib")
    with pytest.raises(SourceError, match=r"x\.bib cannot be read: not a directory"):
        read_source(__file__ + "/x.bib")
    with pytest.raises(SourceError, match="is a folder"):
        read_source(tmp_path)
    with pytest.raises(SourceError, match=r"holds no file .*portal, jsonl, bibtex"):
        read_sources(tmp_path)
    (tmp_path / "a.bib").write_text(BIB)
    with pytest.raises(SourceError, match=r"doc is no format \(the formats are portal, jsonl, bibtex, ris"):
        read_source(tmp_path / "a.bib", "doc")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions stop")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path):
    file = tmp_path / "a.bib"
    file.write_text(BIB)
    file.chmod(0)

    with pytest.raises(SourceError, match="cannot be read: permission denied"):
        read_source(file)


@pytest.mark.parametrize(
    ("name", "content", "format_name"),
    [
        ("a.bib", BIB, "bibtex"),
        ("a.BIB", BIB, "bibtex"),
        ("a.ndjson", LINES, "jsonl"),
        ("a.json", LINES, "jsonl"),
        ("a.txt", PAGE, "portal"),
        ("a.txt", BIB, "bibtex"),
        ("a", "[" + LINES.strip().replace("\n", ",") + "]", "jsonl"),
    ],
)
def test_the_format_is_told_by_extension_then_by_content(tmp_path: Path, name: str, content: str, format_name: str):
    (tmp_path / name).write_text(content, encoding="utf-8")
    source = read_source(tmp_path / name)

    assert source.format == format_name
    assert all(isinstance(each, Record) for each in source.records())


def test_a_file_without_entries_says_so(tmp_path: Path):
    (tmp_path / "a.bib").write_text("just a note")

    assert [each.reason for each in read_source(tmp_path / "a.bib").records() if isinstance(each, Reject)] == [
        "no entry of the format bibtex was found"
    ]


def test_a_folder_is_all_its_sources_and_says_what_it_skips(tmp_path: Path):
    (tmp_path / "sub").mkdir()
    for name, content in {"b.bib": BIB, "sub/a.jsonl": LINES, "notes.md": "# Notes", ".hidden.bib": BIB}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    found, skipped = read_sources(tmp_path)

    assert [each.name for each in found] == ["b.bib", "sub/a.jsonl"]
    assert [each.message for each in skipped] == ["notes.md is in no format that a reader knows"]
    assert [each.name for each in read_sources(tmp_path / "b.bib")[0]] == ["b.bib"]


def test_standard_input_can_be_read_twice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(LINES.encode(), mtime=0))))
    source = read_source("-")

    assert (source.name, source.format) == ("stdin", "jsonl")
    assert list(source.records()) == list(source.records())
    assert len(list(source.records())) == 3


@pytest.mark.skipif(os.name == "nt", reason="pipes have names on POSIX only")
def test_a_pipe_is_read_once_and_kept():
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as pipe:
        pipe.write(LINES)
    try:
        assert titles(f"/dev/fd/{reading}") == ["Paper 0", "Paper 1", "Paper 2"]
    finally:
        os.close(reading)


@pytest.mark.parametrize("form", FORMATS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path: Path, form: str, content: bytes):
    file = tmp_path / "any"
    file.write_bytes(content)
    try:
        found = list(read_source(file, form).records())
    except SourceError as error:
        found = [Reject(1, error.message, error.advice)]

    assert found
    assert all(isinstance(each, Record) or each.reason for each in found)
