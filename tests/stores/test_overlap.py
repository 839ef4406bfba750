"""The statement of the docs that counts shared concepts lists what the index lists by overlap."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

from neo4j import GraphDatabase

from graph.model import AnnotatedPaper, Concept, Mention, Paper, TextField
from graph.similarity import Seed, Weights, open_index
from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs" / "neo4j.md"
CONCEPTS = [Concept(f"topic:t{at}", "TOPIC", f"thing {at}") for at in range(12)]
TEXT = "x" * 40


def papers() -> Iterator[AnnotatedPaper]:
    lot = random.Random(5)  # noqa: S311
    for at in range(80):
        mentions = [
            Mention(each.id, TextField.ABSTRACT, place, place + 1, "gazetteer", 1.0)
            for place, each in enumerate(lot.choices(CONCEPTS, range(12, 0, -1), k=lot.randrange(8)))
        ]
        yield AnnotatedPaper(Paper(f"doi:10.5555/{at}", str(at), TEXT), tuple(mentions))


def statement() -> str:
    """The first indented block after the line that names it."""
    after = DOCS.read_text("utf-8").partition("--signals overlap")[2].partition("\n\n")[2]
    return after.partition("\n\n")[0]


def test_the_statement_and_the_index_agree(empty_neo4j: str, tmp_path: Path) -> None:
    store = open_store(empty_neo4j)
    with store.transaction() as transaction:
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers(list(papers()), "run-1")
        transaction.next_revision()
    index, listed = open_index(store, tmp_path), 0
    with GraphDatabase.driver(empty_neo4j) as driver:
        for each in papers():
            if not each.mentions:
                continue
            rows = driver.execute_query(statement().replace("doi:10.5555/a", each.paper.id)).records  # type: ignore[arg-type]
            hits = index.similar(Seed(papers=(each.paper.id,)), Weights(overlap=1), fold=False).page(first=20).hits
            whole = len({mention.concept for mention in each.mentions})
            assert [hit.id for hit in hits] == [row["p.id"] for row in rows]
            assert [round((hit.score or 0) * whole) for hit in hits] == [row["shared"] for row in rows]
            listed += len(hits)
    store.close()
    assert listed > 1000
