"""The lists of similar papers: a row for each link, so that a paper that goes can take its links along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.stores.sqlite.linked import linked, linked_papers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from graph.stores.sqlite.linked import Rows

    Lists = Mapping[str, Sequence[tuple[str, float]]]

TABLES: Final = """
CREATE TABLE similar (
    paper INTEGER NOT NULL, rank INTEGER NOT NULL, other INTEGER NOT NULL, score REAL NOT NULL,
    PRIMARY KEY (paper, rank)) WITHOUT ROWID;
CREATE INDEX similar_back ON similar (other, paper);
"""

# CROSS JOIN keeps SQLite to this order: from the papers asked for, by index, outwards
_SIMILAR: Final = """
SELECT asked.id, p.id, s.score FROM json_each(?) a CROSS JOIN papers asked ON asked.id = a.value
CROSS JOIN similar s ON s.paper = asked.pk CROSS JOIN papers p ON p.pk = s.other ORDER BY s.paper, s.rank
"""
_LISTED_BY: Final = """
SELECT asked.id, p.id FROM json_each(?) a CROSS JOIN papers asked ON asked.id = a.value
CROSS JOIN similar s ON s.other = asked.pk CROSS JOIN papers p ON p.pk = s.paper ORDER BY p.id
"""


def similar(rows: Rows, ids: str) -> dict[str, tuple[tuple[str, float], ...]]:
    """Each paper's list, best first; `ids` is a JSON list of own ids."""
    found = linked(rows, _SIMILAR, ids)
    return {own: tuple((other, score) for other, score in others) for own, others in found.items()}


def listed_by(rows: Rows, ids: str) -> dict[str, tuple[str, ...]]:
    """The papers whose lists hold each of the papers; `ids` is a JSON list of own ids."""
    return linked_papers(rows, _LISTED_BY, ids)


def save(connection: sqlite3.Connection, lists: Lists, keys: Mapping[str, int]) -> None:
    """Replaces lists; `keys` has the key of every paper that is in the store, the others are left out."""
    connection.executemany("DELETE FROM similar WHERE paper = ?", [(keys[each],) for each in lists if each in keys])
    connection.executemany(
        "INSERT INTO similar VALUES (?, ?, ?, ?)",
        [
            (keys[paper], rank, keys[other], score)
            for paper, others in lists.items()
            if paper in keys
            for rank, (other, score) in enumerate(others, 1)
            if other in keys
        ],
    )


def listing(rows: Rows, keys: str) -> list[str]:
    """The ids of all other papers whose lists hold one of the papers; `keys` is a JSON list of their keys."""
    found = rows(
        "SELECT DISTINCT p.id FROM json_each(?) a CROSS JOIN similar s ON s.other = a.value"
        " CROSS JOIN papers p ON p.pk = s.paper WHERE p.pk NOT IN (SELECT value FROM json_each(?))",
        keys,
        keys,
    )
    return [own for (own,) in found]


def take_out(connection: sqlite3.Connection, keys: str) -> None:
    """Deletes the links from and to papers; `keys` is a JSON list of their keys."""
    for end in ("paper", "other"):
        connection.execute(f"DELETE FROM similar WHERE {end} IN (SELECT value FROM json_each(?))", (keys,))
