"""A first load by Neo4j's import tool gives the database that ingest gives over Bolt, and ingest goes on from there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neo4j import GraphDatabase

from graph.links import likes
from graph.model import AnnotatedPaper, Concept, Mention, Paper, Run, Source, TextField
from graph.similarity import open_index
from graph.stores import open_store
from graph.stores.neo4j.bulk import write_tables
from graph.stores.neo4j.home import Home
from graph.vectors import PaperVector, text_digest
from tests.neo4j_server import wipe

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from graph.store import Store
    from tests.commands.conftest import Run as Litgraph
    from tests.neo4j_server import Restartable

LITGRAPH = str(Path(sys.executable).parent / "litgraph")
SAMPLE = Path(__file__).parents[2] / "nlp" / "sample"
HARD = [
    {
        "id": "10.5555/hard",
        "title": 'A "quoted" title, with; all \\ of it\\',
        "abstract": 'First line, "here";\n\nsecond \\" line about Canada and Twitter \U0001f600 \u2028 end "',
        "authors": ['O\'Hara, "Pat"', "李, 明"],
        "doi": "10.5555/hard",
    },
    {
        "id": "10.5555/citing",
        "title": "It cites the hard one",
        "abstract": "Nothing but a reference.",
        "doi": "10.5555/citing",
        "references": ["10.5555/hard", "10.5555/later", "10.5555/nowhere"],
    },
]
LATER = {
    "id": "10.5555/later",
    "title": "Added when the server runs",
    "abstract": "The Kenya National Archives ask how Dutch towns use Twitter.",
    "doi": "10.5555/later",
}
STATEMENTS = (
    "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties",
    "MATCH (a)-[r]->(b) RETURN type(r) AS type, properties(r) AS properties, a.id AS start, b.id AS end",
)
SCHEMA = (
    "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties",
    "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state WHERE type <> 'LOOKUP'",
)


def test_it_gives_the_database_that_bolt_gives(
    litgraph: Litgraph, empty_neo4j: str, stopped_neo4j: Restartable
) -> None:
    _write("hard.jsonl", HARD)
    sources = [SAMPLE / "portal.txt", SAMPLE / "papers.bib", "hard.jsonl"]
    assert litgraph("ingest", *sources, "--workers", 1, "--store", empty_neo4j).status == 0
    done = litgraph("ingest", *sources, "--workers", 1, "--bulk", stopped_neo4j.home, "--bulk-work", "work")
    assert done.status == 0, done.err
    assert "start it" in done.out
    assert not Path("work").exists()
    stopped_neo4j.start()
    url = stopped_neo4j.url
    assert litgraph("fingerprint", "--store", url).out == litgraph("fingerprint", "--store", empty_neo4j).out
    expected, found = _content(empty_neo4j), _content(url)
    assert sum(expected[1].values()) > 900  # relationships
    assert found == expected
    assert _schema(url) == _schema(empty_neo4j)
    _finds_its_index(url)
    again = litgraph("ingest", *sources, "--workers", 1, "--store", url, "--json").json
    assert [each["unchanged"] for each in again["sources"]] == [each["records"] for each in again["sources"]]
    assert _content(url) == expected
    _write("later.jsonl", [LATER])
    for each in (empty_neo4j, url):
        assert litgraph("ingest", "later.jsonl", "--store", each, "--json").json["sources"][0]["new"] == 1
    assert _content(url) == _content(empty_neo4j)
    wipe(empty_neo4j)


def test_a_server_that_runs_is_left_alone(litgraph: Litgraph, stopped_neo4j: Restartable) -> None:
    _write("hard.jsonl", HARD)
    stopped_neo4j.start()
    done = litgraph("ingest", "hard.jsonl", "--bulk", stopped_neo4j.home, "--bulk-work", "work")
    assert done.status == 1
    assert "is running (stop it," in done.complaint
    assert not Path("work").exists()
    stopped_neo4j.stop()
    # by now there is a database, though an empty one, which nobody may go over for a broken import of before then
    Path("work").mkdir()
    mark = Path("work", "importing")
    mark.write_text(str(stopped_neo4j.home / "data" / "databases" / "neo4j"))
    os.utime(mark, (time.time() - 300,) * 2)
    done = litgraph("ingest", "hard.jsonl", "--bulk", stopped_neo4j.home, "--bulk-work", "work")
    assert done.status == 1
    assert "has a database neo4j already" in done.complaint
    done = litgraph("ingest", "hard.jsonl", "--bulk", stopped_neo4j.home, "--bulk-work", "work", "--bulk-overwrite")
    assert done.status == 0, done.err
    assert done.out.startswith("hard.jsonl: 2 papers, 2 new")
    stopped_neo4j.start()
    assert litgraph("stats", "--store", stopped_neo4j.url, "--json").json["papers"] == 2


def test_what_the_tool_says_is_told_and_the_same_command_goes_on(
    litgraph: Litgraph, stopped_neo4j: Restartable
) -> None:
    _write("hard.jsonl", HARD)
    command = ["ingest", "hard.jsonl", "--bulk", stopped_neo4j.home, "--bulk-work", "work"]
    conf, files = stopped_neo4j.home / "conf" / "neo4j.conf", stopped_neo4j.home / "data" / "databases" / "neo4j"
    settings = conf.read_text("utf-8")
    conf.write_text(settings.replace("pagecache.size=", "pagecache.size=plenty "), "utf-8")
    done = litgraph(*command)
    assert done.status == 1
    assert "neo4j-admin could not import: " in done.complaint
    assert "plenty" in done.complaint
    assert f"all that it said is in {Path('work').absolute() / 'import.log'}" in done.complaint
    conf.write_text(settings, "utf-8")
    _kill_when(lambda: files.is_dir() and any(files.iterdir()), *command)
    # a broken import leaves files that are no database; ours may go, those of somebody else may not
    other = litgraph("ingest", "hard.jsonl", "--bulk", stopped_neo4j.home, "--bulk-work", "another")
    assert "has a database neo4j already" in other.complaint
    done = litgraph(*command, "--json")
    assert done.status == 0, done.err
    assert done.json["sources"][0]["unchanged"] == 2
    stopped_neo4j.start()
    assert litgraph("stats", "--store", stopped_neo4j.url, "--json").json["papers"] == 2


def test_a_source_that_cannot_be_read_lets_nothing_be_imported(litgraph: Litgraph, stopped_neo4j: Restartable) -> None:
    _write("hard.jsonl", HARD)
    done = litgraph("ingest", "hard.jsonl", "missing.bib", "--bulk", stopped_neo4j.home, "--bulk-work", "work")
    assert done.status == 1
    assert "nothing was imported" in done.err
    assert not (stopped_neo4j.home / "data").exists()
    _write("missing.bib", [])
    Path("missing.bib").write_text("@article{a, title={Late but there}, abstract={A town.}, year=2020}\n")
    assert litgraph("ingest", "hard.jsonl", "missing.bib", "--bulk", stopped_neo4j.home, "--bulk-work", "work").out
    assert (stopped_neo4j.home / "data").exists()


def test_a_folder_without_neo4j_is_told(litgraph: Litgraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    Path("empty").mkdir()
    assert "neither bin/neo4j-admin nor" in litgraph("ingest", "x.bib", "--bulk", "empty").complaint
    assert "there is no folder" in litgraph("ingest", "x.bib", "--bulk", "nowhere").complaint


def test_options_that_do_not_go_together_are_told(litgraph: Litgraph) -> None:
    def complaint(*options: str) -> str:
        done = litgraph("ingest", "x.bib", *options)
        assert done.status == 2
        return done.err

    assert "tells of a store" in complaint("--bulk", "empty", "--plan")
    assert "leave --store out" in complaint("--bulk", "empty", "--store", "neo4j://localhost")
    assert "--bulk-work is for --bulk" in complaint("--bulk-work", "work")
    assert "--bulk-overwrite is for --bulk" in complaint("--bulk-overwrite")


def test_every_character_survives(stopped_neo4j: Restartable, tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "hard.db"))
    papers, concepts = _hard()
    with store.transaction() as transaction:
        transaction.save_run(Run("run-1", "a.bib", "2026-01-02T03:04:05+00:00"))
        transaction.save_concepts(concepts)
        transaction.save_papers(papers, "run-1")
        kept = {each.paper.id: PaperVector(text_digest(each.paper), bytes(range(256))) for each in papers}
        transaction.save_vectors("a model", kept)
        transaction.next_revision()
    (folder := tmp_path / "a folder+(of) tables").mkdir()
    Home.at(stopped_neo4j.home).load(write_tables(store, folder), tmp_path)
    stopped_neo4j.start()
    loaded = open_store(stopped_neo4j.url)
    assert _all(loaded) == _all(store)
    assert loaded.vectors("a model", [papers[0].paper.id]) == {papers[0].paper.id: bytes(range(256))}
    for each in (store, loaded):
        each.close()


def _finds_its_index(url: str) -> None:
    """The index is where this server's is looked for, and of this state of it."""
    store = open_store(url)
    folder = Path("data", "litgraph", store.identity())
    before = {each: each.stat().st_mtime_ns for each in folder.rglob("*") if each.is_file()}
    lists = likes(open_index(store, folder), ["doi:10.5555/hard"])
    store.close()
    assert "doi:10.5555/citing" in [other for other, _ in lists["doi:10.5555/hard"]]
    assert {each: each.stat().st_mtime_ns for each in folder.rglob("*") if each.is_file()} == before


