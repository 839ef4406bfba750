"""Members of runs: a node for each batch that a run read, packed; nothing leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.stores.codec import pack_members, unpack_members

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.members import Member
    from graph.stores.neo4j.connection import Run


def members(run: Run, of: str) -> tuple[Member, ...]:
    """All members of a run."""
    # without a word about the part the index on both is not asked
    rows = run("MATCH (m:RunPart) WHERE m.run = $of AND m.part >= 0 RETURN m.content AS content ORDER BY m.part", of=of)
    return tuple(each for row in rows for each in unpack_members(bytes(row["content"])))


def save(run: Run, of: str, part: int, kept: Sequence[Member]) -> None:
    """Writes one part."""
    run(
        "MERGE (m:RunPart {run: $of, part: $part}) SET m.content = $content",
        of=of,
        part=part,
        content=pack_members(kept),
    )
