"""Told to stop, a server answers what it has begun and nothing else; told again, it ends at once."""

from __future__ import annotations

import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.api.changes import BIBTEX, INGEST
from tests.api.process import head, serving

if TYPE_CHECKING:
    from tests.commands.conftest import Run

ASKED = '{ annotate(text: "Dutch towns use Twitter.") { concept { id } } }'


@pytest.fixture
def filled(litgraph: Run) -> Path:
    """A store with a paper."""
    Path("papers.jsonl").write_text(json.dumps({"id": "p1", "title": "Towns", "abstract": "Dutch towns use Twitter."}))
    assert litgraph("ingest", "papers.jsonl", "--store", "papers.db").status == 0
    Path("litgraph.toml").write_text(
        f'[[tokens]]\nname = "writer"\nrole = "write"\nsha256 = "{sha256(b"token").hexdigest()}"\n'
    )
    return Path("papers.db")


@pytest.mark.parametrize(("workers", "query"), [(1, INGEST), (2, ASKED)], ids=["a change", "several processes"])
def test_what_was_begun_is_answered(litgraph: Run, filled: Path, workers: int, query: str) -> None:
    options = ("--workers", str(workers), "--config", "litgraph.toml", "--timeout", "0", "--access-log", "off")
    with serving(str(filled), *options, log=Path("log.txt")) as server, ThreadPoolExecutor() as threads:
        body = json.dumps({"query": query, "variables": {"content": BIBTEX}}).encode()
        # the first text that a server reads takes it a second: it loads what reads texts
        asked = threads.submit(server.posted, body, Authorization="Bearer token")
        time.sleep(0.4)
        assert not asked.done()
        server.process.terminate()
        answer = asked.result()
        assert (answer.status, answer.json.get("errors")) == (200, None)
        assert server.process.wait(30) == 0
    assert "Traceback" not in Path("log.txt").read_text()
    papers = litgraph("query", "{ stats { papers } }", "--store", filled).json["data"]["stats"]["papers"]
    assert papers == (2 if query is INGEST else 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_told_again_it_ends_at_once(filled: Path, workers: int) -> None:
    with serving(str(filled), "--workers", str(workers), log=Path("log.txt")) as server, server.connected() as line:
        line.sendall(head("POST", "/graphql", {"Content-Length": "100"}) + b"{")  # the rest never comes
        time.sleep(0.3)
        children = server.process.children(recursive=True)
        server.process.terminate()
        with pytest.raises(psutil.TimeoutExpired):
            server.process.wait(2)
        server.process.terminate()
        assert server.process.wait(3) == 128 + signal.SIGTERM
        assert psutil.wait_procs(children, timeout=3)[1] == []
