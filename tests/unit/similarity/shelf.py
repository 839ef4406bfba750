"""A store in memory that holds just what the index reads, and papers to put into it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import AnnotatedPaper, Concept, Counts, Mention, Paper, Source, TextField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass
class Shelf:
    """Papers and concepts by id; `revise` is what a store's next batch does."""

    held: dict[str, AnnotatedPaper] = field(default_factory=dict)
    known: dict[str, Concept] = field(default_factory=dict)
    number: int = 1
    name: str = "0" * 32
    scans: int = 0
    changes: dict[str, int] = field(default_factory=dict)
    broader: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    encoded: dict[str, bytes] = field(default_factory=dict)

    def put(self, *papers: AnnotatedPaper) -> Shelf:
        self.held |= {each.paper.id: each for each in papers}
        self.know(*(mention.concept for each in papers for mention in each.mentions))
        self.number += 1
        self.changes |= dict.fromkeys((each.paper.id for each in papers), self.number)
        return self

    def know(self, *concepts: str) -> None:
        for concept in concepts:
            kind, _, name = concept.partition(":")
            if concept not in self.known:
                self.known[concept] = Concept(concept, kind.upper(), name, broader=self.broader.get(concept, ()))
                self.know(*self.known[concept].broader)

    def encode(self, paper_id: str, *values: int) -> Shelf:
        self.encoded[paper_id] = bytes(value % 256 for value in values)
        return self.put(self.held[paper_id])

    def remove(self, paper_id: str) -> None:
        del self.held[paper_id]
        self.encoded.pop(paper_id, None)
        self.number += 1
        self.changes[paper_id] = self.number

    def identity(self) -> str:
        return self.name

    def revision(self) -> int:
        return self.number

    def vector_models(self) -> tuple[str, ...]:
        return ("model",) if self.encoded else ()

    def vectors(self, model: str, ids: Sequence[str]) -> dict[str, bytes]:
        assert model == "model"
        return {each: self.encoded[each] for each in ids if each in self.encoded}

    def changed_since(self, revision: int) -> tuple[str, ...]:
        return tuple(sorted(each for each, when in self.changes.items() if when > revision))

    def counts(self) -> Counts:
        return Counts(papers=len(self.held))

    def papers(self, ids: Sequence[str]) -> dict[str, Paper]:
        return {each: self.held[each].paper for each in ids if each in self.held}

    def mentions(self, paper_ids: Sequence[str]) -> dict[str, tuple[Mention, ...]]:
        return {each: self.held[each].mentions for each in paper_ids if each in self.held}

    def scan_papers(self, batch: int = 1000) -> Iterator[list[AnnotatedPaper]]:
        self.scans += 1
        ids = sorted(self.held)
        for start in range(0, len(ids), batch):
            yield [self.held[each] for each in ids[start : start + batch]]

    def scan_concepts(self, batch: int = 1000) -> Iterator[list[Concept]]:
        ids = sorted(self.known)
        for start in range(0, len(ids), batch):
            yield [self.known[each] for each in ids[start : start + batch]]


def paper(key: str, title: str, abstract: str = "", **more: object) -> AnnotatedPaper:
    """A paper whose mentions are the words of its texts that are written [like this](country:NL)."""
    texts: list[str] = []
    mentions: list[Mention] = []
    for where, marked in ((TextField.TITLE, title), (TextField.ABSTRACT, abstract)):
        plain = ""
        for before, word, concept in re.findall(r"([^\[]*)(?:\[(.*?)\]\((.*?)\))?", marked):
            start = len(plain) + len(before)
            plain += before + word
            if concept:
                mentions.append(Mention(concept, where, start, len(plain), "gazetteer", 1.0))
        texts.append(plain)
    more.setdefault("sources", (Source("shelf.bib"),))
    return AnnotatedPaper(Paper(key, *texts, **more), tuple(mentions))  # type: ignore[arg-type]


TOWNS = paper(
    "doi:10.1/towns",
    "[Dutch](country:NL) towns on [Twitter](technology:twitter)",
    "We look at towns. Mayors of [Dutch](country:NL) towns use [Twitter](technology:twitter) to answer citizens."
    " [Twitter](technology:twitter) is free.",
    year=2019,
    venue="Town Studies",
    language="en",
    authors=("Anna de Vries", "Bo Li"),
    cited_by=4,
)
MAYORS = paper(
    "doi:10.1/mayors",
    "Mayors who tweet",
    "A mayor's [Twitter](technology:twitter) network in [Seoul](place:KR/seoul) joins citizens and officials."
    " Citizens answer their mayor on [Twitter](technology:twitter).",
    year=2021,
    venue="Public Networks",
    language="en",
    cited_by=11,
)
DIKES = paper(
    "doi:10.1/dikes",
    "Dikes in the [Netherlands](country:NL)",
    "Water boards of the [Netherlands](country:NL) keep dikes dry. No citizen is asked.",
    year=2019,
    venue="Water",
    language="nl",
)
WEIBO = paper("text:00000000000000aa", "社交媒体与政府回应", "本文研究社交媒体。微博让政府回应公众。", language="zh")
FERNS = paper("pmid:7", "Ferns", "Spores germinate.", year=1990, venue="Botany")
SAMPLE = (TOWNS, MAYORS, DIKES, WEIBO, FERNS)
