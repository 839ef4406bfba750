from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from graph.errors import SourceError
from graph.records import Record
from nlp.readers import archives, read_sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def line(number: int) -> bytes:
    return json.dumps({"title": f"Paper {number}"}).encode() + b"\n"


FILES = {
    "data/b.jsonl": line(1),
    "data/a.jsonl.gz": gzip.compress(line(2), mtime=0),
    "data/notes.md": b"# Notes",
    ".hidden/c.jsonl": line(3),
    "__MACOSX/d.jsonl": line(4),
    "inner.zip": b"PK\x05\x06" + bytes(18),
}


def tarred(file: Path, files: dict[str, bytes], mode: str = "w:xz") -> Path:
    with tarfile.open(file, mode) as archive:  # pyright: ignore[reportCallIssue, reportArgumentType]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file


def zipped(file: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("data")
        for name, content in files.items():
            archive.writestr(name, content)
    return file


@pytest.mark.parametrize("name", ["x.tar", "x.tar.gz", "x.tgz", "x.tar.xz", "x.tar.bz2", "x.ZIP"])
def test_an_archive_is_read_like_a_folder(tmp_path: Path, name: str) -> None:
    kind = {"gz": "w:gz", "tgz": "w:gz", "xz": "w:xz", "bz2": "w:bz2", "tar": "w"}.get(name.rpartition(".")[2])
    file = tarred(tmp_path / name, FILES, kind) if kind else zipped(tmp_path / name, FILES)
    found, skipped = read_sources(file)

    assert [each.name for each in found] == [f"{name}/data/a.jsonl.gz", f"{name}/data/b.jsonl"]
    assert [each.title for source in found for each in source.records() if isinstance(each, Record)] == [
        "Paper 2",
        "Paper 1",
    ]
    assert sorted(each.message.partition(" ")[0] for each in skipped) == [f"{name}/data/notes.md", f"{name}/inner.zip"]
    assert read_sources(tmp_path)[0][0].name == f"{name}/data/a.jsonl.gz"


def test_members_equal_files_by_their_digest(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_bytes(FILES["data/b.jsonl"])
    file = tarred(tmp_path / "x.tar.gz", {"b.jsonl": FILES["data/b.jsonl"]}, "w:gz")

    assert read_sources(file)[0][0].digest == read_sources(tmp_path / "b.jsonl")[0][0].digest


def test_names_that_lead_elsewhere_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["../../up.jsonl", "/abs.jsonl", "a\\..\\win.jsonl", "new\nline.jsonl"]
    before = set(tmp_path.parent.rglob("*.jsonl"))
    for file in (
        tarred(tmp_path / "x.tar", dict.fromkeys(names, line(1)), "w"),
        zipped(tmp_path / "x.zip", dict.fromkeys(names, line(1))),
    ):
        found, skipped = read_sources(file)
        assert sorted(each.name.partition("/")[2] for each in found) == [
            "a/win.jsonl",
            "abs.jsonl",
            "new line.jsonl",
            "up.jsonl",
        ]
        assert not skipped
    assert set(tmp_path.parent.rglob("*.jsonl")) == before


def test_links_and_devices_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "secret.jsonl").write_bytes(line(9))
    with tarfile.open(tmp_path / "x.tar", "w") as archive:
        for name, kind in {"a.jsonl": tarfile.SYMTYPE, "b.jsonl": tarfile.LNKTYPE, "c.jsonl": tarfile.CHRTYPE}.items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, str(tmp_path / "secret.jsonl")
            archive.addfile(member)
    with pytest.raises(SourceError, match="holds no file"):
        read_sources(tmp_path / "x.tar")


@pytest.mark.parametrize("pack", [tarred, zipped])
def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[..., Path]) -> None:
    monkeypatch.setattr(archives, "ALLOWED", 100_000)
    name = "x.zip" if pack is zipped else "x.tar.xz"
    file = pack(tmp_path / name, {"a.jsonl": line(1), "b.jsonl": b" " * 10_000_000})
    if pack is zipped:
        with pytest.raises(SourceError, match="holds far more than"):
            read_sources(file)
    else:
        found, (error,) = read_sources(file)
        assert [each.name for each in found] == [f"{name}/a.jsonl"]
        assert "holds far more than" in error.message

    monkeypatch.setattr(archives, "MEMBERS", 4 if pack is zipped else 3)  # with the folder
    found, (error,) = read_sources(pack(tmp_path / name, {f"{each}.jsonl": line(each) for each in range(5)}))
    assert len(found) == 3
    assert "members: the rest is not read" in error.message


def test_bombs_in_headers_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "ALLOWED", 100_000)
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 50_000_000
    (tmp_path / "x.tar.xz").write_bytes(lzma.compress(header.tobuf() + bytes(header.size)))
    with pytest.raises(SourceError, match="holds far more than"):
        read_sources(tmp_path / "x.tar.xz")


@pytest.mark.parametrize("ending", [".tar.gz", ".tar.xz", ".tar"])
def test_a_cut_archive_gives_the_members_before_the_cut(tmp_path: Path, ending: str) -> None:
    noise = {f"{each}.jsonl": line(each) + os.urandom(30_000).hex().encode() for each in range(5)}
    mode = {".tar": "w", ".tar.gz": "w:gz", ".tar.xz": "w:xz"}[ending]
    file = tarred(tmp_path / f"x{ending}", noise, mode)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    found, (error,) = read_sources(file)

    assert [each.name for each in found] == [f"x{ending}/0.jsonl", f"x{ending}/1.jsonl"]
    assert "is damaged" in error.message


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"\x1f\x8b\x08", b"no archive at all" * 100])
@pytest.mark.parametrize("name", ["x.zip", "x.tar.gz"])
def test_what_is_no_archive_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=name):
        read_sources(tmp_path / name)


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path / "x.zip", {"a.jsonl": line(1)})
    packed = bytearray(file.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.rindex(mark) + at] |= 1
    file.write_bytes(packed)
    with pytest.raises(SourceError, match="password"):
        read_sources(file)
