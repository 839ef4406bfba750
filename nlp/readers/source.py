"""A source of literature: one file, or standard input, in one format; what `ingest` reads records from."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import tempfile
import weakref
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final, TypeVar

from graph.errors import SourceError
from graph.records import Record, Reject
from nlp.readers.archives import is_archive, members
from nlp.readers.checked import checked
from nlp.readers.pieces import divide
from nlp.readers.registry import COMPRESSED, FORMATS, find_format
from nlp.readers.rejected import Rejected
from nlp.readers.streams import Text, open_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nlp.readers.formats import Format
    from nlp.readers.pieces import Piece, Stretch
    from nlp.readers.sheets import Sheet

    Columns = Mapping[str, str] | None

STDIN: Final = "-"
REASONS: Final = ".why"
"""The extension of files that say why the records beside them were rejected."""

T = TypeVar("T")


class SourceReading:
    """A source opened for reading: `name` (for people), `format`, `digest`, and its records as often as asked.

    `digest` is 32 hex digits of BLAKE2b over the raw bytes and the format's name: equal exactly for equal content read
    in the same format. `columns` are headers of a table by our names for fields; other formats have none. A file that
    is `passing` goes with this object.
    """

    def __init__(
        self, name: str, text: Text | Sheet, form: Format, columns: Columns = None, *, passing: bool = False
    ) -> None:
        chosen = {**columns} if columns and form.note else {}
        self.name = name
        self.format = form.name
        self.digest = digest_of(text.path, f"{form.name} {sorted(chosen.items())}" if chosen else form.name)
        self.note = "; ".join(filter(None, (text.note, form.note(text.sample, chosen) if form.note else "")))
        """What people had better know of how it is read."""
        self.repaired = 0
        """In how many entries of the latest call of `records` mojibake was put right by now."""
        self.rejected: Rejected | None = None
        """What the latest call of `records` rejected, as it stands in the source, if `keep_rejected` asked for it."""
        self._keeps = False
        self._frame = form.frame
        self._text = text
        self._read = partial(form.read, chosen=chosen) if chosen else form.read
        self._lines = text.lines()
        self._passing = passing

    @property
    def share(self) -> float:
        """How much of the file the latest call of `records` has read by now, 0 to 1."""
        return self._lines.share

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return self._text.path.stat().st_size

    @property
    def mended_name(self) -> str:
        """What a file with its rejected entries is called: not compressed, and of a workbook a table."""
        path = PurePosixPath(self.name)
        while path.suffix.lower() in COMPRESSED:
            path = path.with_suffix("")
        return str(path.with_suffix(".csv") if self.format == "xlsx" else path)

    def keep_rejected(self) -> None:
        """Has `records` keep what it rejects."""
        self._keeps = True

    def records(self) -> Iterator[Record | Reject]:
        """The entries in their order, then a Reject if the file ends in damage; streams, the same at every call."""
        lines = self._lines = self._text.lines()
        self.repaired = 0
        kept = self.rejected = Rejected(lines, self._frame) if self._keeps else None
        found = False
        for entry, mended in checked(self._read, lines, kept):
            self.repaired += mended
            found = True
            yield entry
        if kept:
            kept.close()
        if lines.damage:
            yield Reject(lines.count, lines.damage, "get the file again")
        elif not found:
            yield self._nothing()

    def pieces(self, size: int) -> list[Piece]:
        """The file in pieces of about so many bytes that can be read apart; none where only the whole can be read.

        That takes a format with a place to cut, plain text in an encoding whose line ends are bytes, and a file that
        stays: no compressed one, no standard input, nothing out of an archive. What is rejected is kept of the whole
        alone.
        """
        if self._keeps or self._passing or not isinstance(self._text, Text):
            return []
        return divide(self._text, FORMATS[self.format], size, self.digest)

    def joined(
        self, pieces: Sequence[Piece], done: Iterable[tuple[Stretch, T]]
    ) -> Iterator[tuple[list[Record | Reject], T]]:
        """The entries of each piece with their lines in the file, beside what came with them; `done` is in order.

        All together they are what `records` says.
        """
        lines = self._lines = self._text.lines()
        self.repaired = before = 0
        found = False
        for piece, (stretch, beside) in zip(pieces, done, strict=True):
            entries: list[Record | Reject] = [replace(each, line=each.line + before) for each in stretch.entries]
            before += stretch.lines
            found = found or bool(stretch.records or entries)
            if piece is pieces[-1] and not found:
                entries.append(self._nothing())
            self.repaired += stretch.repaired
            lines.share = piece.end / piece.size
            yield entries, beside

    def _nothing(self) -> Reject:
        return Reject(1, f"no entry of the format {self.format} was found", "choose the format with --format")


def read_source(
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 (the contract's word)
    columns: Columns = None,
) -> SourceReading:
    """Opens one file, or `-` for standard input, in the named format, else by its content and its extension.

    Raises SourceError for what cannot be read as literature: a missing, empty, binary or unreadable file, a folder
    (`read_sources` takes one), an unknown format.
    """
    if os.fspath(path) == STDIN:
        return _spooled(sys.stdin.buffer, "stdin", format, columns)
    file = Path(path)
    try:
        if file.is_dir():
            raise SourceError(f"{file} is a folder", "name a file in it")
        if file.is_file():
            return _opened(file, file.name, format, columns)
        with file.open("rb") as stream:  # a pipe can be read only once
            return _spooled(stream, file.name, format, columns)
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or str(error)).lower()
        raise SourceError(f"{file} cannot be read: {reason}", "check the name and the permissions") from error


def read_text(text: str, name: str, format: str | None = None) -> SourceReading:  # noqa: A002
    """A text as a source with a name, in the named format or the one that it looks like; raises as `read_source`."""
    return _spooled(io.BytesIO(text.encode()), name, format)


def read_sources(
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002
    columns: Columns = None,
) -> tuple[list[SourceReading], list[SourceError]]:
    """Opens a file, or every file that a reader knows of a folder or archive (sorted), and says why it skips others.

    An archive is a folder wherever it stands: its members are called `archive/member`, its limits are in `archives`.
    Hidden files are passed over. Raises SourceError where `read_source` does, and for a folder that holds no source.
    """
    folder = Path(path)
    if os.fspath(path) == STDIN or not (folder.is_dir() or (is_archive(folder.name) and folder.is_file())):
        return [read_source(path, format, columns)], []
    found: list[SourceReading] = []
    skipped: list[SourceError] = []
    for file, name in _files(folder):
        _collect(file, name, format, columns, found, skipped)
    if not found:
        if skipped and not folder.is_dir():
            raise skipped[-1]
        raise SourceError(f"{folder} holds no file that a reader knows", f"the formats are {', '.join(FORMATS)}")
    return found, skipped


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files of a folder that are not hidden, sorted, with their names in it; an archive is its only one."""
    if not folder.is_dir():
        yield folder, folder.name
        return
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts) or name.suffix == REASONS
        if file.is_file() and not hidden:
            yield file, name.as_posix()


