"""Which column of a table holds what: told by its header, whichever database or reference manager wrote it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEADERS: Final = {
    "record": "record id|id|eid|ut unique wos id|accession number|document identifier|publication id|key|item key|pui"
    "|medline pmid|ut",
    "title": "title|article title|document title|item title|primary title|paper title|题名|篇名|标题|文献题名"
    "|title 题名|ti",
    "abstract": "abstract|abstract note|abstract text|summary|摘要|中文摘要|summary 摘要|ab",
    "authors": "author full names|authors|author|author names|authors name|author s|creators|first authors|作者"
    "|author 作者|af|au",
    "year": "year|publication year|pub year|pubyear|py|date|publication date|cover date|year published|年|出版年|年份"
    "|year 年|发表时间|pubtime 发表时间",
    "venue": "source title|journal|journal title|publication title|source|publication name|venue|book title|"
    "container title|conference name|journal book|刊名|来源|文献来源|期刊名称|source 文献来源|source 刊名|so",
    "volume": "volume|vol|journal volume|卷|volume 卷|vl",
    "issue": "issue|number|no|journal issue|期|period 期|is",
    "pages": "pages|page|page range|pagination|页码|pagecount 页码",
    "begin": "page start|start page|beginning page|first page|起始页|bp|ar",
    "end": "page end|end page|ending page|last page|结束页|ep",
    "doi": "doi|item doi|digital object identifier|doi link|doi doi|di",
    "pmid": "pmid|pubmed id|pubmed|medline pmid|pm",
    "arxiv": "arxiv id|arxiv",
    "openalex": "openalex id|openalex",
    "url": "url|link|open url link|pdf link|full text link|source linkout|dimensions url|链接|url 网址",
    "language": "language|language of original document|语言|语种|la",
    "cited_by": "cited by|cited by count|times cited|times cited wos core|times cited all databases|"
    "article citation count|citation count|citations|被引|被引频次|tc|z9",
    "references": "references|cited references|cr",
}
"""The headers of each field, the best first, in lower case and without punctuation."""

_PUNCTUATION = re.compile(r"[\s_\-.,:;/()#\"'\ufeff]+")


def columns_of(header: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, int]:
    """The number of the column (from 0) of each field that the header names; `chosen` names columns by their header.

    Of several columns for one field it is the one with the best header. What is chosen need not be in the header.
    """
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(_folded(name), place)
    found: dict[str, int] = {}
    for field, names in HEADERS.items():
        wanted = [chosen[field]] if chosen and field in chosen else names.split("|")
        place = next((places[each] for each in map(_folded, wanted) if each in places), None)
        if place is not None:
            found[field] = place
    return found


def missing(header: Sequence[str], chosen: Mapping[str, str]) -> str:
    """A column that was chosen and is not there, or an empty text."""
    there = {*map(_folded, header)}
    return next((each for each in chosen.values() if _folded(each) not in there), "")


def told(header: Sequence[str], columns: Mapping[str, int]) -> str:
    """Which columns are read as what, for people: `title from Article Title, …; not read: ISSN`."""
    used = ", ".join(
        f"{field} from {header[place].strip()}" if _folded(header[place]) != _folded(field) else field
        for field, place in columns.items()
    )
    rest = ", ".join(name.strip() or "?" for place, name in enumerate(header) if place not in columns.values())
    return f"columns: {used}; not read: {rest}" if rest else f"columns: {used}"


def _folded(name: str) -> str:
    return _PUNCTUATION.sub(" ", name.casefold()).strip()
