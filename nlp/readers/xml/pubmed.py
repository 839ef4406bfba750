"""PubMed XML: what efetch and the yearly files hold, with the works that each paper cites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.records import Record, Reject
from nlp.readers.cleaning import optional, pages, year
from nlp.readers.xml.elements import first, format_of, text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SCHEMES: Final = {"doi": "doi", "pubmed": "pmid"}


def _record(paper: Element, line: int) -> Record | Reject:
    title = first(paper, ".//ArticleTitle", ".//VernacularTitle", ".//BookTitle")
    abstract = _abstract(paper.findall(".//Abstract/AbstractText") or paper.findall(".//OtherAbstract/AbstractText"))
    if not title and not abstract:
        return Reject(line, "neither a title nor an abstract", "give the article an ArticleTitle")
    own = first(paper, ".//PMID")
    own_ids = [each for each in (f"pmid:{own}" if own else "", *_ids(paper, "PubmedData/ArticleIdList")) if each]
    dois = (f"doi:{text(each)}" for each in paper.iterfind(".//ELocationID[@EIdType='doi']"))
    return Record(
        line=line,
        record=own,
        title=title,
        abstract=abstract,
        authors=tuple(name for each in paper.iterfind(".//AuthorList[1]/Author") if (name := _name(each))),
        year=year(first(paper, ".//PubDate/Year", ".//PubDate/MedlineDate", ".//ArticleDate/Year")),
        venue=optional(first(paper, ".//Journal/Title", ".//Journal/ISOAbbreviation", ".//Book/BookTitle")),
        volume=optional(first(paper, ".//JournalIssue/Volume")),
        issue=optional(first(paper, ".//JournalIssue/Issue")),
        pages=pages(first(paper, ".//Pagination/MedlinePgn")),
        language=optional(first(paper, ".//Language")),
        ids=tuple(dict.fromkeys([*own_ids, *dois])),
        references=tuple(dict.fromkeys(_ids(paper, ".//Reference/ArticleIdList"))),
    )


def _abstract(parts: list[Element]) -> str:
    labelled = ((each.get("Label", ""), text(each)) for each in parts)
    return " ".join(f"{label}: {said}" if label else said for label, said in labelled if said)


def _name(author: Element) -> str:
    given = first(author, "ForeName", "Initials")
    parts = (given, first(author, "LastName"), first(author, "Suffix"))
    return first(author, "CollectiveName") or " ".join(filter(None, parts))


def _ids(paper: Element, path: str) -> list[str]:
    return [
        f"{_SCHEMES[kind]}:{said}"
        for each in paper.iterfind(f"{path}/ArticleId")
        if (kind := each.get("IdType", "")) in _SCHEMES and (said := text(each))
    ]


FORMAT: Final = format_of(
    "pubmed",
    (".xml",),
    "PubMed XML",
    ("PubmedArticleSet", "PubmedArticle", "PubmedBookArticleSet", "PubmedBookArticle"),
    ("PubmedArticle", "PubmedBookArticle"),
    lambda: _record,
)
