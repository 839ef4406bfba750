"""Papers as RIS, which every reference manager reads: a tag a line, the lines ended by CR LF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.writers.formats import Writer, ids_of, papers_of, readable, stated_title
from nlp.writers.names import split_name
from nlp.writers.publication import Publication, publication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.model import Paper
    from graph.selection import Selection

_TYPES: Final = {Publication.JOURNAL: "JOUR", Publication.MEETING: "CONF", Publication.PREPRINT: "UNPB"}
_RANGE = re.compile(r"([^-\s]+)-([^-\s]+)")
_RESOLVERS: Final = {
    "arxiv": "https://arxiv.org/abs/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "openalex": "https://openalex.org/",
}
"""Where an id that has no tag of its own leads: readers of RIS know links."""


def ris(paper: Paper) -> str:
    """One entry from `TY` to `ER`. A title that was derived from the abstract is not written: the source had none."""
    kind = _TYPES.get(publication(paper), "GEN")
    lines = (f"{tag}  - {readable(value)}\r\n" for tag, value in _fields(paper, kind) if value)
    return f"TY  - {kind}\r\n{''.join(lines)}ER  - \r\n"


def write(selection: Selection) -> Iterator[str]:
    """The entries, a blank line between them."""
    for at, paper in enumerate(papers_of(selection)):
        yield f"\r\n{ris(paper)}" if at else ris(paper)


WRITER: Final = Writer("ris", (".ris",), "RIS, for reference managers", write)


def _fields(paper: Paper, kind: str) -> Iterator[tuple[str, str]]:
    venue = paper.venue or ""
    simple = _RANGE.fullmatch(paper.pages or "")
    begin, end = simple.groups() if simple else (paper.pages or "", "")
    yield "ID", paper.id
    yield "TI", stated_title(paper)
    yield from (("AU", _author(each)) for each in paper.authors)
    yield "PY", str(paper.year or "")
    yield "T2", venue
    yield "JO", venue if kind == "JOUR" else ""
    yield "VL", paper.volume or ""
    yield "IS", paper.issue or ""
    yield "SP", begin
    yield "EP", end
    yield "DO", paper.doi or ""
    yield "AN", next((f"pmid:{each}" for each in ids_of(paper, "pmid")), "")
    links = (f"{place}{each}" for scheme, place in _RESOLVERS.items() for each in ids_of(paper, scheme))
    yield from (("UR", each) for each in dict.fromkeys((paper.url or "", *links)))
    yield "LA", paper.language or ""
    yield "AB", paper.abstract


def _author(name: str) -> str:
    """`Family, Given` where that reads back as the name; a suffix stays with the family name."""
    parts = split_name(name)
    family = " ".join(part for part in (parts.particle, parts.family, parts.suffix) if part)
    if not parts.given or f"{parts.given} {family}" != name or "," in name:
        return name
    return f"{family}, {parts.given}"