def _kill_when(ready: Callable[[], bool], *arguments: object) -> None:
    """Runs `litgraph` in a process of its own, and kills that with all that it started when something is there."""
    process = subprocess.Popen([LITGRAPH, *map(str, arguments)], stderr=subprocess.DEVNULL, start_new_session=True)
    while not ready():
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def _hard() -> tuple[list[AnnotatedPaper], list[Concept]]:
    """A paper for every pair of characters that mean something to somebody, and one longer than the tool's buffer."""
    marks = [*",;\"\\\n\r\t'|\x1f\x1e \x00\x0b\x85\u2028\ufeff\U0001f600", "\r\n", '""', "é"]
    texts = [f"{one}a{two}{one}{two}" for one in marks for two in marks]
    texts += ["", '"', "".join(map(chr, range(0x250))), "wide " * 1_200_000]
    concepts = [
        Concept(f"topic:{at}", "TOPIC", text, text or None, tuple(sorted({text, "b"} - {""})))
        for at, text in enumerate(texts[:-1])
    ]
    papers = [
        AnnotatedPaper(
            Paper(
                f"doi:10.5555/{at}",
                text,
                text,
                authors=(text, "Anna"),
                venue=text,
                url=text or None,
                sources=(Source(text[:50], text[:50], "run-1"),),
                references=tuple(sorted({f"doi:10.5555/{at + 1}", f"r{text[:50]}"})),
            ),
            (Mention(f"topic:{at % len(concepts)}", TextField.TITLE, 0, 1, "gazetteer", 0.1 + at / 1e5),),
        )
        for at, text in enumerate(texts)
    ]
    return papers, concepts


