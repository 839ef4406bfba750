"""A store of another format: refused in words that say what to do, migrated without loss, never touched unasked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from graph.errors import StoreDamagedError, StoreFormatError, StoreMissingError
from graph.fingerprint import fingerprint
from graph.ingest import ingest
from graph.model import Progress, Run
from graph.records import Record
from graph.stores import migrate_store, open_store
from graph.stores.neo4j import schema as neo4j_schema
from graph.stores.sqlite import schema as sqlite_schema
from graph.vectors import fill
from tests.stores.aged import age, formats, mark
from tests.stores.examples import CONCEPTS, DUTCH, PAPERS
from tests.unit.graph.test_vectors import Counting
from tests.unit.graph.words import Listed, Words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Run as Command


def current(url: str) -> int:
    return neo4j_schema.VERSION if "://" in url else sqlite_schema.VERSION


def fill_store(url: str) -> tuple[str, str, int]:
    """A small graph with a run and a ledger; its fingerprint, identity and revision."""
    store = open_store(url)
    with store.transaction() as transaction:
        transaction.save_run(Run("run-1", "a.bib", "2026-01-02T03:04:05+00:00", rules="r1"))
        transaction.record(Progress("digest", 3, complete=True, run="run-1"))
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers(PAPERS, "run-1")
        transaction.next_revision()
    said = fingerprint(store), store.identity(), store.revision()
    store.close()
    return said


def test_a_store_of_the_format_before_is_refused_then_migrated(store_url: str, litgraph: Command) -> None:
    before = fill_store(store_url)
    old = current(store_url) - 1
    age(store_url, old)
    for command in ("stats", "fingerprint", "index"):
        refused = litgraph(command, "--store", store_url)
        assert (refused.status, refused.out) == (1, "")
        assert f"has format {old}, this litgraph works with format {old + 1}" in refused.complaint
        assert f"(litgraph migrate --store {store_url} brings it there" in refused.complaint
    done = litgraph("migrate", "--store", store_url)
    assert done.status == 0
    assert done.out.splitlines()[-1] == f"{store_url} had format {old}, it has format {old + 1} now"
    assert litgraph("migrate", "--store", store_url).out == f"{store_url} has format {old + 1} already\n"
    store = open_store(store_url)
    assert (fingerprint(store) == before[0]) == ("://" in store_url)  # the file had no place for ORCIDs
    assert (store.identity(), store.revision()) == before[1:]
    assert store.progress(["digest"])["digest"].complete
    store.close()


def test_every_older_format_becomes_this_one(store_url: str) -> None:
    for version in formats(store_url):
        identity = fill_store(store_url)[1]
        age(store_url, version)
        with pytest.raises(StoreFormatError, match=f"format {version}"):
            open_store(store_url)
        done = migrate_store(store_url)
        assert (done.before, done.after, len(done.steps)) == (
            version,
            current(store_url),
            current(store_url) - version,
        )
        store = open_store(store_url)
        assert store.identity() == identity
        assert sorted(store.papers([each.paper.id for each in PAPERS])) == sorted(each.paper.id for each in PAPERS)
        assert store.changed_since(0)
        fill(store, Counting())
        assert set(store.vectors("counting", [DUTCH.paper.id])) == {DUTCH.paper.id}
        with store.transaction() as transaction:
            transaction.save_papers(PAPERS, "run-1")
        assert store.references([DUTCH.paper.id]) == {DUTCH.paper.id: ("arxiv:2503.00001",)}
        store.close()


def test_what_was_read_before_references_were_is_read_anew(store_url: str) -> None:
    source = Listed([Record(1, title="One", ids=("10.5555/1",), references=("pmid:3",)), Record(2, ids=("pmid:3",))])
    fill_store(store_url)
    age(store_url, 1)
    migrate_store(store_url)
    store = open_store(store_url)
    assert (store.ledger(), store.references([DUTCH.paper.id])) == ((), {DUTCH.paper.id: ()})
    ingest(store, source, Words())
    assert store.references(["doi:10.5555/1"]) == {"doi:10.5555/1": ("pmid:3",)}
    store.close()


def test_a_newer_store_is_refused_and_left_alone(store_url: str, litgraph: Command) -> None:
    before = fill_store(store_url)
    newer = current(store_url) + 1
    mark(store_url, newer)
    for command in ("stats", "migrate"):
        refused = litgraph(command, "--store", store_url)
        assert refused.status == 1
        assert f"has format {newer}, which a newer litgraph wrote: this one knows formats up to" in refused.complaint
    mark(store_url, newer - 1)
    store = open_store(store_url)
    assert (fingerprint(store), store.identity(), store.revision()) == before
    store.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    url = str(tmp_path / "old.db")
    fill_store(url)
    age(url, 2)
    with closing(sqlite3.connect(url)) as connection:
        connection.execute("CREATE TABLE members (a)")  # what the last step wants to make
        before = connection.execute("SELECT name FROM sqlite_schema ORDER BY name").fetchall()
    with pytest.raises(Exception, match="members"):
        migrate_store(url)
    with closing(sqlite3.connect(url)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema ORDER BY name").fetchall() == before
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        connection.execute("DROP TABLE members")
    assert migrate_store(url).before == 2


def test_what_is_no_store_is_not_migrated(tmp_path: Path, empty_neo4j: str) -> None:
    with pytest.raises(StoreMissingError, match="there is no store"):
        migrate_store(str(tmp_path / "none.db"))
    with pytest.raises(StoreMissingError, match="there is no store"):
        migrate_store(empty_neo4j)
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE mine (a)")
    with pytest.raises(StoreDamagedError, match="another program"):
        migrate_store(str(tmp_path / "other.db"))
    assert not (tmp_path / "none.db").exists()
