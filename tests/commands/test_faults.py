"""A full disk, and a Neo4j that dies and comes back: one clear line, nothing lost, and the same command goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.ingest import BATCH
from graph.stores import open_store
from tests.commands.test_kill import LITGRAPH
from tests.neo4j_jars import NoNeo4jError
from tests.neo4j_server import cannot_test, restartable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.commands.conftest import Run

PAPERS = 1200
ALONE = ("--no-similar", "--workers", 1)
"""Other processes would first have to start."""


@pytest.fixture
def papers() -> Path:
    """Reports that differ, each some hundred bytes of text."""
    abstract = "The Kenya National Archives ask how Dutch towns use Twitter, and the Netherlands like it. " * 3
    lines = (json.dumps({"id": f"p{each}", "abstract": f"Report {each}. {abstract}"}) for each in range(PAPERS))
    path = Path("papers.jsonl")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of that size at a folder."""
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False).returncode:
        cannot_test("a small disk can be mounted by root alone")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.skipif(os.name == "nt" or (not os.environ.get("CI") and os.geteuid() != 0), reason="needs root to mount")
def test_a_full_disk_costs_nothing_but_time(litgraph: Run, papers: Path) -> None:
    litgraph("ingest", papers, "--store", "undisturbed.db", *ALONE)
    with small_disk(Path("disk"), "800k"):
        full = litgraph("ingest", papers, "--store", "disk/store.db", "--no-similar")
        assert full.status == 1
        assert "no room left for the store" in full.err.splitlines()[-1]
        store = open_store("disk/store.db", create=False)
        safe = store.counts().papers
        store.close()
        assert 0 < safe < PAPERS
        assert safe % BATCH == 0

        subprocess.run(["mount", "-o", "remount,size=100m", "disk"], check=True)
        done = litgraph("ingest", papers, "--store", "disk/store.db", *ALONE, "--json")
        assert done.status == 0
        assert done.json["sources"][0]["new"] == PAPERS - safe
        assert (
            litgraph("fingerprint", "--store", "disk/store.db").out
            == litgraph("fingerprint", "--store", "undisturbed.db").out
        )


@pytest.mark.skipif(os.name == "nt" or (not os.environ.get("CI") and os.geteuid() != 0), reason="needs root to mount")
def test_a_file_that_can_only_be_read_is_served(litgraph: Run) -> None:
    for each in ("first", "second"):
        Path(f"{each}.jsonl").write_text(json.dumps({"id": each, "title": each, "abstract": f"The {each} tweets."}))
    Path("open").mkdir()
    litgraph("ingest", "first.jsonl", "--store", "open/store.db")
    with _read_only(Path("open"), Path("sealed")):
        served = open_store("sealed/store.db", create=False)
        assert served.counts().papers == 1
        assert litgraph("similar", "first", "--store", "sealed/store.db").status == 0
        refused = litgraph("ingest", "second.jsonl", "--store", "sealed/store.db")
        assert (refused.status, refused.complaint) == (
            1,
            "litgraph: the store sealed/store.db may not be written to (check the rights of file and folder)",
        )
        # whoever may write there does so, and who reads sees it
        assert litgraph("ingest", "second.jsonl", "--store", "open/store.db").status == 0
        assert served.counts().papers == 2
        served.close()
        shutil.rmtree("open/store.db.index")
        refused = litgraph("similar", "first", "--store", "sealed/store.db")
        assert refused.status == 1
        assert "cannot be written: Read-only file system (name a folder that can be written)" in refused.complaint
        assert litgraph("similar", "first", "--store", "sealed/store.db", "--index", "elsewhere").status == 0


@contextmanager
def _read_only(folder: Path, sealed: Path) -> Iterator[None]:
    """The same folder at another place, where nobody can write."""
    sealed.mkdir()
    subprocess.run(["mount", "--bind", folder, sealed], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", sealed], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", sealed], check=True)


def test_a_neo4j_that_dies_and_comes_back(litgraph: Run, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    litgraph("ingest", papers, "--store", "undisturbed.db", *ALONE)
    try:
        with restartable() as server:
            store = open_store(server.url)
            process = subprocess.Popen(
                [LITGRAPH, "ingest", papers, "--no-similar", "--store", server.url],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            while store.counts().papers < 2 * BATCH:
                assert process.poll() is None
                time.sleep(0.02)
            store.close()
            server.kill()
            _, said = process.communicate(timeout=120)
            assert process.returncode == 1
            assert said.splitlines()[-1].startswith("litgraph: ")
            assert server.url in said.splitlines()[-1]

            server.start()
            store = open_store(server.url)
            safe = store.counts().papers
            store.close()
            assert 0 < safe < PAPERS
            assert safe % BATCH == 0
            done = litgraph("ingest", papers, "--store", server.url, *ALONE, "--json").json
            assert (done["papers"], done["sources"][0]["new"]) == (PAPERS, PAPERS - safe)
            assert (
                litgraph("fingerprint", "--store", server.url).out
                == litgraph("fingerprint", "--store", "undisturbed.db").out
            )
    except NoNeo4jError as error:
        cannot_test(f"NO NEO4J TO KILL: {error}")
