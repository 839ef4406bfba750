"""Papers that relationships lead to from papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import LiteralString

    from graph.stores.neo4j.connection import Run


def linked(run: Run, ids: Sequence[str], pattern: LiteralString) -> dict[str, tuple[str, ...]]:
    """The ids of the papers `q` that a pattern leads to from each of the papers `p`, sorted; empty for one without."""
    rows = run(
        f"MATCH (p:Paper) WHERE p.id IN $ids RETURN p.id AS id, COLLECT {{ MATCH {pattern} RETURN q.id }} AS others",
        ids=list(ids),
    )
    return {row["id"]: tuple(sorted(row["others"])) for row in rows}
