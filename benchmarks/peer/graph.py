"""The seeded graph of the peers' loader as our own papers and concepts, written through the store's port.

Labels, relationship types and the properties that the peers read (`id`, `title`, `count` …) are those of our schema, so
one Neo4j serves both. The loader's graph says how often a paper mentions a concept, not where: each mention stands on a
word of the abstract, one after another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from neo4j import GraphDatabase

from benchmarks.peer.foreign import module
from graph.identity import identify
from graph.model import AnnotatedPaper, Concept, Mention, Run, TextField
from graph.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from graph.store import Store

SEED: Final = 7
"""The seed of the loader and of the bench."""

PAPER_ID: Final = f"doi:10.5555/{SEED}.{{paper}}"
"""How the loader's `p12` is called here; the bench fills in the same name."""

CONCEPT_ID: Final = "concept:{concept}"
"""How the loader's `c12` is called here, whatever its kind."""

TOPIC: Final = "TOPIC"
RUN: Final = Run("peer-benchmark", "peer", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
BATCH: Final = 1000

FULL_TEXT: Final = "CREATE FULLTEXT INDEX paperText IF NOT EXISTS FOR (n:Paper) ON EACH [n.title, n.abstract]"
"""What the peers' search reads."""


class Graph:
    """Everything the loader makes for a number of papers and concepts: concepts, and papers with their mentions."""

    def __init__(self, peers: Path, papers: int, concepts: int) -> None:
        rows = dict(module(peers, "load").rows_of_graph(papers, concepts, SEED))
        self.concepts = [_concept(each) for each in rows["concept"]]
        self._papers: list[dict[str, Any]] = rows["paper"]
        self._authors = {each["id"]: each["name"] for each in rows["author"]}
        self._wrote = _grouped(rows["wrote"])
        self._cites = _grouped(rows["cites"])
        self._mentions = _grouped(rows["mentions"])

    def papers(self) -> Iterator[AnnotatedPaper]:
        """Each paper with its authors, its references, and as many mentions of each concept as the loader counts."""
        for row in self._papers:
            paper = identify(
                Record(
                    line=0,
                    record=row["id"],
                    title=row["title"],
                    abstract=row["abstract"],
                    authors=tuple(self._authors[author] for (author,) in self._wrote.get(row["id"], ())),
                    year=row["year"],
                    venue=row["venue"],
                    ids=(PAPER_ID.format(paper=row["id"]),),
                    references=tuple(PAPER_ID.format(paper=cited) for (cited,) in self._cites.get(row["id"], ())),
                ),
                RUN.source,
                RUN.id,
            )
            yield AnnotatedPaper(paper, _mentions(paper.abstract, self._mentions.get(row["id"], ())))

    def texts(self) -> dict[str, str]:
        """What each paper says, by our id."""
        return {PAPER_ID.format(paper=row["id"]): f"{row['title']} {row['abstract']}" for row in self._papers}

    def save(self, store: Store) -> None:
        """Writes all of it into an empty store; one that holds as many papers and concepts is taken to hold them.

        Raises SystemExit for a store that holds something else.
        """
        held, wanted = store.counts(), (len(self._papers), len(self.concepts))
        if (held.papers, held.concepts) == wanted:
            return
        if held.papers or held.concepts:
            raise SystemExit(f"{store.url} holds {held.papers} papers, {held.concepts} concepts: give an empty one")
        with store.transaction() as transaction:
            transaction.save_run(RUN)
            for batch in _batches(self.concepts):
                transaction.save_concepts(batch)
        for batch in _batches(self.papers()):
            with store.transaction() as transaction:
                transaction.save_papers(batch, RUN.id)
                transaction.next_revision()


def index_full_text(url: str) -> None:
    """Makes the full-text index of the peers, and waits until every index of the database is there."""
    with GraphDatabase.driver(url) as driver:
        driver.execute_query(FULL_TEXT)
        driver.execute_query("CALL db.awaitIndexes(300)")


def _concept(row: dict[str, Any]) -> Concept:
    kind = row["kind"].upper()
    return Concept(CONCEPT_ID.format(concept=row["id"]), TOPIC if kind == "METHOD" else kind, row["name"])


def _grouped(rows: Iterable[Sequence[Any]]) -> dict[str, list[Sequence[Any]]]:
    groups: dict[str, list[Sequence[Any]]] = {}
    for first, *rest in rows:
        groups.setdefault(first, []).append(rest)
    return groups


def _mentions(abstract: str, counted: Sequence[Sequence[Any]]) -> tuple[Mention, ...]:
    """As many mentions of each concept as are counted, each on a word; on half a word where words do not suffice."""
    spans = [each.span() for each in re.finditer(r"\w+", abstract)]
    wanted = [concept for concept, count in counted for _ in range(count)]
    if len(wanted) > len(spans):
        spans = [half for start, end in spans for half in ((start, (start + end) // 2), ((start + end) // 2, end))]
    return tuple(
        Mention(CONCEPT_ID.format(concept=concept), TextField.ABSTRACT, start, end, "gazetteer", 0.95)
        for concept, (start, end) in zip(wanted, spans, strict=False)
    )


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for each in items:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
