"""OAI-PMH: records that a repository hands out, in Dublin Core or as arXiv describes its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.identity import parse_id
from graph.records import Record, Reject
from nlp.readers.cleaning import optional, people, year
from nlp.readers.xml.elements import first, format_of, text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def _record(record: Element, line: int) -> Record | Reject:
    own = first(record, "header/identifier")
    header = record.find("header")
    if header is not None and header.get("status") == "deleted":
        return Reject(line, f"the repository has deleted {own}", "there is nothing to read")
    title, abstract = first(record, ".//title"), _abstract(record)
    if not title and not abstract:
        return Reject(line, "neither a title nor an abstract", "ask the repository for oai_dc")
    said = [text(each) for name in ("identifier", "relation", "doi") for each in record.iterfind(f"metadata//{name}")]
    arxiv = first(record, "metadata/arXiv/id", "metadata/arXivRaw/id")
    authors = [f"{first(each, 'forenames')} {first(each, 'keyname')}" for each in record.iterfind(".//authors/author")]
    ids = [each for each in said if parse_id(each)] + ([f"arxiv:{arxiv}"] if arxiv else [])
    return Record(
        line=line,
        record=own,
        title=title,
        abstract=abstract,
        authors=people(authors or [text(each) for each in record.iterfind(".//creator")]),
        year=min(filter(None, (year(text(each)) for each in _dates(record))), default=None),
        venue=optional(first(record, ".//journal-ref", "metadata//source")),
        url=next((each for each in said if each.startswith(("http://", "https://"))), None),
        language=optional(first(record, "metadata//language")),
        ids=tuple(dict.fromkeys(ids)),
    )


def _abstract(record: Element) -> str:
    """The longest description: others say how many pages there are."""
    said = (text(each) for name in ("abstract", "description") for each in record.iterfind(f"metadata//{name}"))
    return max(said, key=len, default="")


def _dates(record: Element) -> list[Element]:
    return [*record.iterfind("metadata//date"), *record.iterfind("metadata//created")]


FORMAT: Final = format_of("oai", (".xml",), "OAI-PMH records", ("OAI-PMH", "ListRecords"), ("record",), lambda: _record)
