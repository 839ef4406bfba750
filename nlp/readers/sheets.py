"""Workbooks (.xlsx): the sheet that has papers in it, as lines of CSV, one for each of its rows."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, time
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from graph.errors import SourceError
from nlp.readers import table
from nlp.readers.formats import Format

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from openpyxl import Workbook

ROWS: Final = 1 << 20
"""How many rows are read: no workbook can have more."""

SHEETS: Final = 50
"""How many sheets are looked at for papers."""

SIZE: Final = 1 << 30
"""How many bytes the parts of a workbook may have together, unpacked."""

RATIO: Final = 50
"""How many times the size of its file they may have: tables pack ten to thirty times smaller, bombs a thousand."""

ALLOWED: Final = 32 << 20
"""How many bytes they may have, however small the file is."""

TAGS: Final = 4
"""How many XML tags they may have for each byte of the file: tables have two at most, bombs hundreds."""

TAGS_ALLOWED: Final = 500_000
"""How many tags they may have, however small the file is."""

LOOKED_AT: Final = 50
"""How many rows of each sheet tell whether it has papers."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_ENDS = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, as a text: where it is, how it begins, and what people had better know of the others."""

    path: Path
    place: int
    sample: str
    note: str
    format: str = "xlsx"

    def lines(self) -> SheetLines:
        """Its rows from the start."""
        return SheetLines(self)


@dataclass(slots=True)
class SheetLines:
    """The rows of a sheet as lines of CSV; iterated once. The rest is as in the `Lines` of a text."""

    sheet: Sheet
    broken: dict[int, str] = field(default_factory=dict[int, str])
    damage: str = ""
    count: int = 0
    share: float = 0.0
    raw: bytes = b""

    def __iter__(self) -> Iterator[str]:
        try:
            with _workbook(self.sheet.path) as book:
                sheet: Any = book.worksheets[self.sheet.place]
                expected = max(sheet.max_row or 0, 1)  # as the workbook says, which may be wrong
                for line in _lines(sheet):
                    if self.count == ROWS:
                        self.damage = f"the sheet goes on behind row {ROWS:,}"
                        return
                    self.count += 1
                    self.share = min(self.count / expected, 1.0)
                    self.raw = f"{line}\n".encode()
                    yield line
        except Exception as error:  # noqa: BLE001 (of a damaged workbook, openpyxl and what it uses raise anything)
            self.damage = f"the sheet is damaged behind row {self.count:,} ({_reason(error)})"


def open_sheet(path: Path, name: str) -> Sheet:
    """The first sheet whose header has a title or an abstract, else the first with anything in it.

    Raises SourceError for what is no workbook, is damaged, or would be far larger unpacked than a table can be.
    """
    try:
        _check(path, name)
        with _workbook(path) as book:
            titles = [str(each.title) for each in book.worksheets]
            begun = [_begin(each) for each in book.worksheets[:SHEETS]]
    except SourceError:
        raise
    except Exception as error:
        raise _refused(name, _reason(error)) from error
    filled = [place for place, (sample, _) in enumerate(begun) if sample.strip()]
    if not filled:
        if damage := next((damage for _, damage in begun if damage), ""):
            raise _refused(name, damage)
        raise SourceError(f"{name} is empty", "there is nothing to read")
    place = next((each for each in filled if table.sniff(begun[each][0])), filled[0])
    others = [title for at, title in enumerate(titles) if at != place and (at >= SHEETS or any(begun[at]))]
    note = f"sheet {titles[place]}, without {', '.join(others)}" if others else ""
    return Sheet(path, place, begun[place][0], note)


FORMAT: Final = Format(
    "xlsx",
    (".xlsx", ".xlsm"),
    "workbooks of spreadsheets, one paper a row",
    lambda _: False,  # its bytes tell it before there is a text to look at
    table.read,
    table.note,
)


def _refused(name: str, why: str) -> SourceError:
    return SourceError(f"{name} cannot be read as a workbook: {why}", "save it as CSV")


def _begin(sheet: Any) -> tuple[str, str]:
    """The first rows of a sheet, and what is wrong with the next one, if it is among those looked at."""
    found: list[str] = []
    try:
        found.extend(islice(_lines(sheet), LOOKED_AT))  # keeps what came before an error
    except Exception as error:  # noqa: BLE001 (as above)
        return "\n".join(found), _reason(error)
    return "\n".join(found), ""


def _check(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if not any(each.filename.startswith("xl/") for each in parts):
        raise SourceError(f"{name} is an archive, and no workbook", "unpack it and give the files in it")
    size = path.stat().st_size
    # what it says of their sizes holds: zipfile gives no byte more
    too_large = sum(each.file_size for each in parts) > min(SIZE, max(ALLOWED, RATIO * size))
    if too_large or _tags(path) > max(TAGS_ALLOWED, TAGS * size):
        raise SourceError(f"{name} holds far more than a workbook of its size should", "save it as CSV")


def _tags(path: Path) -> int:
    """About how many XML tags the parts have together: each of them costs a parser time and memory."""
    found = 0
    with zipfile.ZipFile(path) as archive:
        for each in archive.infolist():
            # damage is told where it is read
            with suppress(zipfile.BadZipFile, zlib.error, EOFError), archive.open(each) as part:
                while chunk := part.read(1 << 20):
                    found += chunk.count(b"<")
    return found


@contextmanager
def _workbook(path: Path) -> Generator[Workbook]:
    from openpyxl import load_workbook

    # of styles and validations, which nobody asks for here
    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    with path.open("rb") as stream:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _lines(sheet: Any) -> Iterator[str]:
    """The rows up to the last one that is there, each as a line of CSV; at most one more than `ROWS`."""
    sheet.reset_dimensions()  # some programs write A1 for whatever there is
    for row in sheet.iter_rows(max_row=ROWS + 1, values_only=True):
        cells = [_text(each) for each in row]
        yield ",".join(f'"{each}"' if each else "" for each in cells).rstrip(",")


def _text(value: object) -> str:
    """A cell's text, as it goes between quotes."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | time):
        return value.isoformat()
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))
    return _LINE_ENDS.sub(" ", text).replace('"', '""')


def _reason(error: Exception) -> str:
    return " ".join(str(error.__cause__ or error).rstrip(".").split())[:200] or type(error).__name__
