"""The tables: one row per paper and concept, both edge directions, and the ledger."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from graph.errors import StoreDamagedError
from graph.stores.formats import Migration, Step, check_format, planned
from graph.stores.sqlite import changes, citations, members, similar, versions

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

APPLICATION = 0x4C474B47
VERSION = 4

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE papers (
    pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, title_derived INTEGER NOT NULL,
    abstract TEXT NOT NULL, authors TEXT NOT NULL, author_count INTEGER NOT NULL, year INTEGER, venue TEXT, volume TEXT,
    issue TEXT, pages TEXT, doi TEXT, url TEXT, language TEXT, cited_by INTEGER);
CREATE TABLE paper_ids (id TEXT PRIMARY KEY, paper INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX paper_ids_of ON paper_ids (paper, id);
CREATE TABLE sources (
    paper INTEGER NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL, run TEXT NOT NULL,
    PRIMARY KEY (paper, name, record)) WITHOUT ROWID;
CREATE INDEX sources_record ON sources (record, paper);
CREATE TABLE concepts (
    pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, name_zh TEXT,
    aliases TEXT NOT NULL, same_as TEXT NOT NULL, search_key TEXT NOT NULL, paper_count INTEGER NOT NULL DEFAULT 0);
CREATE INDEX concepts_rank ON concepts (paper_count DESC, id);
CREATE INDEX concepts_kind ON concepts (kind, paper_count DESC, id);
CREATE TABLE broader (concept INTEGER NOT NULL, broader INTEGER NOT NULL, PRIMARY KEY (concept, broader)) WITHOUT ROWID;
CREATE INDEX broader_back ON broader (broader, concept);
CREATE TABLE mentions (
    paper INTEGER NOT NULL, concept INTEGER NOT NULL, count INTEGER NOT NULL, spans TEXT NOT NULL, run TEXT NOT NULL,
    PRIMARY KEY (paper, concept)) WITHOUT ROWID;
CREATE INDEX mentions_back ON mentions (concept, count DESC, paper);
CREATE TABLE runs (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, rules TEXT NOT NULL,
    model TEXT, counts TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ledger (
    source TEXT PRIMARY KEY, records INTEGER NOT NULL, complete INTEGER NOT NULL, run TEXT NOT NULL) WITHOUT ROWID;
"""

VECTORS: Final = """
CREATE TABLE vectors (
    paper TEXT PRIMARY KEY, model TEXT NOT NULL, digest TEXT NOT NULL, content BLOB NOT NULL);
CREATE INDEX vectors_model ON vectors (model);
"""

SINCE_1: Final = citations.TABLES + changes.TABLES + similar.TABLES + VECTORS

SINCE_2: Final = versions.TABLES

SINCE_3: Final = (
    f"{members.TABLES}ALTER TABLE runs ADD COLUMN continues TEXT;"
    "ALTER TABLE papers ADD COLUMN orcids TEXT NOT NULL DEFAULT '[]'"
)

STEPS: Final = {
    # what was read before has no references yet: without the ledger the same sources are read anew and bring them
    1: Step(
        "references, sentence vectors, lists of similar papers, what changed when; sources can be read anew",
        f"{SINCE_1};DELETE FROM ledger;{changes.EVERY_PAPER}",
    ),
    2: Step("versions of papers", SINCE_2),
    3: Step("which papers a run brought, and ORCIDs of authors", SINCE_3),
}
"""What a store of an older format needs to become one of the next."""


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Makes the tables in a new file; of any other checks that they are ours, and of this format."""
    if (found := _format(connection, path)) is not None:
        check_format(str(path), found, VERSION)
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:  # nobody else was quicker
        _run(connection, TABLES + SINCE_1 + SINCE_2 + SINCE_3)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("identity", uuid.uuid4().hex), ("revision", 0)])
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def migrate(connection: sqlite3.Connection, path: Path) -> Migration:
    """Brings a store of an older format to this one, all steps or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = _format(connection, path)
        if found not in STEPS:
            check_format(str(path), VERSION if found is None else found, VERSION)
            return Migration(VERSION, VERSION)
        for version in range(found, VERSION):
            _run(connection, STEPS[version].do)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
        return planned(found, VERSION, STEPS)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _format(connection: sqlite3.Connection, path: Path) -> int | None:
    """The format of a store, or None for an empty file; raises StoreDamagedError for what another program wrote."""
    application, version = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    if application == APPLICATION:
        return version
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise StoreDamagedError(f"{path} is a database of another program", "name another file with --store")
    return None


def _run(connection: sqlite3.Connection, statements: str) -> None:
    for each in statements.split(";"):
        if each.strip():
            connection.execute(each)
