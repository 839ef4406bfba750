"""Tables: CSV and TSV of databases, reference managers and spreadsheets, one paper a row."""

from __future__ import annotations

import ast
import csv
import re
from collections import deque
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from graph.records import Record, Reject
from nlp.readers.cleaning import clean
from nlp.readers.columns import columns_of, missing, told
from nlp.readers.fields import record_of
from nlp.readers.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DELIMITERS: Final = ",;\t|"

LONGEST: Final = 200
"""A row that goes on for more lines has a quote that nobody closed."""

_LITERAL = re.compile(r"\s*\[\s*['\"]")
_NUMBERED = re.compile(r"\s*\(\d{6,}\)")


class _UnclosedError(Exception):
    """A quote is opened and not closed."""


class _Rows:
    """The rows of a table with the line each begins on; where a quote is not closed, what is wrong instead."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self._lines = enumerate(lines, 1)
        self._delimiter = delimiter
        self._again = deque[tuple[int, str]]()
        self._pulled: list[tuple[int, str]] = []
        self._over = False

    def __iter__(self) -> Iterator[tuple[int, list[str] | str]]:
        while True:
            reader = csv.reader(self._feed(), delimiter=self._delimiter)
            try:
                for row in reader:
                    line = self._pulled[0][0]
                    if self._over:  # the last row asked for lines that are not there
                        raise _UnclosedError
                    self._pulled.clear()
                    yield line, row
            except (_UnclosedError, csv.Error) as error:
                (line, _), *again = self._pulled
                self._pulled, self._over = [], False
                self._again.extendleft(reversed(again))
                unclosed = isinstance(error, _UnclosedError)
                yield line, "a quote is opened and never closed" if unclosed else str(error)
                continue
            return

    def _feed(self) -> Iterator[str]:
        while pulled := self._again.popleft() if self._again else next(self._lines, None):
            self._pulled.append(pulled)
            if len(self._pulled) > LONGEST:
                raise _UnclosedError
            yield f"{pulled[1]}\n"
        self._over = bool(self._pulled)


def read(lines: Iterable[str], chosen: Mapping[str, str] | None = None) -> Iterator[Record | Reject]:
    """A record for each row below the header, or a Reject; `chosen` says which column is read as which field.

    The header is the first row. Rows of empty cells, and rows that repeat the header, are passed over.
    """
    first = next(iter(lines := iter(lines)), "")
    delimiter = _delimiter(first)
    header: list[str] = []
    columns: dict[str, int] = {}
    for line, row in _Rows(chain([first], lines), delimiter):
        if isinstance(row, str):
            yield Reject(line, row, "close the quote, or write quotes inside a cell twice")
        elif not header:
            header, columns = row, columns_of(row, chosen)
            if lost := missing(row, chosen or {}):
                yield Reject(line, f"there is no column {lost}", f"the columns are {_named(row)}")
                return
            if not columns.keys() & {"title", "abstract"}:
                yield Reject(
                    line, f"no column is a title or an abstract ({_named(row)})", "say it: --column title=NAME"
                )
                return
        elif any(map(str.strip, row)) and row != header:
            yield _record(row, header, columns, line)


def sniff(sample: str) -> bool:
    """Whether the first line is a header with a title or an abstract, and something beside it."""
    header = _header(sample)
    return len(header) > 1 and bool(columns_of(header).keys() & {"title", "abstract"})


def note(sample: str, chosen: Mapping[str, str] | None = None) -> str:
    """Which columns are read as what, for people."""
    header = _header(sample)
    return told(header, columns_of(header, chosen))


FORMAT: Final = Format("csv", (".csv", ".tsv", ".tab"), "tables with a header, one paper a row", sniff, read, note)


def _header(sample: str) -> list[str]:
    """The cells of a text's first line."""
    first = re.split(r"[\r\n]", sample, maxsplit=1)[0]
    return _cells(first, _delimiter(first))


def _cells(line: str, delimiter: str) -> list[str]:
    with suppress(csv.Error):
        return next(csv.reader([line], delimiter=delimiter), [])
    return []


def _delimiter(header: str) -> str:
    """The one by which the header has most columns that are known, then most columns."""

    def known(delimiter: str) -> tuple[int, int]:
        cells = _cells(header, delimiter)
        return len(columns_of(cells)), len(cells)

    return max(DELIMITERS, key=known)


def _named(header: Sequence[str]) -> str:
    return ", ".join(clean(each) for each in header[:20])


def _record(row: Sequence[str], header: Sequence[str], columns: Mapping[str, int], line: int) -> Record | Reject:
    if len(row) > len(header) and any(map(str.strip, row[len(header) :])):
        return Reject(line, f"the row has {len(row)} cells, the header {len(header)}", "put cells in quotes")
    told: dict[str, Any] = {
        field: row[place] for field, place in columns.items() if place < len(row) and row[place].strip()
    }
    begin, end = told.pop("begin", ""), told.pop("end", "")
    if begin and "pages" not in told:
        told["pages"] = f"{begin}-{end}" if end and end != begin else begin
    if "authors" in told:
        told["authors"] = _authors(told["authors"])
    return record_of(told, line)


def _authors(cell: str) -> Any:
    """The authors of a cell: a list as Python writes it, or names, without the numbers that Scopus gives people."""
    if _LITERAL.match(cell):
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            return ast.literal_eval(cell.strip())
    return _NUMBERED.sub("", cell)
