"""What changed since when: for every paper that ever was, a note of the last revision that saved it or took it out.

Beside it stands the last one that took a paper out of its list of similar papers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import LiteralString

    from graph.stores.neo4j.connection import Run

EVERY_PAPER: Final[LiteralString] = "MATCH (p:Paper) MERGE (k:PaperChange {paper: p.id}) SET k.revision = m.revision"
"""Notes every paper at the current revision of the store `m`."""


def note(run: Run, revision: int, ids: Sequence[str]) -> None:
    """Notes those of the papers that are in the store."""
    run(
        "MATCH (p:Paper) WHERE p.id IN $ids MERGE (k:PaperChange {paper: p.id})"
        " SET k.revision = $revision REMOVE k.shortened",
        ids=list(ids),
        revision=revision,
    )


def note_shortened(run: Run, revision: int, ids: Sequence[str]) -> None:
    """Notes papers whose lists lost one."""
    run("MATCH (k:PaperChange) WHERE k.paper IN $ids SET k.shortened = $revision", ids=list(ids), revision=revision)


def since(run: Run, revision: int) -> tuple[str, ...]:
    """The papers noted at a later revision."""
    rows = run("MATCH (k:PaperChange) WHERE k.revision > $revision RETURN k.paper AS paper", revision=revision)
    return tuple(sorted(row["paper"] for row in rows))


def shortened_since(run: Run, revision: int) -> tuple[str, ...]:
    """The papers whose lists lost one at a later revision."""
    rows = run("MATCH (k:PaperChange) WHERE k.shortened > $revision RETURN k.paper AS paper", revision=revision)
    return tuple(sorted(row["paper"] for row in rows))
