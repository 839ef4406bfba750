"""Killed at any moment, nothing acknowledged is lost, nothing half remains, and the same command goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from graph.ingest import BATCH
from graph.stores import open_store

if TYPE_CHECKING:
    from tests.commands.conftest import Run

LITGRAPH = Path(sys.executable).parent / "litgraph"
PAPERS = 2400


def test_a_killed_ingest_goes_on(litgraph: Run, store_url: str) -> None:
    abstract = "The Kenya National Archives ask how Dutch towns use Twitter."
    Path("papers.jsonl").write_text(
        "".join(
            json.dumps({"id": f"p{each}", "abstract": f"Report {each}. {abstract}"}) + "\n" for each in range(PAPERS)
        )
    )
    store = open_store(store_url)
    process = subprocess.Popen(
        [LITGRAPH, "ingest", "papers.jsonl", "--no-similar", "--store", store_url],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while store.counts().papers < BATCH:
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    safe = store.counts().papers
    store.close()
    assert 0 < safe < PAPERS
    assert safe % BATCH == 0
    again = litgraph("ingest", "papers.jsonl", "--no-similar", "--store", store_url, "--json").json
    assert (again["papers"], again["sources"][0]["new"]) == (PAPERS, PAPERS - safe)
    litgraph("ingest", "papers.jsonl", "--no-similar", "--store", "undisturbed.db")
    assert litgraph("fingerprint", "--store", store_url).out == litgraph("fingerprint", "--store", "undisturbed.db").out
