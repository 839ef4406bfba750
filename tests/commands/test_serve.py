"""The real server, over a real socket."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from uvicorn import Config

    from tests.commands.conftest import Run

LITGRAPH = Path(sys.executable).parent / "litgraph"


@contextmanager
def running(litgraph: Run, *arguments: str) -> Iterator[str]:
    """Where the papers are served; the server stops at the end, when it is told to."""
    Path("papers.jsonl").write_text(json.dumps({"id": "p1", "title": "Towns", "abstract": "Dutch towns use Twitter."}))
    Path("rules.tsv").write_text("kind\tname\nRULE\tcurfew\n")
    assert litgraph("ingest", "papers.jsonl", "--store", "papers.db").status == 0
    with Path("log.txt").open("w") as log:
        server = subprocess.Popen(
            [LITGRAPH, *arguments, "--port", "0", "--lexicon", "rules.tsv"],
            stdout=log,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert server.stderr
    with server.stderr:
        address = re.search(r"http://127\.0\.0\.1:\d+/", server.stderr.readline())
        assert address
        yield address.group()
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        assert "Traceback" not in server.stderr.read()


@pytest.fixture(
    params=[["serve", "--store", "papers.db"], ["serve", "--store", "papers.db", "--workers", "2"], ["demo"]]
)
def served(request: pytest.FixtureRequest, litgraph: Run) -> Iterator[str]:
    with running(litgraph, *request.param) as address:
        yield address


def test_a_server_answers_over_http(served: str) -> None:
    transport = httpx.HTTPTransport(retries=10)  # it says its address just before it listens
    with httpx.Client(base_url=served, transport=transport, timeout=20) as http:
        assert http.get("health/ready").json()["status"] == "ready"
        answer = http.post("graphql", json={"query": "{ stats { papers } }"})
        assert answer.json()["data"]["stats"]["papers"] >= 1
        assert "litgraph" in http.get("").text
        query = '{ annotate(text: "a curfew") { concept { id } } papers { facets(by: RULE) { id } } }'
        assert http.post("graphql", json={"query": query}).json()["data"] == {
            "annotate": [{"concept": {"id": "rule:curfew"}}],
            "papers": {"facets": []},
        }
        assert re.search(r"^  RULE$", http.get("schema.graphql").text, re.MULTILINE)


def test_several_processes_log_and_count_together(litgraph: Run) -> None:
    Path("tmp").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(Path("tmp").absolute()))
        with running(litgraph, "serve", "--store", "papers.db", "--workers", "2", "--access-log", "json") as address:
            asked, told = 6, ""
            counted = f'litgraph_requests_total{{code="OK",operation="__typename",via="graphql"}} {asked}.0'
            for _ in range(asked):  # each over a connection of its own, so that both processes may get some
                transport = httpx.HTTPTransport(retries=10)
                with httpx.Client(base_url=address, transport=transport, timeout=20) as http:
                    assert http.post("graphql", json={"query": "query Types { __typename }"}).status_code == 200
            for _ in range(50):  # a request is counted just after it was answered
                told = httpx.get(f"{address}metrics", timeout=20).text
                if counted in told:
                    break
    assert counted in told
    assert "# HELP litgraph_requests_total GraphQL requests: asked at /graphql or by a page" in told
    assert 'litgraph_memory_bytes{pid="' in told
    logged = [json.loads(each) for each in Path("log.txt").read_text().splitlines()]
    assert [each["operation"] for each in logged] == ["Types"] * asked
    assert not list(Path("tmp").iterdir())


def test_a_port_that_is_taken(litgraph: Run) -> None:
    Path("papers.jsonl").write_text(json.dumps({"id": "p1", "title": "Towns"}))
    litgraph("ingest", "papers.jsonl")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = litgraph("serve", "--port", taken.getsockname()[1])
    assert done.status == 1
    assert "cannot listen" in done.complaint


def test_a_wrong_file_is_said_before_anything_listens(litgraph: Run) -> None:
    Path("litgraph.toml").write_text("[access]\nanonymus = 'none'\n")
    done = litgraph("serve", "--config", "litgraph.toml")
    assert done.status == 1
    assert done.complaint == "litgraph: litgraph.toml: access.anonymus is no key (did you mean anonymous?)"


def test_only_named_proxies_are_believed(litgraph: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    believed: list[tuple[bool, object]] = []

    def run(config: Config) -> None:
        believed.append((config.proxy_headers, config.forwarded_allow_ips))

    monkeypatch.setattr("api.http.processes.run", run)
    monkeypatch.setattr("os.environ", dict(os.environ))
    Path("papers.jsonl").write_text(json.dumps({"id": "p1", "title": "Towns"}))
    Path("litgraph.toml").write_text("[access]\ntrusted_proxies = ['10.0.0.0/8']\n")
    litgraph("ingest", "papers.jsonl")
    assert litgraph("serve", "--port", "0").status == 0
    assert litgraph("serve", "--port", "0", "--config", "litgraph.toml").status == 0
    assert believed == [(False, []), (True, ["10.0.0.0/8"])]


def test_traces_without_their_extra(litgraph: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    done = litgraph("serve", "--trace")
    assert done.status == 1
    assert done.complaint == "litgraph: the extra `telemetry` is not installed (pip install 'litgraph[telemetry]')"
