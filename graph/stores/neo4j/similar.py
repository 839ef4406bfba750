"""The lists of similar papers: a SIMILAR_TO for each link, with its rank and score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.stores.neo4j.linked import linked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.stores.neo4j.connection import Run

    Lists = Mapping[str, Sequence[tuple[str, float]]]


def similar(run: Run, ids: Sequence[str]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Each paper's list, best first."""
    rows = run(
        "MATCH (p:Paper) WHERE p.id IN $ids RETURN p.id AS id,"
        " COLLECT { MATCH (p)-[s:SIMILAR_TO]->(q:Paper) RETURN [q.id, s.score] ORDER BY s.rank } AS others",
        ids=list(ids),
    )
    return {row["id"]: tuple((other, score) for other, score in row["others"]) for row in rows}


def listed_by(run: Run, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The papers whose lists hold each of the papers."""
    return linked(run, ids, "(p)<-[:SIMILAR_TO]-(q:Paper)")


def save(run: Run, lists: Lists) -> None:
    """Replaces lists; papers that are not in the store are left out."""
    run("MATCH (p:Paper)-[s:SIMILAR_TO]->(:Paper) WHERE p.id IN $ids DELETE s", ids=list(lists))
    run(
        "UNWIND $rows AS row MATCH (p:Paper {id: row.id}) UNWIND row.others AS other MATCH (q:Paper {id: other.id})"
        " CREATE (p)-[:SIMILAR_TO {score: other.score, rank: other.rank}]->(q)",
        rows=[
            {
                "id": paper,
                "others": [{"id": own, "score": score, "rank": rank} for rank, (own, score) in enumerate(others, 1)],
            }
            for paper, others in lists.items()
            if others
        ],
    )


def listing(run: Run, ids: Sequence[str]) -> list[str]:
    """The ids of all other papers whose lists hold one of the papers."""
    rows = run(
        "MATCH (p:Paper)<-[:SIMILAR_TO]-(q:Paper) WHERE p.id IN $ids AND NOT q.id IN $ids RETURN DISTINCT q.id AS id",
        ids=list(ids),
    )
    return [row["id"] for row in rows]