def _all(store: Store) -> list[Any]:
    papers = list(chain.from_iterable(store.scan_papers()))
    ids = [each.paper.id for each in papers]
    return [papers, list(chain.from_iterable(store.scan_concepts())), store.references(ids), store.counts()]


def _content(url: str) -> tuple[Counter[str], Counter[str]]:
    """All nodes, and all relationships, as text: without times, with runs as they follow one another.

    Left out is what differs between two stores that say the same: their names, the lock's last holder, and at which
    revision a paper changed (after an import, all did at the last one).
    """
    with GraphDatabase.driver(url) as driver:
        nodes, relationships = ([dict(row) for row in driver.execute_query(each).records] for each in STATEMENTS)
    runs = sorted(each["properties"]["id"] for each in nodes if each["labels"] == ["Run"])
    own = {
        "Run": ("startedAt", "finishedAt"),
        "Litgraph": ("identity", "lock"),
        "PaperChange": ("revision",),
    }
    for each in nodes:
        each["labels"].sort()
        for name in own.get(each["labels"][0], ()):
            each["properties"].pop(name, None)
    found: list[Counter[str]] = []
    for rows in (nodes, relationships):
        texts = [repr(sorted((name, _ordered(value)) for name, value in row.items())) for row in rows]
        for number, run in enumerate(runs):
            texts = [each.replace(run, f"run {number}") for each in texts]
        found.append(Counter(texts))
    return found[0], found[1]


def _ordered(value: Any) -> Any:
    return sorted(value.items()) if isinstance(value, dict) else value


def _schema(url: str) -> list[list[str]]:
    with GraphDatabase.driver(url) as driver:
        return [sorted(repr(sorted(row.items())) for row in driver.execute_query(each).records) for each in SCHEMA]


def _write(name: str, records: list[dict[str, Any]]) -> None:
    Path(name).write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
