"""ACL Anthology: the XML files of its repository, one collection of volumes each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph.records import Record
from nlp.readers.cleaning import optional, pages, year
from nlp.readers.formats import Format
from nlp.readers.xml.text import named_id, text
from nlp.readers.xml.tree import has_root, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.records import Reject
    from nlp.readers.xml.tree import Element, Entry

_BY_LETTER = re.compile(r"[A-Z]\d\d")
_WIDE: Final = ("W", "C69")
"""Collections whose papers are numbered by two digits of the volume and two of the paper, not by one and three."""


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """The papers in their order; front matters are about volumes, and passed over."""
    return records(lines, ("paper",), _record)


def sniff(sample: str) -> bool:
    """Whether the text is a collection with volumes."""
    return has_root(sample, "collection") and bool(re.search(r"<volume\s+id\s*=", sample))


FORMAT: Final = Format(
    "acl",
    (".xml",),
    "ACL Anthology XML, one collection of volumes",
    sniff,
    read,
    frame=("<collection>", "</collection>"),
)


def _record(entry: Entry) -> Record:
    element = entry.element
    volume = element.getparent()
    meta = volume.find("meta") if volume is not None else None
    venue = text(element, "journal") or text(element, "booktitle") or text(meta, "booktitle")
    number = _anthology_id(element, volume)
    place = text(element, "url")
    return Record(
        line=entry.line,
        record=number,
        title=text(element, "title"),
        abstract=text(element, "abstract"),
        authors=_people(element, "author") or _people(element, "editor"),
        year=year(text(element, "year")) or year(text(meta, "year")),
        venue=optional(venue),
        volume=optional(text(element, "volume") or text(meta, "volume")),
        issue=optional(text(element, "issue") or text(meta, "issue")),
        pages=pages(text(element, "pages")),
        url=place if "://" in place else f"https://aclanthology.org/{number}/" if number else None,
        language=optional(text(element, "language")),
        ids=named_id("doi", text(element, "doi")),
    )


def _people(element: Element, kind: str) -> tuple[str, ...]:
    names = (" ".join(filter(None, (text(each, "first"), text(each, "last")))) for each in element.iterfind(kind))
    return tuple(filter(None, names))


def _anthology_id(element: Element, volume: Element | None) -> str:
    """What the Anthology calls the paper: as it says, else made of the numbers of collection, volume and paper."""
    said = text(element, "url")
    if said and "://" not in said:
        return said
    collection = volume.getparent() if volume is not None else None
    if volume is None or collection is None:
        return ""
    first, second = collection.get("id", ""), volume.get("id", "")
    third = element.get("id", "0")
    if not _BY_LETTER.fullmatch(first):
        return f"{first}-{second}.{third}"
    if not (second.isdecimal() and third.isdecimal()):
        return ""
    wide = first.startswith(_WIDE) or (first == "D19" and int(second[:4]) >= 5)
    return f"{first}-{second:0>2}{third:0>2}" if wide else f"{first}-{second}{third:0>3}"
