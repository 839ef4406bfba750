"""Members of runs: a row for each batch that a run read, packed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.stores.codec import pack_members, unpack_members

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from graph.members import Member
    from graph.stores.sqlite.linked import Rows

# with row ids: without them all but 1 KB of a row goes to pages of its own, three times the bytes
TABLES: Final = """
CREATE TABLE members (run TEXT NOT NULL, part INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (run, part));
"""


def members(rows: Rows, run: str) -> tuple[Member, ...]:
    """All members of a run."""
    found = rows("SELECT content FROM members WHERE run = ? ORDER BY part", run)
    return tuple(each for (content,) in found for each in unpack_members(content))


def save(connection: sqlite3.Connection, run: str, part: int, kept: Sequence[Member]) -> None:
    """Writes one part."""
    connection.execute("INSERT OR REPLACE INTO members VALUES (?, ?, ?)", (run, part, pack_members(kept)))
