"""Papers as BibTeX entries, which the reader of BibTeX reads back as the same papers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from nlp.writers.formats import Writer, papers_of, stated_title
from nlp.writers.latex import latex, title
from nlp.writers.names import split_name
from nlp.writers.publication import Publication, arxiv_number, publication

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.model import Paper
    from graph.selection import Selection

_TYPES: Final = {Publication.JOURNAL: "article", Publication.MEETING: "inproceedings"}
_IN_KEYS = re.compile(r"[^A-Za-z0-9:./_-]")
_BRACES = re.compile(r"[{}\\]")
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")


def bibtex(paper: Paper) -> str:
    """One entry, `article`, `inproceedings` or `misc`; its key is made of the paper's id, so that it never changes.

    A title that was derived from the abstract is not written: the source had none.
    """
    kind = _TYPES.get(publication(paper), "misc")
    lines = (f"  {name} = {{{value}}},\n" for name, value in _fields(paper, kind) if value)
    return f"@{kind}{{{key(paper.id)},\n{''.join(lines)}}}\n"


def bibtex_all(papers: Iterable[Paper]) -> Iterator[str]:
    """The entries one by one, a blank line between them; no two papers share a key."""
    for at, paper in enumerate(papers):
        yield f"\n{bibtex(paper)}" if at else bibtex(paper)


def write(selection: Selection) -> Iterator[str]:
    """An entry for each paper."""
    return bibtex_all(papers_of(selection))


WRITER: Final = Writer("bibtex", (".bib", ".bibtex"), "BibTeX, for LaTeX", write)


def key(paper_id: str) -> str:
    """The id as a citation key: `doi:10.1000/x` is one already, other characters become `+` and two hex digits each.

    Ids differ in their keys too, also for programs that do not tell capitals apart.
    """
    return _IN_KEYS.sub(lambda match: "".join(f"+{byte:02x}" for byte in match.group().encode()), paper_id)


def _fields(paper: Paper, kind: str) -> Iterator[tuple[str, str]]:
    ids = dict(each.split(":", 1) for each in (*reversed(paper.other_ids), paper.id))
    doi = paper.doi or ids.get("doi") or ""
    arxiv = arxiv_number(paper)
    yield "title", title(stated_title(paper))
    yield "author", " and ".join(_author(each) for each in paper.authors)
    yield "year", str(paper.year or "")
    yield {"article": "journal", "inproceedings": "booktitle"}.get(kind, "journal"), latex(paper.venue or "")
    yield "volume", latex(paper.volume or "")
    yield "number", latex(paper.issue or "")
    yield "pages", _HYPHEN.sub("--", latex(paper.pages or ""))
    # what stands for itself is not escaped; a brace in it would end the field
    yield "doi", f"https://doi.org/{quote(doi)}" if _BRACES.search(doi) else doi
    yield "eprint", arxiv
    yield "archiveprefix", "arXiv" if arxiv else ""
    yield "pmid", ids.get("pmid", "")
    yield "openalex", ids.get("openalex", "")
    yield "url", _BRACES.sub(lambda match: quote(match.group()), paper.url or "")
    yield "language", latex(paper.language or "")
    yield "abstract", latex(paper.abstract)


def _author(name: str) -> str:
    """`Family, Given` where that reads back as the name, else the name in braces, which BibTeX takes as a whole."""
    parts = split_name(name)
    family = " ".join(part for part in (parts.particle, parts.family) if part)
    if parts.spoken != name or not parts.given or any(map(_unsafe, (family, parts.given))):
        return name if name.isalpha() and name.lower() not in {"and", "others"} else f"{{{latex(name)}}}"
    return ", ".join(latex(part) for part in (family, parts.suffix, parts.given) if part)


def _unsafe(part: str) -> bool:
    return not re.fullmatch(r"[^\W\d_](?:[^\W\d_]|[ .’'-])*", part) or bool(re.search(r"\band\b|--|''", part.lower()))
