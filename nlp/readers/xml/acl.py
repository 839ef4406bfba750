"""The ACL Anthology: a volume of papers, each with what the volume says of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.records import Record, Reject
from nlp.readers.cleaning import optional, pages, year
from nlp.readers.xml.elements import first, format_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ADDRESS: Final = "https://aclanthology.org/"


class _Volume:
    """Makes records of papers; what came before them says where and when they appeared."""

    def __init__(self) -> None:
        self._venue = self._year = ""

    def __call__(self, element: Element, line: int) -> Record | Reject | None:
        if element.tag == "meta":
            self._venue, self._year = first(element, "booktitle"), first(element, "year")
            return None
        title, abstract = first(element, "title"), first(element, "abstract")
        if not title and not abstract:
            return Reject(line, "neither a title nor an abstract", "give the paper a title")
        place, doi = first(element, "url"), first(element, "doi")
        return Record(
            line=line,
            record=place,
            title=title,
            abstract=abstract,
            authors=tuple(
                name
                for each in element.iterfind("author")
                if (name := f"{first(each, 'first')} {first(each, 'last')}".strip())
            ),
            year=year(first(element, "year") or self._year),
            venue=optional(first(element, "booktitle", "journal") or self._venue),
            pages=pages(first(element, "pages")),
            url=(place if "://" in place else f"{_ADDRESS}{place}") if place else None,
            ids=(f"doi:{doi}",) if doi else (),
        )


FORMAT: Final = format_of(
    "acl", (".xml",), "volumes of the ACL Anthology", ("collection", "volume"), ("meta", "paper"), _Volume
)
