"""References: kept on the paper as they were given, and a CITES to every paper that answers to one.

A note (`:Reference`) for each of them, found by the id that it names, lets a paper that arrives later find those who
cite it. A batch draws the relationships of the papers it writes anew, both ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.stores.neo4j.linked import linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import Paper
    from graph.stores.neo4j.connection import Run


def references(run: Run, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The papers that each of the papers cites."""
    return linked(run, ids, "(p)-[:CITES]->(q:Paper)")


def cited_by(run: Run, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The papers that cite each of the papers."""
    return linked(run, ids, "(p)<-[:CITES]-(q:Paper)")


def take_out(run: Run, ids: Sequence[str]) -> None:
    """Takes from papers what they cite and who cites them; the notes of those who cite them stay."""
    run("MATCH (p:Paper)-[c:CITES]-(:Paper) WHERE p.id IN $ids DELETE c", ids=ids)
    run("MATCH (k:Reference) WHERE k.paper IN $ids DELETE k", ids=ids)


def save(run: Run, papers: Sequence[Paper]) -> None:
    """Notes the references of papers whose ids are all written, and draws the relationships from and to them."""
    rows = [{"id": each.id, "cited": list(each.references)} for each in papers if each.references]
    if rows:
        run("UNWIND $rows AS row UNWIND row.cited AS id CREATE (:Reference {id: id, paper: row.id})", rows=rows)
        run(
            "UNWIND $rows AS row MATCH (p:Paper {id: row.id}) UNWIND row.cited AS id MATCH (q:Paper {id: id})"
            " WITH DISTINCT p, q WHERE p <> q CREATE (p)-[:CITES]->(q)",
            rows=rows,
        )
        run(
            "UNWIND $rows AS row MATCH (p:Paper {id: row.id}) UNWIND row.cited AS id MATCH (k:PaperId {id: id})"
            " MATCH (q:Paper {id: k.paper}) WITH DISTINCT p, q WHERE p <> q MERGE (p)-[:CITES]->(q)",
            rows=rows,
        )
    run(
        "UNWIND $rows AS row MATCH (q:Paper {id: row.id}) UNWIND row.known AS id MATCH (k:Reference {id: id})"
        " MATCH (p:Paper {id: k.paper}) WITH DISTINCT p, q WHERE p <> q MERGE (p)-[:CITES]->(q)",
        rows=[{"id": each.id, "known": [each.id, *each.other_ids]} for each in papers],
    )