def _collect(
    file: Path,
    name: str,
    chosen: str | None,
    columns: Columns,
    found: list[SourceReading],
    skipped: list[SourceError],
) -> None:
    """Opens a file, or all that an archive holds (sorted); what cannot be read is skipped."""
    first = len(found)
    try:
        if not is_archive(name):
            found.append(_opened(file, name, chosen, columns))
            return
        for member, stream in members(file, name):
            try:
                found.append(_spooled(stream, member, chosen, columns))
            except SourceError as error:
                skipped.append(error)
    except SourceError as error:
        # damage inside a member has been told of already
        if not skipped or skipped[-1].message != error.message:
            skipped.append(error)
    except OSError as error:
        skipped.append(SourceError(f"{name} cannot be read: {error.strerror}", "check the permissions"))
    found[first:] = sorted(found[first:], key=lambda each: each.name)


def _opened(
    file: Path, name: str, chosen: str | None, columns: Columns = None, *, passing: bool = False
) -> SourceReading:
    text = open_text(file, name)
    return SourceReading(name, text, find_format(name, text.sample, chosen or text.format), columns, passing=passing)


def _spooled(stream: BinaryIO, name: str, chosen: str | None, columns: Columns = None) -> SourceReading:
    """A stream that can be read only once, through a temporary file that goes with the reading."""
    with tempfile.NamedTemporaryFile(prefix="litgraph-", delete=False) as spool:
        file = Path(spool.name)
        try:
            shutil.copyfileobj(stream, spool)
        except BaseException:
            file.unlink()
            raise
    try:
        reading = _opened(file, name, chosen, columns, passing=True)
    except BaseException:
        file.unlink()
        raise
    weakref.finalize(reading, file.unlink, missing_ok=True)
    return reading


def digest_of(path: Path, form: str) -> str:
    """32 hex digits of BLAKE2b over the file's bytes and the format that it is read in."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16))
    digest.update(f"\0{form}".encode())
    return digest.hexdigest()
