"""The nouns: Paper, Concept, Mention, and what a store counts. Plain values, compared by content."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

KINDS: Final = ("COUNTRY", "PLACE", "AGENCY", "ORGANIZATION", "TECHNOLOGY", "TOPIC")
"""The kinds the shipped lexicon knows, in the order people are shown them; a user's lexicon may add others."""


class TextField(StrEnum):
    """Which text of a paper a span points into."""

    TITLE = "TITLE"
    ABSTRACT = "ABSTRACT"


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch of a paper's text: `field[start:end] == text`, in Unicode code points."""

    field: TextField
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a paper was read: the source's name, its own record id there (if it has one), and the run that read it."""

    name: str
    record: str = ""
    run: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `id` is its best known id, `other_ids` every other one it answers to (sorted).

    `references` are the ids of the works it cites, as its sources give them (sorted): of papers in the store or not,
    and where a source names a work by several ids, all of them. `orcids` are those of its authors, each with the name
    that a source said it with (sorted): `orcids_of` tells whose they are.
    """

    id: str
    title: str
    abstract: str = ""
    title_derived: bool = False
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    url: str | None = None
    language: str | None = None
    cited_by: int | None = None
    other_ids: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    references: tuple[str, ...] = ()
    orcids: tuple[str, ...] = ()

    def text(self, where: TextField) -> str:
        """The text that spans of this field point into."""
        return self.title if where is TextField.TITLE else self.abstract

    @property
    def texts(self) -> tuple[tuple[TextField, str], ...]:
        """The fields worth reading: a derived title only repeats the abstract."""
        if self.title_derived:
            return ((TextField.ABSTRACT, self.abstract),)
        return ((TextField.TITLE, self.title), (TextField.ABSTRACT, self.abstract))


@dataclass(frozen=True, slots=True)
class Concept:
    """A canonical thing that papers mention: a country, an agency, a technology …

    `aliases` are its other surface forms, `same_as` ids elsewhere (`iso3166:KR`), `broader` the ids of wider concepts.
    `paper_count` is the store's to keep; it is not part of what the concept is.
    """

    id: str
    kind: str
    name: str
    name_zh: str | None = None
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    paper_count: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a paper that names a concept, the rule that found it, and how sure it is (0 to 1)."""

    concept: str
    field: TextField
    start: int
    end: int
    rule: str
    confidence: float

    @property
    def place(self) -> tuple[bool, int, int]:
        """Sorts mentions into reading order, the title first."""
        return (self.field is TextField.ABSTRACT, self.start, self.end)

    def span(self, paper: Paper) -> TextSpan:
        """The mention as a quoted span of its paper."""
        return TextSpan(self.field, self.start, self.end, paper.text(self.field)[self.start : self.end])


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the pipeline found in one paper: its mentions in reading order, and every concept they name.

    `concepts` holds the broader concepts too, so that a link never dangles.
    """

    mentions: tuple[Mention, ...] = ()
    concepts: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedPaper:
    """A paper with its mentions, as a store keeps it."""

    paper: Paper
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest: what it read, with which rules and model, when (UTC, ISO 8601), and what came of it.

    `continues` is the run before it that read the same content and was stopped: this one read what was left.
    """

    id: str
    source: str
    started_at: str
    finished_at: str | None = None
    rules: str = ""
    model: str | None = None
    counts: tuple[tuple[str, int], ...] = ()
    continues: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The ledger's entry for one source: how many of its records are safely in the store, and whether that is all."""

    source: str
    records: int
    complete: bool
    run: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds. `mentions` counts spans, `authors` author entries of papers.

    `citations` counts pairs of papers in the store of which one cites the other, not references that lead elsewhere.
    """

    papers: int = 0
    concepts: int = 0
    mentions: int = 0
    authors: int = 0
    citations: int = 0
    runs: int = 0
