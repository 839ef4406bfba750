"""The citation line of the "similar literature" page, which the page's reader reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.writers.names import split_name

if TYPE_CHECKING:
    from graph.model import Paper


def portal_line(paper: Paper) -> str:
    """`Mosweu  Tshepho 《Archival Science》2021,21(3):267-280`: two spaces part family and given name, `;` persons."""
    authors = ";".join(_author(each) for each in paper.authors)
    where = ",".join(str(part) for part in (paper.year, paper.volume) if part)
    issue = f"({paper.issue})" if paper.issue else ""
    pages = f":{paper.pages}" if paper.pages else ""
    venue = f"《{paper.venue}》" if paper.venue else ""
    return f"{authors} {venue}{where}{issue}{pages}".strip()


def _author(name: str) -> str:
    parts = split_name(name)
    family = " ".join(part for part in (parts.particle, parts.family, parts.suffix) if part)
    return "  ".join(part for part in (family, parts.given) if part)
