"""How the server starts and ends, what it writes where, and whom it answers over HTTP."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from mcp.client.streamable_http import streamable_http_client

from tests.agents.conftest import COMMAND, arguments, connected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from api.library import Library

pytestmark = pytest.mark.parametrize("library", ["sqlite"], indirect=True)

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


@contextmanager
def process(*options: str) -> Iterator[subprocess.Popen[str]]:
    """A server, killed if it is still there at the end."""
    with subprocess.Popen(
        [*COMMAND, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            yield server
        finally:
            server.kill()


def said(server: subprocess.Popen[str], message: Any) -> Any:
    """The line that a server answers to one of ours."""
    assert server.stdin
    assert server.stdout
    server.stdin.write((message if isinstance(message, str) else json.dumps(message)) + "\n")
    server.stdin.flush()
    return json.loads(server.stdout.readline())


@pytest.mark.parametrize("ending", [signal.SIGTERM, None])
def test_a_server_ends_when_it_is_told_to(library: Library, ending: signal.Signals | None) -> None:
    with process(*arguments(library)) as server:
        assert server.stdin
        assert server.stdout
        assert server.stderr
        answer = said(server, INITIALIZE)
        assert answer["result"]["serverInfo"]["name"] == "litgraph"
        assert "search finds papers" in answer["result"]["instructions"]
        server.stdin.write("this is no message\n[]\n\x00\n")
        call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "concept", "arguments": {}}}
        assert said(server, call)["result"]["isError"] is True
        if ending:
            server.send_signal(ending)
        else:
            server.stdin.close()
        assert server.wait(20) == 0
        assert server.stdout.read() == ""
        assert "Traceback" not in server.stderr.read()


def test_a_store_that_is_not_there_is_said_before_anything_is_served(tmp_path: Path, library: Library) -> None:
    done = subprocess.run([*COMMAND, "--store", "none.db"], cwd=tmp_path, input="", capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"litgraph: .*none\.db.*\n", done.stderr)


def test_without_the_extra_it_is_said_how_to_install_it(tmp_path: Path, library: Library) -> None:
    hidden = "import sys; sys.modules['mcp'] = None; from api.cli import main; main()"
    command = [sys.executable, "-c", hidden, "mcp", *arguments(library)]
    done = subprocess.run(command, cwd=tmp_path, input="", capture_output=True, text=True, env=dict(os.environ))
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"litgraph: .*`make mcp`.*\n", done.stderr)


def test_over_http_it_answers_to_its_own_names_only(library: Library) -> None:
    with process(*arguments(library), "--http", "--port", "0", "--name", "graph.example.org") as server:
        assert server.stderr
        found = re.search(r"http://127\.0\.0\.1:\d+/mcp", server.stderr.readline())
        assert found
        address = found.group()
        with httpx.Client(transport=httpx.HTTPTransport(retries=10), timeout=20) as http:
            headers = {"Accept": "application/json, text/event-stream"}

            def status(**more: str) -> int:
                return http.post(address, json=INITIALIZE, headers=headers | more).status_code

            port = httpx.URL(address).port
            assert [
                status(),
                status(Host="graph.example.org"),
                status(Origin=f"http://localhost:{port}"),
                status(Host=f"evil.example:{port}"),
                status(Host="graph.example.org.evil.example"),
                status(Origin="http://evil.example"),
                status(Origin="null"),
                status(Origin=f"http://127.0.0.1:{(port or 0) + 1}"),
            ] == [200, 200, 200, 421, 421, 403, 403, 403]
            assert http.post(address, content="{", headers={**headers, "Content-Type": "text/plain"}).status_code == 400
        with connected(streamable_http_client(address)) as agent:
            assert agent("concept", concept="country:KR")["concept"]["name"] == "South Korea"
            assert "no paper has the id" in agent.refused("paper", id="doi:10.5555/none")
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
