"""Versions of papers: a row for each paper that another one stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from graph.stores.sqlite.linked import Rows

TABLES: Final = """
CREATE TABLE versions (paper INTEGER PRIMARY KEY, main INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX versions_back ON versions (main);
"""

_VERSIONS: Final = """
SELECT p.id, m.id FROM versions v CROSS JOIN papers p ON p.pk = v.paper CROSS JOIN papers m ON m.pk = v.main
ORDER BY p.id
"""


def versions(rows: Rows) -> dict[str, str]:
    """The paper that stands for each, by their own ids."""
    return dict(rows(_VERSIONS))


def save(connection: sqlite3.Connection, mains: Mapping[str, str | None], keys: Mapping[str, int]) -> None:
    """Says what stands for papers, None for nothing; `keys` has the key of every paper that is in the store."""
    connection.executemany("DELETE FROM versions WHERE paper = ?", [(keys[each],) for each in mains if each in keys])
    connection.executemany(
        "INSERT INTO versions VALUES (?, ?)",
        [(keys[paper], keys[main]) for paper, main in mains.items() if main and main in keys and paper in keys],
    )


def take_out(connection: sqlite3.Connection, keys: str) -> None:
    """Deletes what is said of papers, and what they stand for; `keys` is a JSON list of their keys."""
    for end in ("paper", "main"):
        connection.execute(f"DELETE FROM versions WHERE {end} IN (SELECT value FROM json_each(?))", (keys,))
