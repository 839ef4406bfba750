"""JATS and its forebear, the NLM's: articles of journals and of PubMed Central, one or a set of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph.orcids import parse_orcid, said_with
from graph.records import Record, Reject
from nlp.readers.cleaning import optional, page_range, pages, year
from nlp.readers.formats import Format
from nlp.readers.references import cited_ids
from nlp.readers.xml.text import in_language, labelled, named_id, text
from nlp.readers.xml.tree import LANGUAGE, has_root, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nlp.readers.xml.tree import Element, Entry

_WHOLE: Final = {None, "", "abstract", "full", "main", "normal", "section", "sections", "structured", "summary"}
"""The types of an abstract that is no teaser, picture or digest for laymen."""

_DATES: Final = ("ppub", "collection", "pub", "epub", "epub-ppub", "ecorrected", None, "preprint", "pmc-release")
"""The types of a date of publication, the one to cite first."""

_LINK_ALONE = re.compile(r"DOI:?\s*\S+", re.IGNORECASE)


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """The articles in their order; comments and replies inside an article (`sub-article`) are part of it."""
    return records(lines, ("article",), article)


def sniff(sample: str) -> bool:
    """Whether the text is an article with a front, or a set of such."""
    return has_root(sample, "article", "pmc-articleset")


FORMAT: Final = Format(
    "jats",
    (".nxml", ".xml"),
    "JATS or NLM XML, an article or a set of them",
    sniff,
    read,
    frame=("<pmc-articleset>", "</pmc-articleset>"),
)


def article(entry: Entry) -> Record:
    """The article as a Record; without a front it has neither title nor abstract."""
    root = entry.element
    meta = root.find("front/article-meta")
    if meta is None:
        return Record(entry.line)
    language = root.get(LANGUAGE)
    authors = list(_authors(meta, language))
    ids = {each.get("pub-id-type"): text(each) for each in reversed(meta.findall("article-id"))}
    pmcid = ids.get("pmc") or ids.get("pmcid") or ""
    own = (f"PMC{pmcid.upper().removeprefix('PMC')}" if pmcid else "", ids.get("doi"), ids.get("pmid"))
    return Record(
        line=entry.line,
        record=next(filter(None, (*own, ids.get("publisher-id"))), ""),
        title=_title(meta, language),
        abstract=_abstract(meta, language),
        authors=tuple(name for name, _ in authors),
        year=_year(meta),
        venue=optional(_venue(root)),
        volume=optional(text(meta, "volume")),
        issue=optional(text(meta, "issue")),
        pages=_pages(meta),
        language=optional(language or ""),
        ids=tuple(each for kind in ("doi", "pmid", "arxiv") for each in named_id(kind, ids.get(kind, ""))),
        references=tuple(dict.fromkeys(each for ref in root.iterfind("back//ref") for each in _cited(ref))),
        orcids=tuple(said_with(name, orcid) for name, orcid in authors if orcid),
    )


def _title(meta: Element, language: str | None) -> str:
    title = " ".join(text(each) for each in in_language(meta.iterfind("title-group/article-title"), language)[:1])
    subtitle = text(meta, "title-group/subtitle")
    if title and subtitle:
        title += f" {subtitle}" if title[-1] in ":?!." else f": {subtitle}"
    return title or text(meta, "title-group/trans-title-group/trans-title") or text(meta, "title-group/trans-title")


def _abstract(meta: Element, language: str | None) -> str:
    every = [each for each in meta.iterfind("abstract") if each.get("abstract-type") != "graphical"]
    whole = [each for each in every if each.get("abstract-type") in _WHOLE]
    chosen = (*in_language(whole, language), *in_language(every, language), *meta.iterfind("trans-abstract"))
    return next((found for each in chosen if (found := " ".join(_parts(each)))), "")


def _parts(element: Element) -> Iterator[str]:
    """The paragraphs of an abstract, the first of each section with the section's title before it."""
    label = ""
    if element.tag == "sec":
        label = text(element, "title")
    for child in element:
        if child.tag == "sec":
            inner = " ".join(_parts(child))
        elif child.tag in {"title", "label", "object-id"} or not isinstance(child.tag, str):
            continue
        else:
            inner = "" if _LINK_ALONE.fullmatch(found := text(child)) else found
        if inner:
            yield labelled(label, inner)
            label = ""


def _authors(meta: Element, language: str | None) -> Iterator[tuple[str, str]]:
    """The names, each with its ORCID or an empty text."""
    for contributor in meta.iterfind("contrib-group/contrib"):
        if contributor.get("contrib-type", "author") == "author":
            names = in_language(contributor.iterfind("name-alternatives/name"), language)
            name = next(iter(names), contributor.find("name"))
            found = _name(name) or text(contributor, "string-name") or text(contributor, "collab")
            if found := found or text(contributor, "collab-alternatives/collab"):
                yield found, parse_orcid(text(contributor, "contrib-id[@contrib-id-type='orcid']"))


def _name(name: Element | None) -> str:
    parts = (text(name, part) for part in ("prefix", "given-names", "surname", "suffix"))
    return " ".join(filter(None, parts))


def _year(meta: Element) -> int | None:
    dates = {each.get("pub-type") or each.get("date-type"): text(each, "year") for each in meta.iterfind("pub-date")}
    dated = (*(dates.get(kind, "") for kind in _DATES), *dates.values(), text(meta, "permissions/copyright-year"))
    return next((found for each in dated if (found := year(each))), None)


def _venue(root: Element) -> str:
    journal = root.find("front/journal-meta")
    paths = ("journal-title-group/journal-title", "journal-title", "journal-id")
    return next((found for path in paths if (found := text(journal, path))), "")


def _pages(meta: Element) -> str | None:
    first, last = text(meta, "fpage"), text(meta, "lpage")
    ranged = text(meta, "page-range") or page_range(first, last)
    return pages(ranged or text(meta, "elocation-id"))


def _cited(reference: Element) -> tuple[str, ...]:
    """The ids of the works that an item of the list names, by type or in a link; else those its text holds."""
    named = [found for each in reference.iter("pub-id") for found in named_id(each.get("pub-id-type"), text(each))]
    links = [found for each in reference.iter("ext-link") for found in cited_ids(text(each))]
    return (*named, *links) or cited_ids(" ".join(reference.itertext()))
