"""The log of requests: one line each, and what never stands in it."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import logging
import re
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from api.app import create_app
from api.config import Config, Token
from api.exchange import Answer, Role
from api.http.journal import Log
from api.lines import Lines
from tests.api.conftest import JSON, Client
from tests.api.server import serving
from tests.api.test_socket import request

if TYPE_CHECKING:
    from api.exchange import Asked
    from api.library import Library

TOKEN = Token("reading-room", Role.READ, hashlib.sha256(b"secret").digest())
BEARER = {"Authorization": "Bearer secret"}


def execute(_library: Library, asked: Asked) -> Answer:
    failed = "fail" in asked.query
    return Answer({"data": None}, codes=("NOT_FOUND", "TIMEOUT") if failed else (), cost=None if failed else 42)


def client_with(library: Library, **config: Any) -> Client:
    return Client(create_app(library, Config(tokens=(TOKEN,), **config), execute=execute))


def test_each_request_is_one_line_without_its_text(sample: Library, capsys: pytest.CaptureFixture[str]) -> None:
    client = client_with(sample, log="json")
    body = {"query": 'query Towns { papers(search: "private") { id } }', "variables": {"name": "private"}}
    client("POST", "/graphql", content=json.dumps(body), headers={**JSON, **BEARER})
    client.post("{ fail }")
    client("POST", "/graphql", content=b"[", headers=JSON)
    client("GET", "/nowhere")
    client("GET", "/health/live")  # probes that find all well would only fill it
    written = capsys.readouterr().out
    lines = [json.loads(each) for each in written.splitlines()]
    asked = {"method": "POST", "path": "/graphql"}
    expected = [
        {
            **asked,
            "status": 200,
            "operation": "Towns",
            "token": "reading-room",
            "role": "read",
            "codes": "",
            "cost": 42,
        },
        {
            **asked,
            "status": 200,
            "operation": "",
            "token": "",
            "role": "read",
            "codes": "NOT_FOUND,TIMEOUT",
            "cost": None,
        },
        {**asked, "status": 400, "operation": "", "token": "", "role": "read", "codes": "BAD_REQUEST", "cost": None},
        {"method": "GET", "path": "/nowhere", "status": 404},
    ]
    assert [{name: line[name] for name in wanted} for line, wanted in zip(lines, expected, strict=True)] == expected
    assert lines[0]["bytes"] == len(b'{"data":null}')
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", each["time"]) for each in lines)
    assert all(each["ms"] >= 0 for each in lines)
    assert not re.search('private|secret|query"', written)


def test_logfmt_is_one_line_whatever_is_asked(sample: Library, capsys: pytest.CaptureFixture[str]) -> None:
    client = client_with(sample, log="logfmt")
    client.post("query A { a }")
    client("GET", "/a%0Astatus=200%20%22")
    client("POST", "/graphql", content=json.dumps({"query": "{ a }", "operationName": 'B" role=admin\n'}), headers=JSON)
    first, second, third = capsys.readouterr().out.splitlines()
    assert re.fullmatch(
        r"time=\S+ method=POST path=/graphql status=200 operation=A role=read cost=42 ms=[\d.]+ bytes=13", first
    )
    assert r'path="/a\nstatus=200 \"" status=404' in second
    assert r'operation="B\" role=admin\n" role=read' in third


def test_texts_are_logged_where_that_is_asked_for(sample: Library, capsys: pytest.CaptureFixture[str]) -> None:
    client_with(sample, log="logfmt", log_queries=True).post("{\n  a }")
    assert capsys.readouterr().out.rstrip().endswith(r'query="{\n  a }"')


def test_nothing_is_logged_where_that_is_switched_off(sample: Library, capsys: pytest.CaptureFixture[str]) -> None:
    client_with(sample, log="off").post("{ a }")
    assert capsys.readouterr().out == ""


def test_who_hangs_up_is_logged_as_such(sample: Library, capsys: pytest.CaptureFixture[str]) -> None:
    begun, ended = threading.Event(), threading.Event()

    def slow(_library: Library, asked: Asked) -> Answer:
        asked.deadline.when(ended.set)
        begun.set()
        assert ended.wait(20)
        return Answer({"data": None})

    app = create_app(sample, Config(), execute=slow)
    with serving(app) as port:
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(request("{ a }"))
            assert begun.wait(20)
        assert ended.wait(20)
    assert "status=499" in capsys.readouterr().out
    counted = 'litgraph_requests_total{code="GONE",operation="none",via="graphql"} 1.0'
    assert counted in Client(app)("GET", "/metrics").text


def test_a_reader_that_is_slow_or_gone_is_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.http.journal.LINES", 3)
    written, closed = io.StringIO(), io.StringIO()
    closed.close()

    async def write() -> None:
        for stream in (written, closed):
            log = Log("logfmt", stream=stream)
            for at in range(5):
                log.write({"at": at, "query": ""})
            await log.close()

    asyncio.run(write())
    lines = written.getvalue().splitlines()
    assert lines[:3] == ["at=0", "at=1", "at=2"]
    assert lines[3].endswith("lost=2")


@pytest.mark.parametrize("form", ["logfmt", "json"])
def test_what_the_program_says_is_one_line_too(form: str) -> None:
    stream = io.StringIO()
    log, handler = logging.Logger("litgraph"), logging.StreamHandler(stream)  # noqa: LOG001
    handler.setFormatter(Lines(form))
    log.addHandler(handler)
    log.warning("the index stays behind: %s", "a\nb\ud800")
    try:
        raise ValueError("broken")
    except ValueError:
        log.exception("a page failed")
    first, second = stream.getvalue().splitlines()
    if form == "json":
        assert json.loads(first) | {"time": ""} == {
            "time": "",
            "level": "warning",
            "logger": "litgraph",
            "message": "the index stays behind: a\nb\\ud800",
        }
        assert json.loads(second)["error"].endswith("ValueError: broken")
    else:
        assert re.fullmatch(
            r'time=\S+Z level=warning logger=litgraph message="the index stays behind: a\\nb\\\\ud800"', first
        )
        assert re.search(
            r' level=error logger=litgraph message="a page failed" error="Trace.*ValueError: broken"', second
        )
