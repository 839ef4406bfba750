"""Tables: CSV and TSV of databases, reference managers and spreadsheets, one paper a row."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from graph.records import Record, Reject
from nlp.readers.cleaning import clean, page_range
from nlp.readers.columns import columns_of, missing, told
from nlp.readers.fields import record_of
from nlp.readers.formats import Format
from nlp.readers.rows import Rows, cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DELIMITERS: Final = ",;\t|"

PREAMBLE: Final = 10
"""The header is in one of so many lines."""

KNOWN: Final = 4
"""A header that is not in the first line tells a table only if it has so many columns that are known."""

NEEDED: Final = {"title", "abstract"}

_LITERAL = re.compile(r"\s*\[\s*['\"]")
_NUMBERED = re.compile(r"\s*\(\d{6,}\)")


def read(lines: Iterable[str], chosen: Mapping[str, str] | None = None) -> Iterator[Record | Reject]:
    """A record for each row below the header, or a Reject; `chosen` says which column is read as which field.

    The header is the first row, or one shortly below that has a title or an abstract: some databases say first when
    they were asked. Rows of empty cells, and rows that repeat the header, are passed over.
    """
    lines = iter(lines)
    begin = list(islice(lines, PREAMBLE))
    start, delimiter = _start(begin, chosen)
    header: list[str] = []
    columns: dict[str, int] = {}
    rows = Rows(chain(begin[start:], lines), delimiter, start + 1)
    for line, row in rows:
        if isinstance(row, str):
            yield Reject(line, row, "close the quote, or write quotes inside a cell twice")
        elif not header:
            header, columns, rows.width = row, columns_of(row, chosen), len(row)
            if lost := missing(row, chosen or {}):
                yield Reject(line, f"there is no column {lost}", f"the columns are {_named(row)}")
                return
            if not columns.keys() & NEEDED:
                yield Reject(
                    line, f"no column is a title or an abstract ({_named(row)})", "say it: --column title=NAME"
                )
                return
        elif any(map(str.strip, row)) and row != header:
            yield _record(row, header, columns, line)


def sniff(sample: str) -> bool:
    """Whether the first line is a header with a title or an abstract, and something beside it; or one soon below it."""
    start, header = _header(sample)
    known = columns_of(header)
    return bool(known.keys() & NEEDED) and (len(known) >= KNOWN if start else len(header) > 1)


def note(sample: str, chosen: Mapping[str, str] | None = None) -> str:
    """Which columns are read as what, for people."""
    _, header = _header(sample, chosen)
    return told(header, columns_of(header, chosen))


FORMAT: Final = Format("csv", (".csv", ".tsv", ".tab"), "tables with a header, one paper a row", sniff, read, note)


def _header(sample: str, chosen: Mapping[str, str] | None = None) -> tuple[int, list[str]]:
    """The cells of a text's header, and how many lines stand above it."""
    begin = re.split(r"\r\n|\r|\n", sample, maxsplit=PREAMBLE)[:PREAMBLE]
    start, delimiter = _start(begin, chosen)
    return start, cells(begin[start], delimiter) if begin else []


def _start(begin: Sequence[str], chosen: Mapping[str, str] | None) -> tuple[int, str]:
    """How many lines stand above the header, and what parts its cells."""
    first = next((at for at, line in enumerate(begin) if line.strip()), 0)
    for at, line in enumerate(begin):
        delimiter = _delimiter(line)
        found = cells(line, delimiter)
        if columns_of(found, chosen).keys() & NEEDED and (at == first or len(found) > 1):
            return at, delimiter
    return first, _delimiter(begin[first] if begin else "")


def _delimiter(header: str) -> str:
    """The one by which the header has most columns that are known, then most columns."""

    def known(delimiter: str) -> tuple[int, int]:
        found = cells(header, delimiter)
        return len(columns_of(found)), len(found)

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
        told["pages"] = page_range(begin, end)
    if "authors" in told:
        told["authors"] = _authors(told["authors"])
    if "references" in told:
        told["references"] = told["references"].replace("|", " ")  # as Dimensions parts what it knows of each
    return record_of(told, line)


def _authors(cell: str) -> Any:
    """The authors of a cell: a list as Python writes it, or names, without the numbers that Scopus gives people."""
    if _LITERAL.match(cell):
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            return ast.literal_eval(cell.strip())
    return _NUMBERED.sub("", cell)
