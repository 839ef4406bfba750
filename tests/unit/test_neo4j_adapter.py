"""What only the Neo4j store promises: the graph that people see, and the plans behind it. The rest: tests/stores."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from neo4j import Driver, GraphDatabase

from graph.model import Run
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.codec import kind_label
from graph.vectors import PaperVector, text_digest
from tests.stores.examples import CONCEPTS, DUTCH, NETHERLANDS, PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neo4j import Record


@pytest.fixture
def store(empty_neo4j: str) -> Iterator[Neo4jStore]:
    opened = Neo4jStore.open(empty_neo4j)
    with opened.transaction() as transaction:
        transaction.save_run(Run("run-1", "a.bib", "2026-01-02T03:04:05+00:00"))
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers(PAPERS, "run-1")
    yield opened
    opened.close()


@pytest.fixture
def driver(empty_neo4j: str) -> Iterator[Driver]:
    with GraphDatabase.driver(empty_neo4j) as opened:
        yield opened


def _ask(driver: Driver, statement: str, **values: Any) -> list[Record]:
    return driver.execute_query(statement, values).records  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("COUNTRY", "Country"),
        ("LEGAL_ACT", "LegalAct"),
        ("law`) DETACH DELETE (n", "LawDetachDeleteN"),
        ("法律", "法律"),
        ("PAPER", "PaperKind"),
        ("?", "Kind"),
    ],
)
def test_a_kind_is_a_label(kind: str, label: str) -> None:
    assert kind_label(kind) == label


def test_the_graph_reads_as_it_is_drawn(store: Neo4jStore, driver: Driver) -> None:
    (row,) = _ask(
        driver,
        "MATCH (a:Author)<-[:AUTHORED_BY {position: 0}]-(p:Paper)-[m:MENTIONS]->(c:Country)"
        " RETURN a.name AS author, p.title AS title, p.year AS year, properties(m) AS m, c.name AS name,"
        " c.nameZh AS zh",
    )
    spans = ["TITLE:0:5:gazetteer:1.0", "ABSTRACT:19:24:gazetteer:1.0", "ABSTRACT:32:37:gazetteer:1.0"]
    assert row.data() == {
        "author": "Anna de Vries",
        "title": "Dutch towns on Twitter",
        "year": 2019,
        "m": {"count": 3, "spans": spans, "rule": "gazetteer", "confidence": 1.0, "run": "run-1"},
        "name": "Netherlands",
        "zh": "荷兰",
    }


def test_a_citation_is_one_relationship_between_papers(store: Neo4jStore, driver: Driver) -> None:
    for _ in range(2):
        with store.transaction() as transaction:
            transaction.save_papers(PAPERS, "run-1")
    rows = _ask(driver, "MATCH (p:Paper)-[c:CITES]->(q) RETURN p.id AS p, q.id AS q, properties(c) AS c")
    assert [row.data() for row in rows] == [{"p": DUTCH.paper.id, "q": "arxiv:2503.00001", "c": {}}]
    (row,) = _ask(driver, "MATCH (p:Paper {id: $id}) RETURN p.references AS given", id=DUTCH.paper.id)
    assert row["given"] == ["arxiv:2503.00001", "doi:10.5555/nowhere"]


def test_a_concept_that_changes_its_kind_changes_its_label(store: Neo4jStore, driver: Driver) -> None:
    with store.transaction() as transaction:
        transaction.save_concepts([replace(NETHERLANDS, kind="LAW`S")])
    (row,) = _ask(driver, "MATCH (c {id: $id}) RETURN labels(c) AS labels", id=NETHERLANDS.id)
    assert sorted(row["labels"]) == ["Concept", "LawS"]


def test_a_paper_that_is_saved_again_keeps_what_others_hang_on_it(store: Neo4jStore, driver: Driver) -> None:
    _ask(driver, "MATCH (p:Paper {id: $id}) CREATE (p)-[:SHELVED]->(:Shelf)", id=DUTCH.paper.id)
    with store.transaction() as transaction:
        transaction.save_papers([DUTCH], "run-2")
    assert _ask(driver, "MATCH (:Paper)-[:SHELVED]->(:Shelf) RETURN 1")


def test_nothing_remains_of_papers_but_runs_and_notes_of_the_store(store: Neo4jStore, driver: Driver) -> None:
    with store.transaction() as transaction:
        transaction.remove_papers([each.paper.id for each in PAPERS])
    rows = _ask(driver, "MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label ORDER BY label")
    assert [row["label"] for row in rows] == ["Litgraph", "PaperChange", "Run"]


def test_many_programs_may_open_a_new_store_at_once(empty_neo4j: str) -> None:
    found: list[str] = []

    def meet() -> None:
        store = Neo4jStore.open(empty_neo4j)
        found.append(store.identity())
        store.close()

    threads = [threading.Thread(target=meet) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_batches_find_their_nodes_by_index(store: Neo4jStore, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, dict[str, Any]] = {}
    with store.transaction() as transaction:
        run = transaction._run

        def listen(statement: str, **values: Any) -> list[Record]:
            asked[statement] = values
            return run(statement, **values)  # type: ignore[arg-type]

        monkeypatch.setattr(transaction, "_run", listen)
        transaction.resolve([DUTCH.paper.id, "3"])
        transaction.papers([DUTCH.paper.id])
        transaction.mentions([DUTCH.paper.id])
        transaction.references([DUTCH.paper.id])
        transaction.cited_by([DUTCH.paper.id])
        transaction.changed_since(0)
        transaction.shortened_since(0)
        transaction.similar([DUTCH.paper.id])
        transaction.listed_by([DUTCH.paper.id])
        transaction.save_similar({DUTCH.paper.id: (("arxiv:2503.00001", 0.5),)})
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers([DUTCH], "run-2")
        transaction.save_vectors("m", {DUTCH.paper.id: PaperVector(text_digest(DUTCH.paper), b"v")})
        transaction.vectors("m", [DUTCH.paper.id])
        transaction.remove_papers([DUTCH.paper.id])
    scans = {
        statement: operators
        for statement, values in asked.items()
        if (operators := [each for each in _operators(driver, statement, values) if "Scan" in each])
    }
    assert len(asked) > 10
    assert scans == {}


def _operators(driver: Driver, statement: str, values: dict[str, Any]) -> list[str]:
    def walk(plan: dict[str, Any]) -> Iterator[str]:
        yield plan["operatorType"]
        for child in plan.get("children", ()):
            yield from walk(child)

    plan = driver.execute_query(f"EXPLAIN {statement}", values).summary.plan  # type: ignore[arg-type]
    assert plan
    return list(walk(plan))
