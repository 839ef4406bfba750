"""`litgraph ingest openalex:…`: from a question to papers in the store, with a stand-in for the service."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.unit.connectors.stand_in import Answer, StandIn, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.commands.conftest import Run


@pytest.fixture
def openalex(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.delenv("LITGRAPH_CONTACT", raising=False)
    servers = serve("openalex", 5)
    server = next(servers)
    monkeypatch.setenv("LITGRAPH_OPENALEX_URL", server.url)
    yield server
    servers.close()


ASK = ("ingest", "openalex:towns", "--contact", "you@example.org", "--no-similar")


def test_a_query_becomes_papers_and_once_is_enough(litgraph: Run, openalex: StandIn, tmp_path: Path):
    first = litgraph(*ASK)
    second = litgraph(*ASK, "--json")

    assert (first.status, second.status) == (0, 0)
    assert "openalex:towns: 5 papers, 5 new" in first.out
    assert (second.json["papers"], second.json["sources"][0]["unchanged"]) == (5, 5)
    assert len(openalex.asked) == 1
    assert (tmp_path / "litgraph.db.fetched").is_dir()
    runs = litgraph("runs", "--json").json
    assert "openalex:towns" in json.dumps(runs)


def test_a_limit_is_said(litgraph: Run, openalex: StandIn):
    done = litgraph(*ASK, "--limit", "2")

    assert "openalex:towns: 2 papers, 2 new" in done.out
    assert "the first 2 of 5 (--limit 5 fetches all)" in done.complaint
    assert litgraph(*ASK, "--limit", "2", "--refetch").out == done.out.replace("2 new", "0 new, 2 unchanged")


def test_an_id_that_nobody_knows_is_named(litgraph: Run, openalex: StandIn):
    done = litgraph("ingest", "openalex:W1,W77", "--contact", "you@example.org", "--no-similar")

    assert done.status == 3
    assert "rejected: OpenAlex has no W77" in done.complaint
    assert "1 papers, 1 new" in done.out


def test_without_a_contact_nobody_is_asked_and_other_sources_come_in(litgraph: Run, openalex: StandIn, tmp_path: Path):
    (tmp_path / "a.jsonl").write_text('{"title": "Towns", "abstract": "Towns tweet."}\n')
    done = litgraph("ingest", "openalex:towns", "a.jsonl", "--no-similar")

    assert done.status == 1
    assert "--contact you@example.org" in done.complaint
    assert "LITGRAPH_CONTACT" in done.complaint
    assert openalex.asked == []
    assert litgraph("stats", "--json").json["papers"] == 1


def test_a_refusal_is_one_line(litgraph: Run, openalex: StandIn):
    openalex.faults = [Answer(b'{"error": "no such field"}', status=400)]
    done = litgraph(*ASK)

    assert done.status == 1
    assert "no such field" in done.complaint


def test_a_file_of_that_name_is_read(litgraph: Run, openalex: StandIn, tmp_path: Path):
    (tmp_path / "openalex:towns").write_text('{"title": "Towns", "abstract": "Towns tweet."}\n')
    done = litgraph(*ASK)

    assert done.status == 0
    assert openalex.asked == []


def test_a_killed_fetch_goes_on_from_its_cursor(litgraph: Run, openalex: StandIn, tmp_path: Path):
    openalex.papers = list(range(1, 202))
    asked, gone = threading.Event(), threading.Event()

    def hold(server: StandIn) -> None:
        if len(server.asked) == 2:
            asked.set()
            gone.wait(60)

    openalex.before = hold
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", *ASK],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert asked.wait(60)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    gone.set()
    done = litgraph(*ASK, "--json").json

    assert done["papers"] == done["sources"][0]["new"] == 201
    assert [each["cursor"] for each in openalex.asked] == ["*", "after-100", "after-100", "after-200"]
