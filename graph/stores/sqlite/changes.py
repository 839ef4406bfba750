"""What changed since when: for every paper that ever was, the last revision that saved it or took it out.

Beside it stands the last one that took a paper out of its list of similar papers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

    from graph.stores.sqlite.linked import Rows

TABLES: Final = """
CREATE TABLE changes (
    paper TEXT PRIMARY KEY, revision INTEGER NOT NULL, shortened INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX changes_since ON changes (revision, paper);
CREATE INDEX changes_shortened ON changes (shortened, paper) WHERE shortened > 0;
"""

EVERY_PAPER: Final = (
    "INSERT INTO changes (paper, revision)"
    " SELECT id, (SELECT value FROM meta WHERE key = 'revision') FROM papers WHERE true"
)
"""Notes every paper at the current revision, in a store that has no notes yet."""


def note(connection: sqlite3.Connection, revision: int, ids: str) -> None:
    """Notes those of the papers that are in the store; `ids` is a JSON list of own ids."""
    connection.execute(
        "INSERT OR REPLACE INTO changes (paper, revision)"
        " SELECT id, ? FROM papers WHERE id IN (SELECT value FROM json_each(?))",
        (revision, ids),
    )


def note_shortened(connection: sqlite3.Connection, revision: int, ids: str) -> None:
    """Notes papers whose lists lost one; `ids` is a JSON list of own ids."""
    connection.execute(
        "UPDATE changes SET shortened = ? WHERE paper IN (SELECT value FROM json_each(?))", (revision, ids)
    )


def since(rows: Rows, revision: int) -> tuple[str, ...]:
    """The papers noted at a later revision."""
    return tuple(paper for (paper,) in rows("SELECT paper FROM changes WHERE revision > ? ORDER BY paper", revision))


def shortened_since(rows: Rows, revision: int) -> tuple[str, ...]:
    """The papers whose lists lost one at a later revision."""
    found = rows("SELECT paper FROM changes WHERE shortened > 0 AND shortened > ? ORDER BY paper", revision)
    return tuple(paper for (paper,) in found)
