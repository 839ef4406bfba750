"""OAI-PMH: what repositories answer to ListRecords and GetRecord, in Dublin Core, arXiv's own form or JATS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph.identity import parse_id
from graph.records import Record, Reject
from nlp.readers.cleaning import optional, pages, people, split_authors, year
from nlp.readers.formats import Format
from nlp.readers.xml.jats import article
from nlp.readers.xml.text import in_language, named_id, text, texts
from nlp.readers.xml.tree import Entry, has_root, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nlp.readers.xml.tree import Element

_NAMED_ID = re.compile(r"oai:arxiv\.org:(?P<number>\S+)", re.IGNORECASE)
_VOLUME = re.compile(r"\bvol(?:ume)?\.?\s*(\d+)", re.IGNORECASE)
_PAGES = re.compile(r"\d+\s*[-–]\s*\d+")
_ISSUE = re.compile(r"\b(?:no|nr|issue|núm)\.?\s*(\d+)", re.IGNORECASE)


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """The records in their order; deleted ones, unknown metadata and what the repository refuses are Rejects."""
    return records(lines, ("record", "error"), _record)


def sniff(sample: str) -> bool:
    """Whether the text is an answer by the protocol, or a list of its records."""
    return has_root(sample, "OAI-PMH", "ListRecords", "GetRecord")


FORMAT: Final = Format(
    "oai",
    (".xml",),
    "OAI-PMH answers with Dublin Core, arXiv's metadata or JATS",
    sniff,
    read,
    frame=("<OAI-PMH>", "</OAI-PMH>"),
)


def _record(entry: Entry) -> Record | Reject:
    element, line = entry.element, entry.line
    if element.tag == "error":
        return Reject(line, f"the repository refused: {element.get('code') or text(element)}", "ask it again")
    own = text(element, "header/identifier")
    metadata = element.find("metadata")
    found = next(iter(metadata.iterchildren("*")), None) if metadata is not None else None
    header = element.find("header")
    if header is not None and header.get("status") == "deleted":
        return Reject(line, f"record {own} was deleted by the repository".replace("  ", " "), "nothing is left to read")
    if found is None:
        return Reject(line, f"record {own} has no metadata".replace("  ", " "), "ask for metadataPrefix=oai_dc")
    if found.tag == "article":
        return article(Entry(line, found))
    if found.tag in {"arXiv", "arXivRaw", "arXivOld"}:
        return _arxiv(found, line, own)
    if found.tag != "dc":
        return Reject(line, f"metadata in the form {found.tag} are not read", "ask for metadataPrefix=oai_dc")
    return _dublin_core(found, line, own)


def _dublin_core(element: Element, line: int, own: str) -> Record:
    language = text(element, "language")
    titles = [text(each) for each in in_language(element.iterfind("title"), language)]
    descriptions = [text(each) for each in in_language(element.iterfind("description"), language)]
    source = next((each for each in texts(element, "source") if "://" not in each), "")
    # as journals' own systems write it: Journal; Vol. 3 No. 1 (2020); 12-20
    venue, _, where = source.partition(";")
    last = where.rpartition(";")[2].strip()
    places = texts(element, "identifier")
    number = _NAMED_ID.fullmatch(own)
    return Record(
        line=line,
        record=own,
        title=next(filter(None, titles), ""),
        # beside the abstract there may be a remark, as arXiv's "Comment: 12 pages"
        abstract=max((each for each in descriptions if not each.startswith("Comment:")), key=len, default=""),
        authors=people(texts(element, "creator")),
        year=min((found for each in texts(element, "date") if (found := year(each))), default=None),
        venue=optional(venue),
        volume=_first(_VOLUME, where),
        issue=_first(_ISSUE, where),
        pages=pages(last if _PAGES.fullmatch(last) else ""),
        url=next((each for each in places if re.match(r"https?://", each)), None),
        language=optional(language),
        ids=(*(named_id("arxiv", number["number"]) if number else ()), *(each for each in places if parse_id(each))),
    )


def _arxiv(element: Element, line: int, own: str) -> Record:
    number, names = text(element, "id"), element.find("authors")
    authors = [
        " ".join(filter(None, (text(each, part) for part in ("forenames", "keyname", "suffix"))))
        for each in element.iterfind("authors/author")
    ]
    return Record(
        line=line,
        record=own or number,
        title=text(element, "title"),
        abstract=text(element, "abstract"),
        authors=tuple(filter(None, authors)) or split_authors(text(names)),
        year=year(text(element, "created") or text(element, "version/date")),
        venue=optional(text(element, "journal-ref")),
        ids=(*named_id("arxiv", number), *named_id("doi", text(element, "doi"))),
    )


def _first(pattern: re.Pattern[str], value: str) -> str | None:
    match = pattern.search(value)
    return match.group(1) if match else None
