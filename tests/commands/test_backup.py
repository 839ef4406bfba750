"""Backup, restore and copy: all of a store comes back, in whichever store, whenever one was stopped."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.backup import check, dumped, fill_store, read, write
from graph.backup.lines import as_item, as_line
from graph.errors import BackupError, StoreError
from graph.fingerprint import fingerprint
from graph.ingest import ingest
from graph.members import Member
from graph.model import Concept, Progress, Run
from graph.stores import open_store
from graph.vectors import PaperVector, text_digest
from tests.commands.test_kill import LITGRAPH
from tests.stores.examples import BARE, CONCEPTS, DUTCH, MORE, PAPERS, all_concepts, papers
from tests.unit.graph.words import Listed, Words

if TYPE_CHECKING:
    from graph.store import Store
    from tests.commands.conftest import Run as Command

LISTS = {DUTCH.paper.id: ((MORE.paper.id, 0.5), (BARE.paper.id, 0.123456789)), MORE.paper.id: ((DUTCH.paper.id, 0.5),)}


def fill(store: Store) -> None:
    """A graph with everything that a store can hold."""
    run = Run("run-1", "a.bib", "2026-01-02T03:04:05+00:00", None, "r1", "m", (("new", 3),), "run-0")
    with store.transaction() as transaction:
        transaction.save_run(run)
        transaction.save_run(replace(run, id="run-2", finished_at="2026-01-02T03:04:06+00:00", continues=None))
        transaction.save_members("run-1", 0, [Member(each.paper.id, bytes([at] * 4)) for at, each in enumerate(PAPERS)])
        transaction.record(Progress("digest", 3, complete=False, run="run-1"))
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers([DUTCH, BARE], "run-1")
        transaction.save_papers([MORE], "run-2")
        for model, each in (("m", DUTCH), ("m", BARE), ("other", MORE)):
            transaction.save_vectors(model, {each.paper.id: PaperVector(text_digest(each.paper), b"\x00\xff" * 3)})
        transaction.save_versions({MORE.paper.id: DUTCH.paper.id})
        transaction.save_similar(LISTS)
        transaction.next_revision()
        transaction.similar_written(1)


def everything(store: Store) -> tuple[Any, ...]:
    """All that a store says of what it holds."""
    ids = [each.paper.id for batch in store.scan_papers() for each in batch]
    return (
        fingerprint(store),
        store.counts(),
        store.papers(ids),
        store.similar(ids),
        store.versions(),
        store.runs(),
        [store.members(each.id) for each in store.runs()],
        store.ledger(),
        store.written_by(ids),
        {model: store.vectors(model, ids) for model in store.vector_models()},
        store.similar_revision() == store.revision(),
        list(store.faults()),
    )


def written(store: Store) -> bytes:
    stream = io.BytesIO()
    with dumped(store) as dump:
        write(stream, dump, "1.0")
    return stream.getvalue()


def test_all_of_a_store_comes_back(store_url: str, litgraph: Command) -> None:
    with closing(open_store(store_url)) as store:
        fill(store)
        before = everything(store)
        identity = store.identity()
    done = litgraph("backup", "a.backup", "--store", store_url, "--json")
    assert (done.status, done.json["papers"], done.json["fingerprint"]) == (0, 3, before[0])
    restored = litgraph("restore", "a.backup", "--store", "again.db")
    assert restored.out == f"again.db: 3 papers, 3 concepts, fingerprint {before[0]}, as in a.backup\n"
    with closing(open_store("again.db")) as again:
        assert everything(again) == before
        assert again.identity() != identity
    assert litgraph("check", "--store", "again.db").status == 0
    # what is in a backup does not depend on where it was taken
    litgraph("backup", "b.backup", "--store", "again.db")
    assert inside("a.backup") == inside("b.backup")


def inside(file: str) -> list[bytes]:
    """What stands between the first line and the last."""
    return gzip.decompress(Path(file).read_bytes()).splitlines()[1:-1]


def test_from_sqlite_to_neo4j_and_back(empty_neo4j: str, litgraph: Command) -> None:
    with closing(open_store("first.db")) as store:
        fill(store)
        before = everything(store)
    done = litgraph("copy", "first.db", empty_neo4j, "--json")
    assert (done.status, done.json["fingerprint"]) == (0, before[0])
    assert litgraph("copy", empty_neo4j, "second.db").status == 0
    for url in (empty_neo4j, "second.db"):
        with closing(open_store(url)) as store:
            assert everything(store) == before
    refused = litgraph("copy", "first.db", empty_neo4j)
    assert refused.complaint == (
        f"litgraph: {empty_neo4j} is not empty: it holds 3 papers (name a store that is; two graphs are never mixed)"
    )
    assert "are the same store" in litgraph("copy", "first.db", "sqlite:///first.db").complaint


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(all_concepts, st.lists(papers(), max_size=6, unique_by=lambda each: each.paper.id))
def test_any_graph_is_the_same_after_a_backup(tmp_path: Path, concepts: tuple[Concept, ...], some: list[Any]) -> None:
    for each in ("a.db", "b.db"):
        for end in ("", "-wal", "-shm"):
            (tmp_path / f"{each}{end}").unlink(missing_ok=True)
    with closing(open_store(str(tmp_path / "a.db"))) as store, closing(open_store(str(tmp_path / "b.db"))) as again:
        with store.transaction() as transaction:
            transaction.save_concepts(concepts)
            transaction.save_papers(some, "run-1")
            transaction.next_revision()
        with dumped(store) as dump:
            items = list(dump.items())
        lines = [orjson.loads(as_line(each)) for each in items]
        assert [as_item(*next(iter(each.items()))) for each in lines] == items
        fill_store(again, items, "x", linked=False, papers=len(some))
        assert everything(again)[0] == everything(store)[0] == dump.fingerprint


def test_concepts_may_lead_in_a_circle(sqlite_store: Store, tmp_path: Path) -> None:
    names = ("topic:a", "topic:b")
    with sqlite_store.transaction() as transaction:
        transaction.save_concepts([Concept(a, "TOPIC", a, broader=(b,)) for a, b in (names, names[::-1])])
    with closing(open_store(str(tmp_path / "again.db"))) as again, dumped(sqlite_store) as dump:
        fill_store(again, dump.items(), "x", linked=False, papers=0)
        assert fingerprint(again) == dump.fingerprint


def test_a_backup_is_of_one_moment(sqlite_store: Store) -> None:
    fill(sqlite_store)
    before = fingerprint(sqlite_store)
    with dumped(sqlite_store) as dump:
        items = dump.items()
        first = next(items)
        with sqlite_store.transaction() as transaction:
            transaction.remove_papers([MORE.paper.id])
            transaction.next_revision()
        assert len([first, *items]) == 2 + 1 + 3 + 3 + 2 + 1 + 1
        assert dump.fingerprint == before
    assert fingerprint(sqlite_store) != before


def test_who_writes_into_a_server_waits(empty_neo4j: str) -> None:
    with closing(open_store(empty_neo4j)) as store:
        fill(store)

        def write() -> None:
            with store.transaction() as transaction:
                transaction.remove_papers([MORE.paper.id])

        writer = threading.Thread(target=write)
        with dumped(store):
            writer.start()
            writer.join(1)
            assert writer.is_alive()
            assert store.counts().papers == 3
        writer.join()
        assert store.counts().papers == 2


@pytest.mark.parametrize("stopped", range(1, 8))
def test_a_stopped_restore_goes_on(sqlite_store: Store, tmp_path: Path, stopped: int) -> None:
    fill(sqlite_store)
    before = everything(sqlite_store)
    with dumped(sqlite_store) as dump:
        items = list(dump.items())
    with closing(open_store(str(tmp_path / "again.db"))) as again:
        with pytest.raises(RuntimeError, match="stop"):
            fill_store(again, _up_to(items, stopped), "x", linked=True, papers=3)
        if again.ledger():
            with pytest.raises(BackupError, match="part of another backup"):
                fill_store(again, items, "y", linked=True, papers=3)
            with pytest.raises(BackupError, match="filled in part only"), dumped(again):
                pass
        fill_store(again, items, "x", linked=True, papers=3)
        assert everything(again) == before
        with pytest.raises(BackupError, match="is not empty"):
            fill_store(again, items, "x", linked=True, papers=3)


def _up_to(items: list[Any], last: int) -> Any:
    yield from items[:last]
    raise RuntimeError("stop")


def test_a_killed_copy_goes_on(litgraph: Command) -> None:
    lines = (
        json.dumps({"id": f"p{each}", "abstract": f"Report {each} from Kenya on Twitter."}) for each in range(3000)
    )
    Path("papers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    litgraph("ingest", "papers.jsonl", "--store", "a.db", "--no-similar")
    process = subprocess.Popen([LITGRAPH, "copy", "a.db", "b.db"], stderr=subprocess.PIPE)
    while True:
        assert process.poll() is None
        try:
            with closing(open_store("b.db", create=False)) as store:
                if store.counts().papers:
                    break
        except StoreError:
            time.sleep(0.02)
    process.kill()
    process.communicate()
    found = litgraph("check", "--store", "b.db")
    assert found.status == 1
    assert "restores or copies into this store that were not finished (run the restore or the copy again" in found.out
    assert litgraph("copy", "a.db", "b.db").status == 0
    assert litgraph("fingerprint", "--store", "b.db").out == litgraph("fingerprint", "--store", "a.db").out
    assert litgraph("check", "--store", "b.db").status == 0


def test_the_ledger_comes_along(sqlite_store: Store, tmp_path: Path) -> None:
    source = Listed([])
    ingest(sqlite_store, source, Words())
    with closing(open_store(str(tmp_path / "again.db"))) as again:
        fill_store(again, read("x", io.BytesIO(written(sqlite_store))), "x", linked=False, papers=0)
        before = again.runs()
        ingest(again, source, Words())
        assert again.runs() == before


def test_a_damaged_backup_is_refused_and_restores_nothing(sqlite_store: Store, litgraph: Command) -> None:
    fill(sqlite_store)
    whole = written(sqlite_store)
    lines = gzip.decompress(whole).splitlines(keepends=True)
    newer = lines[0].replace(b'"format":1', b'"format":2')
    turned = bytearray(whole)
    turned[len(whole) // 2] ^= 0xFF
    for content, complaint in (
        (whole[: len(whole) // 2], r"ends in the middle of line \d+ \(it was not copied whole"),
        (bytes(turned), r"is damaged: after line \d+|ends in the middle of line"),
        (b"".join(lines[:-1]), r"ends in the middle of line \d+"),
        (b"".join([*lines[:5], *lines[6:]]), r"is damaged: after line"),
        (b"".join([*lines, b"{}\n"]), r"is damaged: after line"),
        (b"".join([newer, *lines[1:]]), r"in format 2, this one reads formats up to 1 \(update litgraph\)"),
        (b"", r"ends in the middle of line 1"),
        (b"@article{a, title={B}}\n", r"is no backup of litgraph"),
        (os.urandom(2000).replace(b"\n", b"") + b"\n", r"is no backup of litgraph"),
    ):
        Path("a.backup").write_bytes(content)
        refused = litgraph("restore", "a.backup", "--store", "again.db")
        assert refused.status == 1
        assert re.search(complaint, refused.complaint), refused.complaint
        assert not Path("again.db").exists()


def test_what_cannot_be_read_or_written_is_said(litgraph: Command) -> None:
    with closing(open_store("a.db")) as store:
        fill(store)
    assert "cannot be read: no such file" in litgraph("restore", "none.backup", "--store", "b.db").complaint
    assert "there is no store at none.db" in litgraph("backup", "a.backup", "--store", "none.db").complaint
    assert litgraph("backup", "a.backup", "--store", "a.db").status == 0
    assert "is there already" in litgraph("backup", "a.backup", "--store", "a.db").complaint
    assert litgraph("backup", "a.backup", "--store", "a.db", "--force").status == 0
    assert "is not empty" in litgraph("restore", "a.backup", "--store", "a.db").complaint


def test_by_pipes(litgraph: Command, tmp_path: Path) -> None:
    with closing(open_store("a.db")) as store:
        fill(store)
        before = everything(store)
    made = subprocess.run([LITGRAPH, "backup", "-", "--store", "a.db"], capture_output=True, check=True)
    subprocess.run([LITGRAPH, "restore", "-", "--store", "b.db"], input=made.stdout, check=True)
    with closing(open_store("b.db")) as again:
        assert everything(again) == before


def test_a_backup_of_the_first_format_is_read_for_ever(sqlite_store: Store, tmp_path: Path) -> None:
    content = Path(__file__).with_name("backup_1.jsonl").read_bytes()
    said = check("backup_1.jsonl", io.BytesIO(content))
    fill_store(sqlite_store, read("x", io.BytesIO(content)), said.name, linked=said.linked, papers=said.counts.papers)
    assert said.fingerprint == fingerprint(sqlite_store)
    with closing(open_store(str(tmp_path / "same.db"))) as same:
        fill(same)
        assert everything(sqlite_store) == everything(same)
