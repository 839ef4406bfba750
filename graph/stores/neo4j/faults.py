"""What can be wrong with nodes and relationships, and how it is mended: what finds it and what makes it good."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, LiteralString

from graph.faults import EXAMPLES, WORDS, Fault
from graph.stores.neo4j.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.stores.neo4j.connection import Run

_MISCOUNTED: Final = "MATCH (p:Paper)-[m:MENTIONS]->(:Concept) WHERE m.count <> size(m.spans)"
_OVERCOUNTED: Final = "MATCH (c:Concept) WHERE coalesce(c.paperCount, -1) <> COUNT { (c)<-[:MENTIONS]-(:Paper) }"
_ORPHANS: Final = "MATCH (c:Concept) WHERE NOT EXISTS { (c)<-[:MENTIONS]-() } AND NOT EXISTS { (c)<-[:BROADER]-() }"
_UNWRITTEN: Final = "MATCH (a:Author) WHERE NOT EXISTS { (:Paper)-[:AUTHORED_BY]->(a) }"
_UNKNOWN: Final = (
    "MATCH (p:Paper) UNWIND p.otherIds AS id WITH p, id"
    " WHERE NOT EXISTS { MATCH (k:PaperId {id: id}) WHERE k.paper = p.id }"
)
_UNCITED: Final = (
    "MATCH (p:Paper) UNWIND p.references AS id OPTIONAL MATCH (k:PaperId {id: id}) WITH p, coalesce(k.paper, id) AS own"
    " MATCH (q:Paper {id: own}) WHERE p <> q AND NOT EXISTS { (p)-[:CITES]->(q) } WITH DISTINCT p, q"
)
_MISCITED: Final = (
    "MATCH (p:Paper)-[c:CITES]->(q:Paper) WHERE p = q"
    " OR none(id IN [q.id] + q.otherIds WHERE id IN coalesce(p.references, []))"
)
_GAPS: Final = (
    "MATCH (p:Paper)-[s:SIMILAR_TO]->(:Paper) WITH p, count(s) AS links, max(s.rank) AS last WHERE links <> last"
)
_UNNOTED: Final = "MATCH (p:Paper) WHERE NOT EXISTS { MATCH (k:PaperChange {paper: p.id}) }"
_UNREAD: Final = "MATCH (e:Progress) WHERE e.run <> 'restore' AND NOT EXISTS { MATCH (:Run {id: e.run}) }"
_RUNLESS: Final = "MATCH (m:RunPart) WHERE NOT EXISTS { MATCH (:Run {id: m.run}) }"
_LOST_ID: Final = "MATCH (k:PaperId) WHERE NOT EXISTS { MATCH (:Paper {id: k.paper}) }"
_LOST_SOURCE: Final = "MATCH (k:SourceRecord) WHERE NOT EXISTS { MATCH (:Paper {id: k.paper}) }"
_LOST_REFERENCE: Final = "MATCH (k:Reference) WHERE NOT EXISTS { MATCH (:Paper {id: k.paper}) }"
_LOST_VECTOR: Final = "MATCH (v:PaperVector) WHERE NOT EXISTS { MATCH (:Paper {id: v.paper}) }"

FIND: Final[dict[str, LiteralString]] = {
    "mention-counts": f"{_MISCOUNTED} RETURN DISTINCT p.id AS it",
    "paper-counts": f"{_OVERCOUNTED} RETURN c.id AS it",
    "concepts": f"{_ORPHANS} RETURN c.id AS it",
    "authors": f"{_UNWRITTEN} RETURN a.name AS it",
    "ids": f"{_UNKNOWN} RETURN DISTINCT p.id AS it",
    "lost-ids": f"{_LOST_ID} RETURN k.id AS it",
    "sources": f"{_LOST_SOURCE} RETURN k.record AS it",
    "references": f"{_LOST_REFERENCE} RETURN k.id AS it",
    "citations": f"{_UNCITED} RETURN p.id AS it UNION ALL {_MISCITED} RETURN p.id AS it",
    "similar": f"{_GAPS} RETURN p.id AS it",
    "vectors": f"{_LOST_VECTOR} RETURN v.paper AS it",
    "changes": f"{_UNNOTED} RETURN p.id AS it",
    "ledger": f"{_UNREAD} RETURN e.source AS it",
    "members": f"{_RUNLESS} RETURN DISTINCT m.run AS it",
}

_NOTE: Final = (
    "WITH DISTINCT p MATCH (m:Litgraph {id: 'store'}) MERGE (k:PaperChange {paper: p.id})"
    " SET k.revision = m.revision + 1"
)
"""Notes papers as changed at the coming revision, so that the index reads them anew."""

MEND: Final[dict[str, tuple[LiteralString, ...]]] = {
    "mention-counts": (f"{_MISCOUNTED} SET m.count = size(m.spans) {_NOTE}",),
    "paper-counts": (f"{_OVERCOUNTED} SET c.paperCount = COUNT {{ (c)<-[:MENTIONS]-(:Paper) }}",),
    "concepts": (f"{_ORPHANS} DETACH DELETE c RETURN count(*) AS gone",),
    "authors": (f"{_UNWRITTEN} DETACH DELETE a",),
    "ids": (f"{_UNKNOWN} MERGE (k:PaperId {{id: id}}) SET k.paper = p.id",),
    "lost-ids": (f"{_LOST_ID} DELETE k",),
    "sources": (f"{_LOST_SOURCE} DELETE k",),
    "references": (f"{_LOST_REFERENCE} DELETE k",),
    "citations": (f"{_MISCITED} DELETE c", f"{_UNCITED} MERGE (p)-[:CITES]->(q)"),
    "similar": (
        f"{_GAPS} MATCH (p)-[s:SIMILAR_TO]->(:Paper) DELETE s",
        "MATCH (m:Litgraph {id: 'store'}) REMOVE m.similar",
    ),
    "vectors": (f"{_LOST_VECTOR} DELETE v",),
    "changes": (f"{_UNNOTED} {_NOTE}",),
    "ledger": (f"{_UNREAD} DELETE e",),
    "members": (f"{_RUNLESS} DELETE m",),
}


def faults(run: Run) -> Iterator[Fault]:
    """Every fault that the database has."""
    there = {row["name"] for row in run("SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name")}
    if lacking := sorted({name for each in SCHEMA for name in re.findall(r"litgraph_\w+", each)} - there):
        yield Fault("indexes", len(lacking), tuple(lacking[:EXAMPLES]))
    for name in WORDS:
        if name in FIND:
            (row,) = run(
                f"CALL () {{ {FIND[name]} }} WITH it ORDER BY it"
                " RETURN count(*) AS count, collect(it)[..$some] AS examples",
                some=EXAMPLES,
            )
            if row["count"]:
                yield Fault(name, row["count"], tuple(map(str, row["examples"])))


def mend(run: Run, names: Sequence[str]) -> None:
    """Mends these faults one after another, and has the store count as changed."""
    for name in names:
        for statement in MEND[name]:
            while (rows := run(statement)) and rows[0].get("gone"):  # what led to one that is gone now
                pass
    run("MATCH (m:Litgraph {id: 'store'}) SET m.revision = m.revision + 1")
