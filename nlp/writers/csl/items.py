"""A paper as the CSL data that styles are written for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nlp.writers.names import split_name
from nlp.writers.publication import Publication, arxiv_number, posted_year, publication

if TYPE_CHECKING:
    from graph.model import Paper

_TYPES: Final = {
    Publication.JOURNAL: "article-journal",
    Publication.MEETING: "paper-conference",
    Publication.PREPRINT: "article",
    Publication.UNKNOWN: "document",
}


def csl_item(paper: Paper) -> dict[str, Any]:
    """The paper's CSL item, of what is known only.

    A derived title is no title: it is left out, or stands in brackets where nothing else would say what is cited.
    An address is given where there is no DOI; a preprint's year is that of its arXiv number where none is known.
    """
    kind = publication(paper)
    number = arxiv_number(paper) if kind is Publication.PREPRINT else ""
    year = paper.year or posted_year(number)
    url = paper.url or (f"https://arxiv.org/abs/{number}" if number else "")
    item = {
        "title": _title(paper),
        "author": [_name(each) for each in paper.authors],
        "issued": {"date-parts": [[year]]} if year else None,
        "container-title": paper.venue if kind is not Publication.PREPRINT else "",
        "volume": paper.volume,
        "issue": paper.issue,
        "page": paper.pages,
        "DOI": paper.doi,
        "URL": "" if paper.doi else url,
        "publisher": _as_it_is("arXiv") if number else "",
        "number": _as_it_is(f"arXiv:{number}") if number else "",
        "language": paper.language,
    }
    return {"id": "paper", "type": _TYPES[kind]} | {name: value for name, value in item.items() if value}


def _as_it_is(text: str) -> str:
    """The text for CSL, protected from a capital at its beginning."""
    return f'<span class="nocase">{text}</span>'


def _title(paper: Paper) -> str:
    if not paper.title_derived:
        return paper.title.rstrip(". ") or paper.title
    return "" if paper.authors or paper.venue else f"[{paper.title}]"


def _name(name: str) -> dict[str, str]:
    parts = split_name(name)
    if parts.whole:
        return {"literal": parts.family}
    named = {"family": parts.family, "given": parts.given, "suffix": parts.suffix}
    return {key: value for key, value in (*named.items(), ("non-dropping-particle", parts.particle)) if value}
