"""The 20 papers that share most concepts: by Cypher on a real Neo4j, and by the index on concepts alone.

Two statements. The overlap sums the rarity of each shared concept, straight from what a store holds: what people write.
The cosine gives exactly the index's list; the weights it needs are written beforehand, onto a relationship to each
concept that a paper mentions and each wider one. Neo4j answers over Bolt from its own process, which is asked until it
is warm and has memory for all it holds.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any, LiteralString

import numpy as np
import psutil
from neo4j import GraphDatabase

from benchmarks.similarity.exact import Exact, said_by
from benchmarks.similarity.measure import drawn, part
from benchmarks.similarity.peers import in_turn, middle
from benchmarks.similarity.speed import FIRST, ids_of
from graph.model import AnnotatedPaper
from graph.similarity import Seed, Signal, Weights, open_index
from graph.stores import open_store
from tests.neo4j_server import server, wipe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from neo4j import Session

    from graph.model import Paper
    from graph.store import Store

CONCEPTS = Weights(concepts=1)
OVERLAP: LiteralString = """
MATCH (p:Paper {id: $id})-[:MENTIONS]->(c:Concept)
WITH p, c, 1 + log((1.0 + $papers) / (1 + c.paperCount)) AS idf
MATCH (c)<-[:MENTIONS]-(q:Paper) WHERE q <> p
WITH q, sum(idf) AS score ORDER BY score DESC LIMIT $first
RETURN q.id AS id, score
"""
COSINE: LiteralString = """
MATCH (p:Paper {id: $id})-[m:WEIGHS]->(c:Concept)<-[n:WEIGHS]-(q:Paper) WHERE q <> p
WITH q, sum(m.weight * n.weight) AS score ORDER BY score DESC LIMIT $first
RETURN q.id AS id, score
"""
WEIGH: LiteralString = """
UNWIND $rows AS row
MATCH (p:Paper {id: row[0]}), (c:Concept {id: row[1]}) CREATE (p)-[:WEIGHS {weight: row[2]}]->(c)
"""
WARM: LiteralString = (
    "MATCH (p:Paper)-[m:MENTIONS|WEIGHS]->(c) RETURN sum(coalesce(m.count, m.weight) + c.paperCount) + count(p.id)"
)
BATCH = 1000


def report(store_path: Path, folder: Path, number: int, repeats: int) -> None:
    store = open_store(str(store_path))
    index = open_index(store, folder)
    papers = index.papers
    mentioning = [each for each in drawn(store, ids_of(index), 4 * number) if store.mentions([each.id])[each.id]]
    asked = mentioning[:number]
    exact = Exact.of(store)
    with server(password=False, heap="3g", page_cache="2g", measured=True) as neo4j:
        wipe(neo4j.url)
        target = open_store(neo4j.url)
        copy(store, target)
        target.close()
        with GraphDatabase.driver(neo4j.url) as driver, driver.session() as session:
            weigh(session, exact)
            session.run(WARM).consume()

            def cypher(statement: LiteralString) -> Callable[[Paper], list[str]]:
                def ask(paper: Paper) -> list[str]:
                    return [row["id"] for row in session.run(statement, id=paper.id, papers=papers, first=FIRST)]

                return ask

            asks: dict[str, Any] = {
                "index, concepts alone": lambda paper: [
                    hit.id for hit in index.similar(Seed(papers=(paper.id,)), CONCEPTS).page(FIRST).hits
                ],
                "Cypher, overlap by rarity": cypher(OVERLAP),
                "Cypher, cosine, weights stored": cypher(COSINE),
            }
            in_turn(asks, asked, 2)  # the server compiles what it runs often
            before = server_seconds(neo4j.process)
            measured = in_turn(asks, asked, repeats)
            spent = server_seconds(neo4j.process) - before
            recalls = {name: [] for name in asks}
            for paper in asked:
                annotated = AnnotatedPaper(paper, store.mentions([paper.id])[paper.id])
                scores = exact.scores(said_by(annotated), CONCEPTS, without=[paper.id])
                for name, ask in asks.items():
                    recalls[name].append(exact.recall(ask(paper), scores, FIRST))
    print(f"\n{papers:,} papers: top {FIRST} by shared concepts, {len(asked)} papers, median of {repeats} runs in turn")
    print(f"{'':44}  {'wall p50':>8}  {'p95':>8}   milliseconds   to the index   shared with the exact list")
    for name, runs in measured.items():
        base = measured["index, concepts alone"]
        ratio = statistics.median(part(one.wall, 50) / part(two.wall, 50) for one, two in zip(runs, base, strict=True))
        p50, p95 = middle(runs).split()[2:]
        print(f"{name:44}  {p50:>8}  {p95:>8}   {'':12}   x {ratio:<10.1f}   {np.mean(recalls[name]):.3f}")
    if neo4j.process:
        statements = 2 * repeats * len(asked)
        print(f"  CPU of the server: {spent / statements * 1000:.1f} ms a statement (mean of the two)")
    index.close()
    store.close()


def server_seconds(process: int | None) -> float:
    return sum(psutil.Process(process).cpu_times()[:2]) if process else 0.0


def copy(source: Store, target: Store) -> None:
    concepts_of_all = [each for batch in source.scan_concepts() for each in batch]
    with target.transaction() as transaction:
        transaction.save_concepts(concepts_of_all)
    for batch in source.scan_papers(BATCH):
        with target.transaction() as transaction:
            transaction.save_papers(batch, "benchmark")
            transaction.next_revision()


def weigh(session: Session, exact: Exact) -> None:
    """Relates each paper to its concepts and the wider ones by what they weigh in it."""
    space = exact.spaces[Signal.CONCEPTS]
    names = list(space.names)
    keys = np.repeat(np.arange(len(names)), np.diff(space.starts))
    triples = zip(space.papers.tolist(), keys.tolist(), space.weights.tolist(), strict=True)
    rows = [[exact.ids[paper], names[key], weight] for paper, key, weight in triples]
    for start in range(0, len(rows), 10 * BATCH):
        session.run(WEIGH, rows=rows[start : start + 10 * BATCH]).consume()
