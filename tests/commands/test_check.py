"""What is wrong with a store is found and named, what can be is made good, and the rest says what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from neo4j import GraphDatabase

from graph.check import find_faults, mend
from graph.faults import BEYOND, WORDS
from graph.fingerprint import fingerprint
from graph.stores import open_store
from graph.stores.neo4j import faults as neo4j_faults
from graph.stores.sqlite import faults as sqlite_faults
from tests.commands.test_backup import everything, fill
from tests.stores.examples import PAPERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.store import Store
    from tests.commands.conftest import Done
    from tests.commands.conftest import Run as Command

SQLITE: Final = {
    "mentions": "INSERT INTO mentions SELECT paper, concept + 99, count, spans, run FROM mentions;"
    " INSERT INTO mentions SELECT paper + 99, concept, count, spans, run FROM mentions",
    "mention-counts": "UPDATE mentions SET count = count + 1",
    "broader": "INSERT INTO broader VALUES (1, 99)",
    "paper-counts": "UPDATE concepts SET paper_count = 7",
    "author-counts": "UPDATE papers SET author_count = 7",
    "concepts": "INSERT INTO concepts (id, kind, name, aliases, same_as, search_key)"
    " VALUES ('topic:x', 'TOPIC', 'x', '[]', '[]', 'x'), ('topic:y', 'TOPIC', 'y', '[]', '[]', 'y');"
    " INSERT INTO broader SELECT a.pk, b.pk FROM concepts a, concepts b WHERE a.id = 'topic:x' AND b.id = 'topic:y'",
    "ids": "DELETE FROM paper_ids WHERE id = 'doi:10.5555/dutch'",
    "lost-ids": "INSERT INTO paper_ids VALUES ('doi:10.5555/gone', 99)",
    "sources": "INSERT INTO sources VALUES (99, 'a.bib', '9', 'run-1')",
    "references": "INSERT INTO citations VALUES (99, 'doi:10.5555/dutch')",
    "similar": "INSERT INTO similar VALUES (1, 9, 99, 0.5)",
    "versions": "INSERT INTO versions VALUES (99, 1)",
    "vectors": "INSERT INTO vectors VALUES ('doi:10.5555/gone', 'm', 'd', x'00')",
    "changes": "DELETE FROM changes",
    "ledger": "INSERT INTO ledger VALUES ('lost', 1, 1, 'gone')",
    "members": "INSERT INTO members VALUES ('gone', 0, x'00')",
}
NEO4J: Final = {
    "indexes": "DROP INDEX litgraph_concept_kind",
    "mention-counts": "MATCH ()-[m:MENTIONS]->() SET m.count = m.count + 1",
    "paper-counts": "MATCH (c:Concept) SET c.paperCount = 7",
    "concepts": "CREATE (:Concept {id: 'topic:x', kind: 'TOPIC', name: 'x', aliases: [], sameAs: [], paperCount: 0})"
    "-[:BROADER]->(:Concept {id: 'topic:y', kind: 'TOPIC', name: 'y', aliases: [], sameAs: [], paperCount: 0})",
    "authors": "CREATE (:Author {id: 'x', name: 'Nobody'})",
    "ids": "MATCH (k:PaperId) DELETE k",
    "lost-ids": "CREATE (:PaperId {id: 'doi:10.5555/gone', paper: 'gone'})",
    "sources": "CREATE (:SourceRecord {record: '9', paper: 'gone'})",
    "references": "CREATE (:Reference {id: 'doi:10.5555/dutch', paper: 'gone'})",
    "citations": "MATCH (a:Paper)-[c:CITES]->(b:Paper) DELETE c CREATE (b)-[:CITES]->(a)",
    "similar": "MATCH (:Paper)-[s:SIMILAR_TO {rank: 1}]->(:Paper)-[:SIMILAR_TO]->() DELETE s",
    "vectors": "CREATE (:PaperVector {paper: 'gone', model: 'm', digest: 'd', content: 'x'})",
    "changes": "MATCH (k:PaperChange) DELETE k",
    "ledger": "CREATE (:Progress {source: 'lost', records: 1, complete: true, run: 'gone'})",
    "members": "CREATE (:RunPart {run: 'gone', part: 0, content: 'x'})",
}
"""For every fault what brings it about."""


def test_every_fault_can_be_found_and_those_of_the_store_mended() -> None:
    generic = {*BEYOND}
    assert {*sqlite_faults.FIND} | {*neo4j_faults.FIND} | {"file", "indexes"} | generic == {*WORDS}
    assert {*sqlite_faults.MEND} == {*sqlite_faults.FIND, "file"}
    assert {*neo4j_faults.MEND} == {*neo4j_faults.FIND}
    assert {*SQLITE} == {*sqlite_faults.FIND}
    assert {*NEO4J} == {*neo4j_faults.FIND, "indexes"}


def spoil(url: str, statement: str) -> None:
    """Writes past the store."""
    if "://" in url:
        with GraphDatabase.driver(url) as driver:
            driver.execute_query(statement)  # type: ignore[arg-type]
    else:
        with closing(sqlite3.connect(url)) as connection:
            connection.executescript(statement)


@pytest.mark.parametrize("name", SQLITE)
def test_each_fault_is_found_alone_and_made_good(sqlite_store: Store, name: str) -> None:
    with_all_else_as_before(sqlite_store, {name: SQLITE[name]})


def test_all_faults_at_once_are_found_and_made_good(store: Store) -> None:
    with_all_else_as_before(store, NEO4J if store.remote else SQLITE)


def with_all_else_as_before(store: Store, harm: Mapping[str, str]) -> None:
    fill(store)
    before, lists = everything(store), store.similar([each.paper.id for each in PAPERS])
    for statements in harm.values():
        spoil(store.url, statements)
    found = list(find_faults(store))
    assert {*harm} <= {each.name for each in found} <= {*harm, "paper-counts"}
    assert all(each.examples and each.count for each in found)
    mend(store, found)
    assert list(find_faults(store)) == []
    assert store.revision() == 2
    with store.transaction() as transaction:  # what `litgraph index` makes
        transaction.save_similar(lists)
        transaction.similar_written(2)
    assert everything(store) == before


def test_a_sound_store_and_its_index_have_nothing_wrong(store_url: str, litgraph: Command) -> None:
    ingest(litgraph, store_url)
    done = litgraph("check", "--store", store_url)
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("nothing is wrong\n")
    machine = litgraph("check", "--store", store_url, "--json").json
    assert (machine["papers"], machine["faults"], machine["index"], machine["links"]) == (2, [], "ok", "ok")


def ingest(litgraph: Command, store_url: str) -> Done:
    Path("papers.jsonl").write_text(
        '{"id": "a", "abstract": "Kenya is on Twitter."}\n{"id": "b", "abstract": "Norway is on Twitter."}\n',
        encoding="utf-8",
    )
    return litgraph("ingest", "papers.jsonl", "--store", store_url)


def test_faults_are_told_and_mended_by_the_command(litgraph: Command) -> None:
    ingest(litgraph, "a.db")
    said = litgraph("fingerprint", "--store", "a.db").out
    spoil("a.db", "UPDATE concepts SET paper_count = 7; DELETE FROM mentions WHERE paper = 1")
    found = litgraph("check", "--store", "a.db")
    assert found.status == 1
    assert "wrong: 4 concepts that count other papers than mention them: country:KE" in found.out
    assert "litgraph check --mend makes good what can be; take a litgraph backup first" in found.err
    assert litgraph("check", "--store", "a.db").status == 1  # nothing is mended unasked
    mended = litgraph("check", "--store", "a.db", "--mend")
    assert mended.status == 0
    assert "mended: 4 concepts that count other papers than mention them: country:KE" in mended.out
    assert mended.out.endswith("nothing is wrong\n")
    assert litgraph("check", "--store", "a.db").status == 0
    assert litgraph("fingerprint", "--store", "a.db").out != said  # what was lost does not come back


def test_what_cannot_be_mended_says_what_to_do(litgraph: Command) -> None:
    ingest(litgraph, "a.db")
    spoil("a.db", "UPDATE mentions SET spans = '[\"ABSTRACT:900:905:gazetteer:1.0\"]' WHERE paper = 1")
    found = litgraph("check", "--store", "a.db", "--mend")
    assert found.status == 1
    assert "papers with mentions outside of their texts" in found.out
    assert "(take them out with litgraph remove, and ingest their sources again)" in found.out


def _deleted(index: Path) -> None:
    shutil.rmtree(index)


def _a_file_deleted(index: Path) -> None:
    _largest(index).unlink()


def _truncated(index: Path) -> None:
    os.truncate(_largest(index), 200)


def _overwritten(index: Path) -> None:
    file = _largest(index)
    file.write_bytes(bytes(file.stat().st_size))


def _pointing_nowhere(index: Path) -> None:
    (index / "CURRENT").write_text("generation-none", encoding="utf-8")


def _largest(index: Path) -> Path:
    return max(index.rglob("*.npy"), key=lambda each: each.stat().st_size)


@pytest.mark.parametrize("harm", [_deleted, _a_file_deleted, _truncated, _overwritten, _pointing_nowhere])
def test_index_files_that_are_harmed_are_found_and_heal_by_themselves(
    litgraph: Command, harm: Callable[[Path], None]
) -> None:
    ingest(litgraph, "a.db")
    answer = litgraph("similar", "a", "--store", "a.db", "--why", "--json").out
    for heal in (("check", "--mend"), ("similar", "a", "--json", "--why")):
        harm(Path("a.db.index"))
        found = litgraph("check", "--store", "a.db")
        assert found.status == 1
        assert f"the index {'is not there' if harm is _deleted else 'is damaged'}" in found.out
        assert litgraph(*heal, "--store", "a.db").status == 0
        assert litgraph("check", "--store", "a.db").status == 0
    assert litgraph("similar", "a", "--store", "a.db", "--why", "--json").out == answer


def test_an_index_of_another_store_or_of_before_is_found(litgraph: Command) -> None:
    ingest(litgraph, "a.db")
    shutil.copytree("a.db.index", "old.index")
    litgraph("ingest", "papers.jsonl", "--store", "b.db")
    Path("more.jsonl").write_text('{"id": "c", "abstract": "Chad is on Twitter."}', encoding="utf-8")
    litgraph("ingest", "more.jsonl", "--store", "a.db", "--no-similar")
    for index, complaint in (
        ("old.index", "the index is at revision 1 of 2"),
        ("b.db.index", "the index is that of another store"),
    ):
        shutil.rmtree("a.db.index")
        shutil.copytree(index, "a.db.index")
        found = litgraph("check", "--store", "a.db")
        assert found.status == 1
        assert complaint in found.out
        assert "the links are those of revision 1 of 2" in found.out
        assert len(litgraph("similar", "a", "--store", "a.db", "--json").json["papers"]) == 2
    assert litgraph("check", "--store", "a.db", "--mend").status == 0


def test_a_damaged_file_is_said_and_a_backup_brings_all_of_it_back(litgraph: Command) -> None:
    lines = (f'{{"id": "p{each}", "abstract": "Report {each} from Kenya is on Twitter."}}' for each in range(400))
    Path("papers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    litgraph("ingest", "papers.jsonl", "--store", "a.db", "--no-similar")
    before = litgraph("fingerprint", "--store", "a.db").out
    litgraph("backup", "a.backup", "--store", "a.db")
    whole = Path("a.db").read_bytes()
    for harm in (_with_another_middle, _cut):
        Path("a.db").write_bytes(harm(whole))
        found = litgraph("check", "--store", "a.db", "--mend")
        assert found.status == 1
        assert "complaints of the database about its own file" in found.out or "is damaged" in found.complaint
        for command in (("fingerprint",), ("ingest", "papers.jsonl", "--format", "jsonl"), ("similar", "p1")):
            refused = litgraph(*command, "--store", "a.db")
            if refused.status:
                assert "Traceback" not in refused.err
                assert "restore a copy" in refused.err or "damaged" in refused.err
    Path("a.db").unlink()
    assert litgraph("restore", "a.backup", "--store", "a.db").status == 0
    assert litgraph("fingerprint", "--store", "a.db").out == before


def _with_another_middle(whole: bytes) -> bytes:
    """The middle of the file with something else in its place."""
    third = len(whole) // 3 // 4096 * 4096
    return whole[:third] + os.urandom(third) + whole[2 * third :]


def _cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2 // 4096 * 4096]


def test_an_index_inside_the_file_that_lies_is_made_anew(litgraph: Command) -> None:
    ingest(litgraph, "a.db")
    with closing(open_store("a.db")) as store:
        before = fingerprint(store)
    spoil("a.db", "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'concepts_rank'")
    with closing(sqlite3.connect("a.db")) as connection:
        complaints = connection.execute("PRAGMA integrity_check").fetchall()
    assert complaints != [("ok",)]
    found = litgraph("check", "--store", "a.db")
    assert (found.status, "complaints of the database about its own file" in found.out) == (1, True)
    assert litgraph("fingerprint", "--store", "a.db").out.strip() == before
