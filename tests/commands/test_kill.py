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

import pytest

from graph.ingest import BATCH
from graph.stores import open_store

if TYPE_CHECKING:
    from tests.commands.conftest import Run

LITGRAPH = Path(sys.executable).parent / "litgraph"
PAPERS = 1200


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "told to stop"])
def test_a_stopped_ingest_goes_on(litgraph: Run, store_url: str, stop: signal.Signals) -> None:
    abstract = "The Kenya National Archives ask how Dutch towns use Twitter."
    Path("papers.jsonl").write_text(
        "".join(
            json.dumps({"id": f"p{each}", "abstract": f"Report {each}. {abstract}"}) + "\n" for each in range(PAPERS)
        )
    )
    store = open_store(store_url)
    process = subprocess.Popen(
        [LITGRAPH, "ingest", "papers.jsonl", "--no-similar", "--store", store_url],
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    while store.counts().papers < BATCH:
        assert process.poll() is None
        time.sleep(0.01)
    if stop == signal.SIGKILL:
        os.killpg(process.pid, stop)
        process.communicate()
    else:
        process.send_signal(stop)
        said = process.communicate()[1]
        assert said.endswith("litgraph: stopped; what was reported is safe, and the same command goes on from there\n")
        assert "Traceback" not in said
        assert process.returncode == 128 + stop
    safe = store.counts().papers
    store.close()
    assert 0 < safe < PAPERS
    assert safe % BATCH == 0
    alone = ("ingest", "papers.jsonl", "--no-similar", "--workers", 1)  # other processes would first have to start
    again = litgraph(*alone, "--store", store_url, "--json").json
    assert (again["papers"], again["sources"][0]["new"]) == (PAPERS, PAPERS - safe)
    if stop == signal.SIGTERM:
        return
    litgraph(*alone, "--store", "undisturbed.db")
    assert litgraph("fingerprint", "--store", store_url).out == litgraph("fingerprint", "--store", "undisturbed.db").out
