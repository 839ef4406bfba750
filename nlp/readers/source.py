"""A source of literature: one file, or standard input, in one format; what `ingest` reads records from."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import tempfile
import weakref
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final

from graph.errors import SourceError
from graph.records import Record, Reject
from nlp.readers.archives import is_archive, members
from nlp.readers.mojibake import with_repairs
from nlp.readers.registry import COMPRESSED, FORMATS, find_format
from nlp.readers.rejected import Rejected
from nlp.readers.streams import open_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nlp.readers.formats import Format
    from nlp.readers.sheets import Sheet
    from nlp.readers.streams import Text

    Columns = Mapping[str, str] | None

STDIN: Final = "-"
REASONS: Final = ".why"
"""The extension of files that say why the records beside them were rejected."""


class SourceReading:
    """A source opened for reading: `name` (for people), `format`, `digest`, and its records as often as asked.

    `digest` is 32 hex digits of BLAKE2b over the raw bytes and the format's name: equal exactly for equal content read
    in the same format. `columns` are headers of a table by our names for fields; other formats have none.
    """

    def __init__(self, name: str, text: Text | Sheet, form: Format, columns: Columns = None) -> None:
        chosen = {**columns} if columns and form.note else {}
        self.name = name
        self.format = form.name
        self.digest = _digest(text.path, f"{form.name} {sorted(chosen.items())}" if chosen else form.name)
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

    @property
    def share(self) -> float:
        """How much of the file the latest call of `records` has read by now, 0 to 1."""
        return self._lines.share

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
        entry: Record | Reject | None = None
        for entry, end in self._entries(kept.heard if kept else lines):
            checked = _checked(entry, end or lines.count + 1, lines.broken)
            if kept:
                kept.saw(checked, end or lines.count + 1)
            yield checked
        if kept:
            kept.close()
        if lines.damage:
            yield Reject(lines.count, lines.damage, "get the file again")
        elif not entry:
            yield Reject(1, f"no entry of the format {self.format} was found", "choose the format with --format")

    def _entries(self, lines: Iterable[str]) -> Iterator[tuple[Record | Reject, int]]:
        """The entries, each with the line of the next one, or 0 for the last."""
        entry: Record | Reject | None = None
        for following, mended in with_repairs(self._read(lines)):
            self.repaired += mended
            if entry:
                yield entry, following.line
            entry = following
        if entry:
            yield entry, 0


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


def _opened(file: Path, name: str, chosen: str | None, columns: Columns = None) -> SourceReading:
    text = open_text(file, name)
    return SourceReading(name, text, find_format(name, text.sample, chosen or text.format), columns)


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
        reading = _opened(file, name, chosen, columns)
    except BaseException:
        file.unlink()
        raise
    weakref.finalize(reading, file.unlink, missing_ok=True)
    return reading


def _digest(path: Path, form: str) -> str:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16))
    digest.update(f"\0{form}".encode())
    return digest.hexdigest()


def _checked(entry: Record | Reject, end: int, broken: dict[int, str]) -> Record | Reject:
    """The entry, or a Reject if bytes in its lines (up to `end`) were no text and it shows; forgets these lines."""
    reason = ""
    while broken and (line := next(iter(broken))) < max(end, entry.line + 1):
        why = broken.pop(line)
        reason = reason or why
    if not reason or isinstance(entry, Reject) or "\ufffd" not in repr(entry):
        return entry
    return Reject(entry.line, reason, "save the file as UTF-8")
