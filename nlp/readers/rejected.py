"""Rejected entries as they stand in their source, to be mended and read again."""

from __future__ import annotations

import shutil
import weakref
from collections import deque
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, cast

from graph.records import Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records import Record

_IN_MEMORY: Final = 1 << 20


class RawLines(Protocol):
    """Lines that also say what the latest one was made of."""

    raw: bytes

    def __iter__(self) -> Iterator[str]: ...


class Rejected:
    """What a source has of the entries that were rejected, in its own format and encoding.

    Each entry is the lines from its own to the next entry's, or what its Reject says of itself. Around them stands the
    format's frame, or without one what stands before the first entry: a table's header, the macros of a bibliography.
    """

    def __init__(self, lines: RawLines, frame: tuple[str, str] | None = None) -> None:
        self.heard = self._hear(lines)
        """The lines, to be read here: they are kept until it is known which entry they belong to."""
        self.count = 0
        """How many entries it has by now."""
        self._file = cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 (it goes with this)
        weakref.finalize(self, self._file.close)
        self._head = None if frame is None else _line(frame[0])
        self._tail = b"" if frame is None else _line(frame[1])
        self._cut_off = False
        self._lines = deque[bytes]()
        self._first = 1

    def copy_to(self, target: BinaryIO) -> None:
        """Writes all of it."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, target)

    def saw(self, entry: Record | Reject, end: int) -> None:
        """Takes note of an entry whose lines end before line `end`."""
        begin = (entry.since if isinstance(entry, Reject) else 0) or entry.line
        before = b"".join(self._taken(begin))
        if self._head is None:
            self._head = before
        elif isinstance(entry, Reject) and entry.since == 1:
            self._head = b""  # all of it follows, its own beginning too
        if not isinstance(entry, Reject):
            return
        text = _line(entry.text) or b"".join(list(self._taken(end)))
        if not text:  # another entry had these lines too
            return
        self._cut_off = bool(entry.since)
        self._file.write(self._head + text if not self._file.tell() else text)
        self.count += 1

    def close(self) -> None:
        """Ends it: with the end of the frame, or where the source could not be read on, with what nobody asked for."""
        if not self._cut_off:
            self._file.write(self._tail if self.count else b"")
            return
        for _ in self.heard:
            self._file.writelines(self._taken(self._first + len(self._lines)))

    def _hear(self, lines: RawLines) -> Iterator[str]:
        for line in lines:
            self._lines.append(lines.raw)
            yield line

    def _taken(self, end: int) -> Iterator[bytes]:
        """The kept lines up to `end`, which are kept no longer."""
        while self._lines and self._first < end:
            self._first += 1
            yield self._lines.popleft()


def _line(text: str) -> bytes:
    """A text of ours, which is ASCII and so the same in whatever encoding the source has."""
    return f"{text}\n".encode("ascii") if text else b""
