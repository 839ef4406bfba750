"""JATS: the articles of publishers and of PubMed Central, alone or in sets, with the works that they cite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.records import Record, Reject
from nlp.readers.cleaning import optional, pages, year
from nlp.readers.xml.elements import first, format_of, text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SCHEMES: Final = {"doi": "doi", "pmid": "pmid", "arxiv": "arxiv"}
_SHORT: Final = frozenset(
    ("teaser", "executive-summary", "graphical", "toc", "precis", "editor", "web-summary", "key-points")
)
"""Abstracts for other purposes than to tell what is in the paper."""


_ABOUT: Final = frozenset(("title", "object-id", "label"))


def _record(article: Element, line: int) -> Record | Reject:
    front = article.find("front")
    meta = front.find("article-meta") if front is not None else article.find("front-stub")
    if front is None or meta is None:
        return Reject(line, "an article without a front", "give it a front with article-meta")
    title, abstract = first(meta, "title-group/article-title", "title-group/alt-title"), _abstract(meta)
    if not title and not abstract:
        return Reject(line, "neither a title nor an abstract", "give it an article-title")
    begin, end = first(meta, "fpage"), first(meta, "lpage")
    ids = _ids(meta, "article-id")
    return Record(
        line=line,
        record=next((each.partition(":")[2] for each in ids), ""),
        title=title,
        abstract=abstract,
        authors=tuple(name for each in _authors(meta) if (name := _name(each))),
        year=min(filter(None, (year(text(each)) for each in meta.iterfind("pub-date/year"))), default=None),
        venue=optional(first(front, ".//journal-title", ".//journal-id[@journal-id-type='nlm-ta']")),
        volume=optional(first(meta, "volume")),
        issue=optional(first(meta, "issue")),
        pages=pages(f"{begin}-{end}" if end and end != begin else begin or first(meta, "elocation-id")),
        language=article.get("lang"),
        ids=tuple(dict.fromkeys(ids)),
        references=tuple(dict.fromkeys(_ids(article, "back//ref//pub-id"))),
    )


def _abstract(meta: Element) -> str:
    for each in meta.iterfind("abstract"):
        if each.get("abstract-type", "") in _SHORT:
            continue
        sections = each.findall("sec")
        if not sections:
            return _paragraphs(each) or text(each)
        return " ".join(filter(None, map(_section, sections)))
    return ""


def _paragraphs(element: Element) -> str:
    return " ".join(filter(None, (text(each) for each in element if each.tag not in _ABOUT)))


def _section(section: Element) -> str:
    label = first(section, "title").rstrip(":.")
    said = _paragraphs(section)
    return f"{label}: {said}" if label and said else said


def _authors(meta: Element) -> list[Element]:
    people = meta.findall("contrib-group/contrib")
    return [each for each in people if each.get("contrib-type", "author") == "author"]


def _name(person: Element) -> str:
    for path in ("name", "name-alternatives/name", "string-name"):
        for each in person.iterfind(path):
            parts = (first(each, "given-names"), first(each, "surname"), first(each, "suffix"))
            if name := " ".join(filter(None, parts)) or text(each):
                return name
    return first(person, "collab")


def _ids(element: Element, path: str) -> list[str]:
    return [
        f"{_SCHEMES[kind]}:{said}"
        for each in element.iterfind(path)
        if (kind := each.get("pub-id-type", "")) in _SCHEMES and (said := text(each))
    ]


FORMAT: Final = format_of(
    "jats", (".nxml", ".xml"), "JATS articles", ("article", "pmc-articleset", "articles"), ("article",), lambda: _record
)
