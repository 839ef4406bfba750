"""Bytes to lines: compression, encoding, line ends, damage; what every reader may take for granted."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from graph.errors import SourceError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from pathlib import Path

    from nlp.readers.sheets import Sheet

CHUNK: Final = 1 << 18
SAMPLE: Final = 1 << 20
"""How many bytes are looked at to tell the encoding and the format."""

_COMPRESSED = {b"\x1f\x8b": gzip.open, b"\xfd7zXZ\x00": lzma.open, b"BZh": bz2.open}
_ZIPPED: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]*?\bencoding\s*=\s*["'](?P<name>[A-Za-z0-9._-]+)["']""")
# of the encodings that XML may name, those of texts; what Python has besides ("rot13", "unicode_escape") is none
_FAMILIES = re.compile(r"iso|latin|windows|cp|koi8|gb|big5|euc|shift|mac|johab|ptcp|tis|hz")
_WIDER = {"iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "cp1252": "Windows-1252"}


@dataclass(frozen=True, slots=True)
class Text:
    """A file that holds text: where it is, how its bytes are to be read, and the start of what it says."""

    path: Path
    encoding: str
    mark: int
    sample: str
    note: str = ""
    """What people had better know of how it is read."""
    format: str = ""
    """Its format, where bytes tell it."""

    def lines(self) -> Lines:
        """Its lines from the start."""
        return Lines(self)


@dataclass(slots=True)
class Lines:
    """The lines of a text, without their ends; iterated once.

    `broken` fills up with the lines (from 1) that hold bytes which are no text, and says which: they read as U+FFFD.
    `damage` says why the lines ended early, if they did. `share` is how much of the file was read so far (0 to 1).
    """

    text: Text
    broken: dict[int, str] = field(default_factory=dict[int, str])
    damage: str = ""
    count: int = 0
    share: float = 0.0
    raw: bytes = b""
    """The bytes of the latest line, with its end."""

    def __iter__(self) -> Iterator[str]:
        offset = self.text.mark
        for raw in _split(self._bytes()):
            self.count += 1
            self.raw = raw
            yield self._decode(raw, offset).rstrip("\r\n")
            offset += len(raw)

    def _decode(self, raw: bytes, offset: int) -> str:
        encoding = self.text.encoding if self.text.encoding in _NAMES else "utf-8"
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            bad = f"0x{raw[error.start]:02X} at byte {offset + error.start}"
            self.broken[self.count] = f"{bad} is not {_NAMES[encoding]}"
            return raw.decode(encoding, "replace")

    def _bytes(self) -> Iterator[bytes]:
        """The text's bytes up to its end or its damage; UTF-16 and UTF-32 come out as UTF-8."""
        decoder = None if self.text.encoding in _NAMES else codecs.getincrementaldecoder(self.text.encoding)()
        done = 0
        try:
            with self.text.path.open("rb") as raw, decompressed(raw) as stream:
                size = self.text.path.stat().st_size
                stream.read(self.text.mark)
                done = self.text.mark
                while chunk := stream.read1(CHUNK):
                    self.share = raw.tell() / size
                    yield decoder.decode(chunk).encode() if decoder else chunk
                    done += len(chunk)
                if decoder:
                    decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            self.damage = f"the text is no {self.text.encoding.upper()} near byte {done + error.start}"
        except _DAMAGE as error:
            self.damage = f"the file is damaged after {done:,} bytes of text ({str(error).rstrip('.')})"


def open_text(path: Path, name: str) -> Text | Sheet:
    """Looks at a file's start and says how to read it. Raises SourceError where it cannot be read as text."""
    head, complete = _head(path, name)
    if head.startswith(_ZIPPED):
        from nlp.readers.sheets import open_sheet

        return open_sheet(path, name)
    if head.startswith(_OLD):
        raise SourceError(f"{name} is an old workbook (.xls), or under a password", "save it as .xlsx or CSV")
    if not head.strip():
        raise SourceError(f"{name} is empty", "there is nothing to read")
    mark, encoding = next(((len(mark), each) for mark, each in _MARKS if head.startswith(mark)), (0, ""))
    if not mark and (zero := head.find(b"\x00")) >= 0:
        raise SourceError(f"{name} is not text (a NUL byte at byte {zero})", "give a text file, plain or compressed")
    body = head[mark:] if complete else head[mark:].rpartition(b"\n")[0] or head[mark:]
    encoding = encoding or _declared(body) or _guess(body)
    sample = body.decode(encoding, "replace")
    if not sample.strip():
        raise SourceError(f"{name} is empty", "there is nothing to read")
    return Text(path, encoding, mark, sample)


def cuttable(text: Text) -> bool:
    """Whether the text's bytes are the file's own, and a line end among them is one of the text."""
    with text.path.open("rb") as raw:
        return text.encoding in _NAMES and decompressed(raw) is raw


def _head(path: Path, name: str) -> tuple[bytes, bool]:
    """The first bytes of the text, and whether they are all of it."""
    head = b""
    try:
        with path.open("rb") as raw, decompressed(raw) as stream:
            while len(head) < SAMPLE:
                chunk = stream.read1(SAMPLE)
                if not chunk:
                    return head, True
                head += chunk
    except _DAMAGE as error:
        if not head:
            raise SourceError(
                f"{name} cannot be read: {_reason(error)}", "check the file and its permissions"
            ) from error
    return head, False


def decompressed(raw: io.BufferedReader) -> io.BufferedReader:
    """The file, decompressed. Read it by `read1`: `read` drops what it already has when it comes upon damage."""
    start = raw.peek(6)
    opener = next((opener for magic, opener in _COMPRESSED.items() if start.startswith(magic)), None)
    return cast("io.BufferedReader", opener(raw, "rb")) if opener else raw


def _reason(error: Exception) -> str:
    return ((isinstance(error, OSError) and error.strerror) or str(error)).rstrip(".").lower()


def _declared(body: bytes) -> str:
    """The encoding that XML declares, by Python's name for it; empty where it declares none or plainly has another."""
    match = _DECLARED.match(body)
    if not match:
        return ""
    with suppress(LookupError):
        name = codecs.lookup(match["name"].decode()).name
        if _FAMILIES.match(name) and (body.isascii() or _guess(body) != "utf-8"):
            return _WIDER.get(name, name)
    return ""


def _guess(body: bytes) -> str:
    """The encoding of bytes without a mark: UTF-8, even with some damage; else GB18030 where it looks Chinese."""
    with suppress(UnicodeDecodeError):
        codecs.getincrementaldecoder("utf-8")().decode(body)  # which lets the last character be cut off
        return "utf-8"
    decoded = body.decode("utf-8", "replace")
    if decoded.count("\ufffd") * 2 < sum(char > "\x7f" for char in decoded):
        return "utf-8"
    high = sum(byte > 0x7F for byte in body)
    # Chinese text is bytes in pairs, both above 0xA0; an accented letter of Western text stands alone
    paired = 2 * len(re.findall(rb"[\xa1-\xf7][\xa1-\xfe]", body))
    return "gb18030" if paired >= 0.8 * high else "cp1252"


def _split(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The lines with their ends, whichever of LF, CRLF and CR these are."""
    pending: list[bytes] = []
    for chunk in chunks:
        pending.append(chunk)
        if b"\n" not in chunk and b"\r" not in chunk:
            continue
        *whole, last = b"".join(pending).splitlines(keepends=True)
        # a CR at the chunk's end may be half of a CRLF
        pending = [last] if not last.endswith(b"\n") else []
        yield from whole
        if not pending:
            yield last
    yield from b"".join(pending).splitlines(keepends=True)
