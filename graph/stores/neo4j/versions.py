"""Versions of papers: a VERSION_OF from each to the one that stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.stores.neo4j.connection import Run


def versions(run: Run) -> dict[str, str]:
    """The paper that stands for each, by their own ids."""
    rows = run("MATCH (p:Paper)-[:VERSION_OF]->(m:Paper) RETURN p.id AS paper, m.id AS main ORDER BY paper")
    return {row["paper"]: row["main"] for row in rows}


def save(run: Run, mains: Mapping[str, str | None]) -> None:
    """Says what stands for papers, None for nothing; papers that are not in the store are left out."""
    run("MATCH (p:Paper)-[v:VERSION_OF]->(:Paper) WHERE p.id IN $ids DELETE v", ids=list(mains))
    run(
        "UNWIND $rows AS row MATCH (p:Paper {id: row.paper}) MATCH (m:Paper {id: row.main})"
        " CREATE (p)-[:VERSION_OF]->(m)",
        rows=[{"paper": paper, "main": main} for paper, main in mains.items() if main],
    )
