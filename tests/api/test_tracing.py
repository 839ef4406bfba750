"""Traces as a collector gets them: a real one of a few lines, that speaks OTLP over HTTP."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from api.app import create_app
from api.config import Config
from api.library import Library
from graph.errors import LitgraphError
from tests.api.process import serving as served
from tests.api.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from api.exchange import Answer

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE, SPAN = PARENT.split("-")[1:3]


class Collector(ThreadingHTTPServer):
    """Keeps every span that is sent to it, with the resource it is of."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.spans: list[Any] = []
        self.resources: list[dict[str, Any]] = []

    def named(self, name: str) -> list[Any]:
        return [each for each in self.spans if each.name == name]


class Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        sent = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/v1/traces"
        for of in sent.resource_spans:
            self.server.resources.append(attributes(of.resource))
            self.server.spans += [span for scope in of.scope_spans for span in scope.spans]
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def attributes(of: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in of.attributes}


@contextmanager
def collecting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """A collector that spans are sent to until the block ends."""
    with Collector() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.server_port}")
        threading.Thread(target=collector.serve_forever, kwargs={"poll_interval": 0.05}).start()
        try:
            yield collector
        finally:
            collector.shutdown()


def test_a_request_is_a_span_and_what_it_asks_is_one_within(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    query = "query Towns($of: String) { papers(search: $of) { nodes { id abstract } } conceptKinds { name } }"
    body = {"query": query, "variables": {"of": "confidential"}}
    with (
        collecting(monkeypatch) as collector,
        serving(create_app(library, Config(trace=True, log="json"))) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as http,
    ):
        for _ in range(5):  # also those that are worked out at once
            answered = http.post("/graphql", json=body, headers={"traceparent": PARENT})
            assert "errors" not in answered.json()
        http.get("/graphql", params={"query": "{ nothing }"})
        http.get("/search", params={"q": "confidential"})
        http.get("/health/ready")
        http.get("/metrics")
    assert collector.resources[0]["service.name"] == "litgraph"
    outer, inner = collector.named("POST /graphql"), collector.named("graphql several")
    assert (len(outer), len([each for each in inner if each.trace_id.hex() == TRACE])) == (5, 5)
    assert all((each.trace_id.hex(), each.parent_span_id.hex()) == (TRACE, SPAN) for each in outer)
    assert {each.parent_span_id for each in inner} >= {each.span_id for each in outer}
    told = attributes(inner[0])
    assert told["graphql.operation.name"] == "Towns"
    assert (told["graphql.operation.type"], told["litgraph.outcome"]) == ("query", "OK")
    assert told["litgraph.cost"] > 0
    assert told["litgraph.store.reads"] >= 1
    assert 0 < told["litgraph.store.longest_seconds"] <= told["litgraph.store.seconds"] < 20
    (failed,) = collector.named("graphql none")
    assert attributes(failed)["litgraph.outcome"] == "BAD_REQUEST"
    (page,) = collector.named("GET /search")
    assert [each for each in inner if each.parent_span_id == page.span_id]
    assert not [each for each in collector.spans if "/health" in each.name or "/metrics" in each.name]
    assert "confidential" not in str(collector.spans)
    assert "nothing" not in str(collector.spans)
    assert answered.headers["traceparent"] == f"00-{TRACE}-{outer[-1].span_id.hex()}-01"
    assert json.loads(capsys.readouterr().out.splitlines()[0])["trace"] == TRACE


def test_work_on_the_index_and_errors_are_spans(
    sample: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(_library: Library, _asked: object) -> Answer:
        raise LitgraphError("broken")

    with collecting(monkeypatch) as collector:
        app = create_app(
            lambda: Library.open(sample.store.url, tmp_path / "index"), Config(trace=True, log="off"), broken
        )
        with serving(app) as port:
            assert httpx.post(f"http://127.0.0.1:{port}/graphql", json={"query": "{ a }"}).status_code == 503
            while not httpx.get(f"http://127.0.0.1:{port}/health/ready").json()["index"]["fresh"]:
                time.sleep(0.05)
    (refresh,) = collector.named("index refresh")
    assert attributes(refresh)["litgraph.index.papers"] == sample.store.counts().papers
    assert attributes(collector.named("graphql none")[0])["litgraph.outcome"] == "ERROR"


def test_a_collector_that_is_away_is_in_nobodys_way(sample: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "3")
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
    monkeypatch.setattr("api.http.tracing.FLUSH_SECONDS", 0.1)
    with serving(create_app(sample, Config(trace=True, log="off"))) as port:
        for _ in range(5):
            assert httpx.post(f"http://127.0.0.1:{port}/graphql", json={"query": "{ __typename }"}).status_code == 200
    # the server has ended; what goes on trying ends before the next test, in whose way it would be
    for each in threading.enumerate():
        if each.name == "litgraph-traces":
            each.join()
    assert not [each for each in threading.enumerate() if "Otel" in each.name]


def test_nothing_is_sent_unless_asked(sample: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with collecting(monkeypatch) as collector, serving(create_app(sample)) as port:
        answered = httpx.post(
            f"http://127.0.0.1:{port}/graphql", json={"query": "{ __typename }"}, headers={"traceparent": PARENT}
        )
        assert "traceparent" not in answered.headers
    assert collector.spans == []


def test_a_command_sends_them_when_told_to_and_speaks_in_the_form_of_its_log(
    sample: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "reading-room")
    with collecting(monkeypatch) as collector:
        with served(sample.store.url, "--trace", "--access-log", "json", log=tmp_path / "log.txt") as server:
            assert server.asked("{ stats { papers } }").status == 200
            assert server.spoken(b"no HTTP\r\n\r\n").status == 400
        assert [attributes(each)["litgraph.operation"] for each in collector.named("graphql stats")] == ["stats"]
        assert {each["service.name"] for each in collector.resources} == {"reading-room"}
    said = json.loads((tmp_path / "log.txt").read_text().splitlines()[-1])
    assert said.keys() == {"time", "level", "logger", "message"}
    assert (said["level"], said["message"]) == ("warning", "Invalid HTTP request received.")


def test_another_protocol_is_refused(monkeypatch: pytest.MonkeyPatch, sample: Library) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
    with pytest.raises(LitgraphError, match="OTEL_EXPORTER_OTLP_PROTOCOL is 'grpc'"):
        create_app(sample, Config(trace=True))
