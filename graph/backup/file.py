"""A backup: a gzipped file of JSON lines, the first about the store, the last about the lines between them.

    {"litgraph": "backup", "format": 1, "version": …, "store": identity, "revision": …, "linked": …, "counts": {…}}
    …                                                                                               (`lines.py`)
    {"end": {"lines": how many between, "digest": of the lines before, "fingerprint": of the store}}

`zcat FILE` shows it. Equal stores give equal bytes, but for what each store is called and how often it was written to.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import orjson

from graph.backup.lines import as_item, as_line
from graph.errors import BackupError
from graph.model import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from graph.backup.dump import Dump
    from graph.backup.items import Item

FORMAT: Final = 1
"""Grows when lines change their meaning; what older programs wrote is read for ever."""

GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Said:
    """What a whole backup says of itself: its own name, of which store at which revision it is, and what it holds."""

    name: str
    store: str
    revision: int
    linked: bool
    counts: Counts
    lines: int
    fingerprint: str


def write(stream: BinaryIO, dump: Dump, version: str, progress: Callable[[int, int], None] | None = None) -> Said:
    """Writes a dump; `version` is the program's, `progress` hears (papers, of how many)."""
    digest, lines = hashlib.blake2b(digest_size=16), 0
    # neither a name nor the time of writing is part of the content
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0) as packed:

        def put(line: bytes) -> None:
            digest.update(line)
            packed.write(line)

        head = {"store": dump.identity, "revision": dump.revision, "linked": dump.linked, "counts": asdict(dump.counts)}
        put(_line({"litgraph": "backup", "format": FORMAT, "version": version, **head}))
        for item in dump.items(progress):
            put(as_line(item))
            lines += 1
        end: dict[str, Any] = {"lines": lines, "digest": digest.hexdigest(), "fingerprint": dump.fingerprint}
        packed.write(_line({"end": end}))
    return Said(end["digest"], dump.identity, dump.revision, dump.linked, dump.counts, lines, dump.fingerprint)


def check(name: str, stream: BinaryIO) -> Said:
    """Reads a backup from start to end, and says what it is; raises BackupError unless it is whole and unchanged."""
    lines = _Lines(name, stream)
    head = lines.head()
    for _ in lines:
        pass
    return Said(
        lines.end["digest"],
        head["store"],
        head["revision"],
        head["linked"],
        Counts(**head["counts"]),
        lines.number - 2,
        lines.end["fingerprint"],
    )


def read(name: str, stream: BinaryIO) -> Iterator[Item]:
    """What a backup holds, item by item."""
    lines = _Lines(name, stream)
    lines.head()
    for kind, values in lines:
        try:
            yield as_item(kind, values)
        except (KeyError, TypeError, ValueError) as error:
            raise BackupError(
                f"{name}:{lines.number}: is no line of a backup of format {FORMAT}: {error!r}",
                "take another copy, or the program that wrote it",
            ) from error


class _Lines:
    """The lines of a backup between its first and its last, each as its kind and values."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self.number = 0
        self.end: dict[str, Any] = {}
        self._name = name
        self._digest = hashlib.blake2b(digest_size=16)
        start = stream.read(len(GZIP))
        stream.seek(0)
        self._stream = cast("BinaryIO", gzip.GzipFile(fileobj=stream)) if start == GZIP else stream

    def head(self) -> dict[str, Any]:
        """What the first line says; raises BackupError for what is no backup, or one of a newer format."""
        head = self._parsed(self._next())
        if head is None or head.get("litgraph") != "backup":
            raise BackupError(
                f"{self._name} is no backup of litgraph",
                "litgraph backup writes one; papers in other formats come in with litgraph ingest",
            )
        if head["format"] > FORMAT:
            raise BackupError(
                f"{self._name} was written by litgraph {head['version']} in format {head['format']},"
                f" this one reads formats up to {FORMAT}",
                "update litgraph",
            )
        return head

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        while True:
            before = self._digest.hexdigest()
            said = self._parsed(self._next())
            if said is None or len(said) != 1:
                self._changed()
            ((kind, values),) = said.items()
            if kind != "end":
                yield kind, values
                continue
            self.end = values
            if (values["lines"], values["digest"]) != (self.number - 2, before):
                self._changed()
            if self._read():
                self._changed()
            return

    def _next(self) -> bytes:
        line = self._read()
        self.number += 1
        if not line.endswith(b"\n"):
            raise BackupError(
                f"{self._name} ends in the middle of line {self.number}",
                "it was not copied whole: take another copy",
            )
        self._digest.update(line)
        return line

    def _read(self) -> bytes:
        try:
            return self._stream.readline()
        except EOFError:
            return b""
        except (OSError, zlib.error):
            self._changed()

    def _changed(self) -> NoReturn:
        raise BackupError(
            f"{self._name} is damaged: after line {self.number} it is not what was written", "take another copy"
        )

    @staticmethod
    def _parsed(line: bytes) -> dict[str, Any] | None:
        try:
            said = orjson.loads(line)
        except orjson.JSONDecodeError:
            return None
        return said if isinstance(said, dict) else None


def _line(said: dict[str, Any]) -> bytes:
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)
