"""A file read in pieces, by ranges of its bytes: whoever has the file can read any piece without the others."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.records import Record, Reject
from nlp.readers.checked import checked
from nlp.readers.registry import FORMATS
from nlp.readers.streams import CHUNK, Lines, Text, cuttable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from nlp.readers.formats import Format


@dataclass(frozen=True, slots=True)
class Piece:
    """What begins from byte `begin` to before byte `end` of a file of so many bytes, whose source has this digest.

    It reaches to where the first entry of the next piece begins.
    """

    path: Path
    format: str
    encoding: str
    begin: int
    end: int
    size: int
    digest: str
    first: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """The entries of a piece, with lines counted from its own first one, and how many lines it has.

    `records` counts all its records, with those that were left out; `repaired` those with mojibake put right.
    """

    entries: tuple[Record | Reject, ...]
    records: int
    lines: int
    repaired: int


def divide(text: Text, form: Format, size: int, digest: str) -> list[Piece]:
    """Pieces of about `size` bytes, in order; none if a text of this format cannot be cut, or is no larger."""
    cut, whole = form.cut, text.path.stat().st_size
    if not cut or whole <= size or not cuttable(text) or (cut.allowed and not cut.allowed(text.sample)):
        return []
    if cut.unless:
        with text.path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
            if cut.unless.search(held):
                return []
    path = text.path.resolve()
    edges = (text.mark, *range(text.mark + size, whole, size), whole)
    return [
        Piece(path, form.name, text.encoding, begin, end, whole, digest, first=begin == text.mark)
        for begin, end in pairwise(edges)
    ]


def read_piece(piece: Piece, skip: int = 0) -> Stretch:
    """The entries of a piece without its first `skip` records; raises OSError where the file cannot be read."""
    form = FORMATS[piece.format]
    cut = form.cut
    if cut is None:
        raise ValueError(f"the format {form.name} has no place to cut")
    with piece.path.open("rb") as stream:
        begin = piece.begin if piece.first else _next(stream, piece.begin, cut.begins, piece.encoding)
        end = piece.end if piece.end == piece.size else _next(stream, piece.end, cut.begins, piece.encoding)
    lines = _Lines(Text(piece.path, piece.encoding, begin, ""), end=end)
    entries: list[Record | Reject] = []
    records = repaired = 0
    for entry, mended in checked(cut.read or form.read, lines):
        records += isinstance(entry, Record)
        repaired += mended
        if isinstance(entry, Reject) or records > skip:
            entries.append(entry)
    return Stretch(tuple(entries), records, lines.count, repaired)


@dataclass(slots=True)
class _Lines(Lines):
    """The lines of a text from its mark to before byte `end`."""

    end: int = 0

    def _bytes(self) -> Iterator[bytes]:
        with self.text.path.open("rb") as stream:
            left = self.end - stream.seek(self.text.mark)
            while left > 0 and (chunk := stream.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk


def _next(stream: BinaryIO, at: int, begins: Callable[[str], object], encoding: str) -> int:
    """Where the first line from byte `at` on begins that begins an entry; the file's end if none does."""
    stream.seek(at - 1)
    at += len(stream.readline()) - 1  # to the start of a line: nothing, if the byte before is a line's end
    while line := stream.readline():
        if begins(line.partition(b"\r")[0].rstrip(b"\n").decode(encoding, "replace")):
            break
        at += len(line)
    return at
