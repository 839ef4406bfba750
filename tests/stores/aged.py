"""Stores as older programs would have left them: what a later format added is taken away again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Final

from neo4j import GraphDatabase

SQLITE: Final = {
    4: "DROP TABLE members; ALTER TABLE runs DROP COLUMN continues; ALTER TABLE papers DROP COLUMN orcids",
    3: "DROP TABLE versions",
    2: "DROP TABLE citations; DROP TABLE changes; DROP TABLE similar; DROP TABLE vectors",
}
NEO4J: Final = {
    3: ("MATCH (k:RunPart) DELETE k", "MATCH (r:Run) REMOVE r.continues", "DROP CONSTRAINT litgraph_run_part"),
    2: (
        "MATCH (p:Paper) REMOVE p.references",
        "MATCH (:Paper)-[c:CITES|SIMILAR_TO]->(:Paper) DELETE c",
        "MATCH (k:Reference|PaperChange|PaperVector) DELETE k",
        *(f"DROP CONSTRAINT litgraph_{each}" for each in ("change", "vector")),
        *(
            f"DROP INDEX litgraph_{each}"
            for each in ("reference_id", "reference_paper", "change_revision", "change_shortened", "vector_model")
        ),
    ),
}
"""What each format added to the one before."""


def formats(url: str) -> tuple[int, ...]:
    """The formats that a store can be aged to, the youngest first."""
    return tuple(each - 1 for each in (NEO4J if "://" in url else SQLITE))


def age(url: str, to: int) -> None:
    """Makes a store of this format one of an older format."""
    if "://" in url:
        with GraphDatabase.driver(url) as driver:
            for statements in (each for version, each in NEO4J.items() if version > to):
                for each in statements:
                    driver.execute_query(each)  # type: ignore[arg-type]
        mark(url, to)
    else:
        with closing(sqlite3.connect(url)) as connection:
            connection.executescript(";".join(each for version, each in SQLITE.items() if version > to))
        mark(url, to)


def mark(url: str, version: int) -> None:
    """Writes another number into a store as its format."""
    if "://" in url:
        with GraphDatabase.driver(url) as driver:
            driver.execute_query("MATCH (m:Litgraph) SET m.format = $version", version=version)
    else:
        with closing(sqlite3.connect(url)) as connection:
            connection.execute(f"PRAGMA user_version = {version}")
