"""PubMed: the XML of efetch and of the yearly files, articles and books."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph.orcids import parse_orcid, said_with
from graph.records import Record, Reject
from nlp.readers.cleaning import optional, pages, year
from nlp.readers.formats import Format
from nlp.readers.references import cited_ids
from nlp.readers.xml.text import labelled, named_id, text
from nlp.readers.xml.tree import has_root, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nlp.readers.xml.tree import Element, Entry

_ENTRIES: Final = ("PubmedArticle", "PubmedBookArticle", "MedlineCitation")
_TRANSLATED = re.compile(r"\[(?P<title>(?:[^][]|\[[^][]*\])+)\](?P<stop>\.?)")
_NO_LABEL: Final = {"", "UNLABELLED", "UNLABELED"}


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """The articles and books in their order; a damaged file gives those before the damage."""
    return records(lines, _ENTRIES, _record)


def sniff(sample: str) -> bool:
    """Whether the text holds a set of PubMed's, or an article of one."""
    return has_root(sample, *_ENTRIES, *(f"{each}Set" for each in _ENTRIES))


FORMAT: Final = Format(
    "pubmed",
    (".xml",),
    "PubMed XML, as efetch and the yearly files have it",
    sniff,
    read,
    frame=("<PubmedArticleSet>", "</PubmedArticleSet>"),
)


def _record(entry: Entry) -> Record:
    root = entry.element
    citation = root if root.tag == "MedlineCitation" else root.find("MedlineCitation")
    if citation is None:
        citation = root.find("BookDocument")
    if citation is None:
        return Record(entry.line)
    article = citation.find("Article")
    body = citation if article is None else article
    issue = body.find("Journal/JournalIssue")
    pmid = text(citation, "PMID")
    authors = list(_authors(body))
    return Record(
        line=entry.line,
        record=pmid,
        title=_title(body),
        abstract=_abstract(body) or _abstract(citation, "OtherAbstract"),
        authors=tuple(name for name, _ in authors),
        year=_year(body, *(path for path in ("PubDate", "Book/PubDate") if issue is None), issue=issue),
        venue=optional(
            text(body, "Journal/Title")
            or text(body, "Journal/ISOAbbreviation")
            or text(citation, "MedlineJournalInfo/MedlineTA")
            or (text(body, "Book/BookTitle") if text(body, "ArticleTitle") else "")
        ),
        volume=optional(text(issue, "Volume") or text(body, "Book/Volume")),
        issue=optional(text(issue, "Issue")),
        pages=_pages(body),
        language=optional(text(body, "Language")),
        ids=tuple(dict.fromkeys((*named_id("pmid", pmid), *_ids(root, body)))),
        references=tuple(dict.fromkeys(each for found in root.iter("Reference") for each in _cited(found))),
        orcids=tuple(said_with(name, orcid) for name, orcid in authors if orcid),
    )


def _title(body: Element) -> str:
    """The title, out of the brackets that mark a translation; the original where there is none."""
    title = text(body, "ArticleTitle")
    translated = _TRANSLATED.fullmatch(title)
    if translated and translated["title"] == "Not Available":
        title = ""
    elif translated:
        title = translated["title"] + translated["stop"]
    return title or text(body, "VernacularTitle") or text(body, "Book/BookTitle")


def _abstract(parent: Element, path: str = "Abstract") -> str:
    found = parent.find(path)
    if found is None:
        return ""
    parts = ((each.get("Label") or "", text(each)) for each in found.iterfind("AbstractText"))
    return " ".join(labelled("" if label.upper() in _NO_LABEL else label, words) for label, words in parts if words)


def _authors(body: Element) -> Iterator[tuple[str, str]]:
    """The names, each with its ORCID or an empty text."""
    lists = [each for each in body.iterfind("AuthorList") if each.get("Type") != "editors"]
    for each in lists or body.iterfind("Book/AuthorList"):
        for author in each.iterfind("Author"):
            given = text(author, "ForeName") or text(author, "Initials")
            parts = (given, text(author, "LastName"), text(author, "Suffix"))
            name = " ".join(filter(None, parts)) or text(author, "CollectiveName")
            if name and author.get("ValidYN") != "N":
                yield name, parse_orcid(text(author, "Identifier[@Source='ORCID']"))


def _year(body: Element, *paths: str, issue: Element | None) -> int | None:
    dates = [text(issue, "PubDate/Year"), text(issue, "PubDate/MedlineDate"), text(body, "ArticleDate/Year")]
    dates += [text(body, f"{path}/{part}") for path in (*paths, "ContributionDate") for part in ("Year", "MedlineDate")]
    return next((found for each in dates if (found := year(each))), None)


def _pages(body: Element) -> str | None:
    first, last = text(body, "Pagination/StartPage"), text(body, "Pagination/EndPage")
    return pages(f"{first}-{last}" if first and last else text(body, "Pagination/MedlinePgn") or first)


def _ids(root: Element, body: Element) -> Iterator[str]:
    for path in ("PubmedData/ArticleIdList/ArticleId", "PubmedBookData/ArticleIdList/ArticleId"):
        for each in root.iterfind(path):
            yield from named_id(each.get("IdType"), text(each))
    for each in body.iterfind("ELocationID"):
        if each.get("ValidYN") != "N":
            yield from named_id(each.get("EIdType"), text(each))


def _cited(reference: Element) -> tuple[str, ...]:
    ids = (named_id(each.get("IdType"), text(each)) for each in reference.iterfind("ArticleIdList/ArticleId"))
    return tuple(found for each in ids for found in each) or cited_ids(text(reference, "Citation"))
