"""Archives as folders: the members of a tar or zip file, one after another, none unpacked under its own name."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, cast

from graph.errors import SourceError
from nlp.readers.cleaning import clean
from nlp.readers.streams import decompressed

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path
    from typing import IO, BinaryIO

MEMBERS: Final = 10_000
"""How many members an archive may have."""

SIZE: Final = 4 << 30
"""How many bytes an archive may hold, unpacked."""

RATIO: Final = 200
"""How many times its own size it may hold: literature packs ten to thirty times smaller, a bomb a thousand times."""

ALLOWED: Final = 64 << 20
"""How many bytes any archive may hold, however small it is."""

_TAR: Final = (".tar", ".tgz", ".txz", ".tbz2", ".tar.gz", ".tar.xz", ".tar.bz2")
_ENDINGS: Final = (*_TAR, ".zip")
_NO_NAMES: Final = {"/", ".", ".."}
_ADVICE: Final = "unpack it yourself and give the files in it"
_DAMAGE: Final = (
    tarfile.TarError, zipfile.BadZipFile, LZMAError, zlib.error, EOFError, OSError, ValueError, OverflowError
)  # fmt: skip
_CLOSED: Final = (RuntimeError, NotImplementedError)
"""What zipfile raises for members under a password, or packed in a way that it does not know."""


def is_archive(name: str) -> bool:
    """Whether the name is that of a tar or zip file."""
    return name.lower().endswith(_ENDINGS)


def members(file: Path, name: str) -> Iterator[tuple[str, BinaryIO]]:
    """The files in the archive that are not hidden, as `archive/member` and what they hold, to be read at once.

    Folders, links, devices and archives in the archive are passed over. Raises SourceError for an archive that cannot
    be read, where it is damaged, and where it holds more than `MEMBERS`, `SIZE`, or `RATIO` times its own size.
    """
    most = min(SIZE, max(ALLOWED, RATIO * file.stat().st_size))
    walk = _zipped(file, most, name) if name.lower().endswith(".zip") else _tarred(file, most, name)
    with _told(name):
        for number, (member, stream) in enumerate(walk, 1):
            if number > MEMBERS:
                raise SourceError(f"{name} holds more than {MEMBERS:,} members: the rest is not read", _ADVICE)
            parts = [part for part in PurePosixPath(clean(member).replace("\\", "/")).parts if part not in _NO_NAMES]
            if parts and stream and not any(part.startswith((".", "__MACOSX")) for part in parts):
                yield "/".join((name, *parts)), cast("BinaryIO", _Member(stream, name))


@contextmanager
def _told(name: str) -> Generator[None]:
    """What goes wrong in the archive, as a SourceError."""
    try:
        yield
    except _DAMAGE as error:
        reason = str(error).rstrip(".") or "it breaks off"
        raise SourceError(f"{name} is damaged: {reason}", "get it again") from error
    except _CLOSED as error:
        raise SourceError(f"{name} cannot be unpacked: {error}", _ADVICE) from error


class _Member(io.RawIOBase):
    """A member's bytes."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream, self._name = stream, name

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        with _told(self._name):
            return self._stream.read(size)


class _Limited(io.RawIOBase):
    """A stream that refuses to give more than so many bytes."""

    def __init__(self, stream: io.BufferedReader, most: int, name: str) -> None:
        self._stream, self._left, self._name = stream, most, name

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        found = self._stream.read(size if size >= 0 else self._left + 1)
        self._left -= len(found)
        if self._left < 0:
            raise _too_large(self._name)
        return found


def _tarred(file: Path, most: int, name: str) -> Iterator[tuple[str, IO[bytes] | None]]:
    with file.open("rb") as raw, decompressed(raw) as stream:
        limited = _Limited(stream, most, name)
        # by `r|` it is read from start to end, once
        with tarfile.open(fileobj=limited, mode="r|") as archive:
            for each in archive:
                yield each.name, archive.extractfile(each) if each.isreg() and not each.issparse() else None


def _zipped(file: Path, most: int, name: str) -> Iterator[tuple[str, IO[bytes] | None]]:
    with zipfile.ZipFile(file) as archive:
        # what it says of the sizes holds: zipfile gives no byte more
        if sum(each.file_size for each in archive.infolist()) > most:
            raise _too_large(name)
        for each in archive.infolist():
            if each.is_dir():
                yield each.filename, None
            else:
                with archive.open(each) as stream:
                    yield each.filename, stream


def _too_large(name: str) -> SourceError:
    return SourceError(f"{name} holds far more than an archive of its size should: it is not read further", _ADVICE)
