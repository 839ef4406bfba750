"""What a reader hands over: one Record per entry of a source, or a Reject that says why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as its source states it, before it gets an identity.

    `line` is where it begins (from 1); `record` is the source's own id; `ids` are global ids in any spelling
    (`10.1000/x`, `https://doi.org/…`, `arXiv:2503.00001v2`, `pmid:1`, …), `references` those of the works it cites.
    `orcids` are those of authors, each with the name that it stands beside (`0000-0002-1825-0097 Jane Doe`).
    """

    line: int
    record: str = ""
    title: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    url: str | None = None
    language: str | None = None
    cited_by: int | None = None
    ids: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    orcids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """An entry that could not be taken in: where it begins (line from 1), why, and what would mend it.

    `text` is the entry as it can be written again, where its lines alone do not tell (ASCII); `since` is the first line
    of what was not read, where the source cannot be read on.
    """

    line: int
    reason: str
    advice: str = ""
    text: str = field(default="", compare=False, repr=False)
    since: int = field(default=0, compare=False, repr=False)
