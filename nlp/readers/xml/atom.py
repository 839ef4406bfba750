"""Atom, as arXiv's API answers: a feed with an entry for each paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.records import Record, Reject
from nlp.readers.cleaning import optional, people, year
from nlp.readers.xml.elements import first, format_of, text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _record(entry: Element, line: int) -> Record | Reject:
    title, abstract = first(entry, "title"), first(entry, "summary", "content")
    if not title and not abstract:
        return Reject(line, "neither a title nor an abstract", "give the entry a title")
    own, doi = first(entry, "id"), first(entry, "doi")
    return Record(
        line=line,
        record=own.rpartition("/abs/")[2],
        title=title,
        abstract=abstract,
        authors=people(text(each) for each in entry.iterfind("author/name")),
        year=year(first(entry, "published", "updated")),
        venue=optional(first(entry, "journal_ref")),
        url=own or None,
        ids=tuple(filter(None, (own, f"doi:{doi}" if doi else ""))),
    )


FORMAT: Final = format_of("atom", (".atom", ".xml"), "Atom, as arXiv answers", ("feed",), ("entry",), lambda: _record)
