"""Papers as a CSV table (RFC 4180) with the column names of Scopus where it has them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from nlp.readers.cleaning import split_authors
from nlp.writers.formats import Writer, ids_of, papers_of, readable, stated_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.model import Paper
    from graph.selection import Selection

COLUMNS: Final = (
    "ID",
    "Title",
    "Abstract",
    "Authors",
    "Year",
    "Source title",
    "Volume",
    "Issue",
    "Pages",
    "DOI",
    "arXiv ID",
    "PMID",
    "OpenAlex ID",
    "Link",
    "Language",
    "Cited by",
    "References",
)

_MARK: Final = "\ufeff"
"""A spreadsheet takes a file for UTF-8 only if it begins with this."""

_FORMULAS: Final = tuple("=+-@＝＋－＠")
_GUARD: Final = "\u200b"
"""A zero-width space before what a spreadsheet would run as a formula; every reader here drops such characters."""


def row(paper: Paper) -> list[str]:
    """The paper's cells, in the order of `COLUMNS`. Of several ids of a scheme there is only the first."""
    cells = (
        paper.id,
        stated_title(paper),
        paper.abstract,
        _authors(paper.authors),
        str(paper.year or ""),
        paper.venue or "",
        paper.volume or "",
        paper.issue or "",
        paper.pages or "",
        paper.doi or "",
        *(next(iter(ids_of(paper, scheme)), "") for scheme in ("arxiv", "pmid", "openalex")),
        paper.url or "",
        paper.language or "",
        "" if paper.cited_by is None else str(paper.cited_by),
        "; ".join(paper.references),
    )
    return [_cell(each) for each in cells]


def write(selection: Selection) -> Iterator[str]:
    """The header, then a row for each paper."""
    yield _MARK + _line(COLUMNS)
    for paper in papers_of(selection):
        yield _line(row(paper))


WRITER: Final = Writer("csv", (".csv",), "a table for spreadsheets, one row per paper", write)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(text: str) -> str:
    text = readable(text)
    return f"{_GUARD}{text}" if text.startswith(_FORMULAS) else text


def _authors(names: Sequence[str]) -> str:
    """The names parted by `; `; a name alone that looks like several has one behind it."""
    text = "; ".join(names)
    return f"{text};" if len(names) == 1 and ";" not in text and split_authors(text) != (text,) else text
