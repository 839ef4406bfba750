"""References: kept as they were given, and led to papers when they are asked for.

A row holds the id that the citing paper gives. The join with `paper_ids` finds who answers to it at that moment, so
nothing has to be mended when a cited paper arrives, gets a better id, or goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.stores.sqlite.linked import linked_papers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from graph.stores.sqlite.linked import Rows

TABLES: Final = """
CREATE TABLE citations (paper INTEGER NOT NULL, cited TEXT NOT NULL, PRIMARY KEY (paper, cited)) WITHOUT ROWID;
CREATE INDEX citations_back ON citations (cited, paper);
"""

# CROSS JOIN keeps SQLite to this order: from the papers asked for, by index, outwards
_REFERENCES: Final = """
SELECT DISTINCT asked.id, p.id FROM json_each(?) a CROSS JOIN papers asked ON asked.id = a.value
CROSS JOIN citations c ON c.paper = asked.pk CROSS JOIN paper_ids i ON i.id = c.cited
CROSS JOIN papers p ON p.pk = i.paper WHERE p.pk <> asked.pk ORDER BY p.id
"""
_CITED_BY: Final = """
SELECT DISTINCT asked.id, p.id FROM json_each(?) a CROSS JOIN papers asked ON asked.id = a.value
CROSS JOIN paper_ids i ON i.paper = asked.pk CROSS JOIN citations c ON c.cited = i.id
CROSS JOIN papers p ON p.pk = c.paper WHERE p.pk <> asked.pk ORDER BY p.id
"""

# from the papers outwards: most references lead out of the store, and are not even looked at; of several that lead from
# one paper to one paper the first counts
COUNT: Final = """
SELECT count(*) FROM paper_ids i CROSS JOIN citations c ON c.cited = i.id WHERE c.paper <> i.paper AND NOT EXISTS (
SELECT 1 FROM paper_ids j CROSS JOIN citations d ON d.paper = c.paper AND d.cited = j.id
WHERE j.paper = i.paper AND j.id < i.id)
"""
"""How many pairs of papers there are of which one cites the other."""


def references(rows: Rows, ids: str) -> dict[str, tuple[str, ...]]:
    """The papers that each of the papers cites; `ids` is a JSON list of own ids."""
    return linked_papers(rows, _REFERENCES, ids)


def cited_by(rows: Rows, ids: str) -> dict[str, tuple[str, ...]]:
    """The papers that cite each of the papers; `ids` is a JSON list of own ids."""
    return linked_papers(rows, _CITED_BY, ids)


def given(rows: Rows, keys: str) -> dict[int, list[str]]:
    """The references of papers as they were saved, by the papers' keys; `keys` is a JSON list of them."""
    found: dict[int, list[str]] = {}
    for key, cited in rows(
        "SELECT paper, cited FROM citations WHERE paper IN (SELECT value FROM json_each(?)) ORDER BY paper, cited", keys
    ):
        found.setdefault(key, []).append(cited)
    return found


def save(connection: sqlite3.Connection, given: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Writes the references of papers, by the papers' keys; they have none so far."""
    connection.executemany("INSERT INTO citations VALUES (?, ?)", [(key, each) for key, ids in given for each in ids])
