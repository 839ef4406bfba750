"""What can be wrong with the tables, and how it is mended: for each fault what finds it and what makes it good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.errors import StoreDamagedError
from graph.faults import EXAMPLES, WORDS, Fault

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from graph.stores.sqlite.linked import Rows

_NO_PAPER: Final = "NOT IN (SELECT pk FROM papers)"
_NO_CONCEPT: Final = "NOT IN (SELECT pk FROM concepts)"
_LOST: Final = f"paper {_NO_PAPER} OR concept {_NO_CONCEPT}"
_GAP: Final = f"""
SELECT paper FROM similar GROUP BY paper HAVING max(rank) <> count(*) UNION
SELECT paper FROM similar WHERE other {_NO_PAPER} OR paper {_NO_PAPER}
"""
_COUNTED: Final = "(SELECT count(*) FROM mentions WHERE concept = concepts.pk)"
_ORPHAN: Final = """
NOT EXISTS (SELECT 1 FROM mentions WHERE concept = concepts.pk)
AND NOT EXISTS (SELECT 1 FROM broader WHERE broader.broader = concepts.pk)
"""
_NAMED: Final = "coalesce((SELECT id FROM papers WHERE pk = paper), 'row ' || paper)"

FIND: Final = {
    "mentions": f"SELECT DISTINCT {_NAMED} FROM mentions WHERE {_LOST}",
    "mention-counts": f"SELECT DISTINCT {_NAMED} FROM mentions WHERE count <> json_array_length(spans)",
    "broader": f"SELECT coalesce((SELECT id FROM concepts WHERE pk = concept), 'row ' || concept) FROM broader"
    f" WHERE concept {_NO_CONCEPT} OR broader {_NO_CONCEPT}",
    "paper-counts": f"SELECT id FROM concepts WHERE paper_count <> {_COUNTED}",
    "author-counts": "SELECT id FROM papers WHERE author_count <> json_array_length(authors)",
    "concepts": f"SELECT id FROM concepts WHERE {_ORPHAN}",
    "ids": "SELECT id FROM papers WHERE NOT EXISTS"
    " (SELECT 1 FROM paper_ids WHERE paper_ids.id = papers.id AND paper_ids.paper = papers.pk)",
    "lost-ids": f"SELECT id FROM paper_ids WHERE paper {_NO_PAPER}",
    "sources": f"SELECT name || ' ' || record FROM sources WHERE paper {_NO_PAPER}",
    "references": f"SELECT cited FROM citations WHERE paper {_NO_PAPER}",
    "similar": f"SELECT {_NAMED} FROM ({_GAP})",
    "versions": f"SELECT {_NAMED} FROM versions WHERE paper {_NO_PAPER} OR main {_NO_PAPER}",
    "vectors": "SELECT paper FROM vectors WHERE paper NOT IN (SELECT id FROM papers)",
    "changes": "SELECT id FROM papers WHERE id NOT IN (SELECT paper FROM changes)",
    "ledger": "SELECT source FROM ledger WHERE run NOT IN (SELECT id FROM runs) AND run <> 'restore'",
    "members": "SELECT DISTINCT run FROM members WHERE run NOT IN (SELECT id FROM runs)",
}

_NOTE: Final = (
    "INSERT OR REPLACE INTO changes (paper, revision)"
    " SELECT id, (SELECT value + 1 FROM meta WHERE key = 'revision') FROM papers WHERE"
)
"""Notes papers as changed at the coming revision, so that the index reads them anew."""

MEND: Final = {
    "file": ("REINDEX",),
    "mentions": (
        f"{_NOTE} pk IN (SELECT paper FROM mentions WHERE concept {_NO_CONCEPT})",
        f"DELETE FROM mentions WHERE {_LOST}",
    ),
    "mention-counts": (
        f"{_NOTE} pk IN (SELECT paper FROM mentions WHERE count <> json_array_length(spans))",
        "UPDATE mentions SET count = json_array_length(spans) WHERE count <> json_array_length(spans)",
    ),
    "broader": (f"DELETE FROM broader WHERE concept {_NO_CONCEPT} OR broader {_NO_CONCEPT}",),
    "paper-counts": (f"UPDATE concepts SET paper_count = {_COUNTED} WHERE paper_count <> {_COUNTED}",),
    "author-counts": ("UPDATE papers SET author_count = json_array_length(authors)",),
    "concepts": (
        f"DELETE FROM broader WHERE concept IN (SELECT pk FROM concepts WHERE {_ORPHAN})",
        f"DELETE FROM concepts WHERE {_ORPHAN}",
    ),
    "ids": ("INSERT OR REPLACE INTO paper_ids SELECT id, pk FROM papers",),
    "lost-ids": (f"DELETE FROM paper_ids WHERE paper {_NO_PAPER}",),
    "sources": (f"DELETE FROM sources WHERE paper {_NO_PAPER}",),
    "references": (f"DELETE FROM citations WHERE paper {_NO_PAPER}",),
    "similar": (f"DELETE FROM similar WHERE paper IN ({_GAP})", "DELETE FROM meta WHERE key = 'similar'"),
    "versions": (f"DELETE FROM versions WHERE paper {_NO_PAPER} OR main {_NO_PAPER}",),
    "vectors": ("DELETE FROM vectors WHERE paper NOT IN (SELECT id FROM papers)",),
    "changes": (f"{_NOTE} id NOT IN (SELECT paper FROM changes)",),
    "ledger": ("DELETE FROM ledger WHERE run NOT IN (SELECT id FROM runs) AND run <> 'restore'",),
    "members": ("DELETE FROM members WHERE run NOT IN (SELECT id FROM runs)",),
}


def faults(rows: Rows) -> Iterator[Fault]:
    """Every fault that the tables have; where the file itself is damaged, that one alone may be seen."""
    complaints = [said for (said,) in rows("PRAGMA integrity_check") if said != "ok"]
    if complaints:
        yield Fault("file", len(complaints), tuple(complaints[:EXAMPLES]))
    try:
        for name in WORDS:
            if name in FIND and (count := rows(f"SELECT count(*) FROM ({FIND[name]})")[0][0]):
                some = rows(f"SELECT * FROM ({FIND[name]}) ORDER BY 1 LIMIT {EXAMPLES}")
                yield Fault(name, count, tuple(str(each) for (each,) in some))
    except StoreDamagedError:
        if not complaints:
            raise


def mend(connection: sqlite3.Connection, names: Sequence[str]) -> None:
    """Mends these faults one after another, and has the store count as changed."""
    for name in names:
        again = True
        while again:
            changed = [connection.execute(statement).rowcount for statement in MEND[name]]
            again = name == "concepts" and any(each > 0 for each in changed)  # what led to one that is gone now
    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
