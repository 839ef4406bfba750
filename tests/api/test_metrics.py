"""What /metrics says of requests and of the store."""

from __future__ import annotations

import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_families
from prometheus_client.parser import text_string_to_metric_families as families

from api.app import create_app
from api.config import Config, Token
from api.exchange import Answer, Role
from graph.errors import StoreUnavailableError
from tests.api.conftest import JSON, Client
from tests.api.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest
    from prometheus_client import Metric

    from api.exchange import Asked
    from api.library import Library


def read(parsed: Iterable[Metric]) -> dict[str, float]:
    """Every sample by its name and labels."""
    return {
        each.name + "".join(f" {name}={value}" for name, value in each.labels.items() if name != "pid"): each.value
        for family in parsed
        for each in family.samples
    }


def told(client: Client) -> dict[str, float]:
    response = client("GET", "/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    return read(families(response.text))


def test_requests_are_counted_by_outcome(sample: Library) -> None:
    costs = iter([3, None, 5000])

    def execute(_library: Library, asked: Asked) -> Answer:
        return Answer({"data": None}, codes=("NOT_FOUND", "TIMEOUT")[: asked.query == "{ b }"], cost=next(costs))

    client = Client(create_app(sample, execute=execute))
    for query in ("{ a }", "{ b }", "{ a }", "mutation { a }"):
        client.post(query)
    client("POST", "/graphql", content=b"[", headers=JSON)
    client("GET", "/health/live")
    said = told(client)
    assert {name: value for name, value in said.items() if name.startswith("litgraph_requests_total")} == {
        f"litgraph_requests_total code={code} operation=none via=graphql": count
        for code, count in {"OK": 2, "NOT_FOUND": 1, "FORBIDDEN": 1, "BAD_REQUEST": 1}.items()
    }
    assert said["litgraph_request_seconds_count operation=none via=graphql"] == 5
    assert (said["litgraph_query_cost_count"], said["litgraph_query_cost_sum"]) == (2, 5003)
    assert said["litgraph_query_cost_bucket le=3000.0"] == 1
    assert said["litgraph_requests_in_flight"] == 0
    assert said.get("litgraph_memory_bytes", 1e7) > 1e6


def test_operations_are_fields_of_the_schema_whatever_clients_write(sample: Library) -> None:
    client = Client(create_app(sample))
    for query in (
        "query Mine { stats { papers } }",
        "{ a: stats { papers } b: stats { papers } }",
        "{ ...S } fragment S on Query { ... on Query { stats { papers } } ...S }",
        "{ stats { papers } conceptKinds { name } }",
        "{ made_up }",
        "no query",
        "mutation { removePaper(id: 1) { id } }",
        f"{{ __typename {'{ a ' * 70 + '}' * 70} }}",
    ):
        client.post(query)
    asked = {name for name in told(client) if name.startswith("litgraph_requests_total")}
    assert asked == {
        "litgraph_requests_total code=OK operation=stats via=graphql",
        "litgraph_requests_total code=BAD_REQUEST operation=stats via=graphql",  # a fragment that holds itself
        "litgraph_requests_total code=OK operation=several via=graphql",
        "litgraph_requests_total code=BAD_REQUEST operation=none via=graphql",
        "litgraph_requests_total code=FORBIDDEN operation=none via=graphql",
        "litgraph_requests_total code=COST operation=none via=graphql",
    }


def test_what_is_refused_is_counted_by_why(sample: Library) -> None:
    watching = Token("watching", Role.READ, hashlib.sha256(b"secret").digest())
    client = Client(create_app(sample, Config(rate="4/hour", tokens=(watching,), log="off")))
    client.post("{ stats { papers } }")
    client.post("{ papers(first: 100) { nodes { similar(first: 100) { nodes { similar { totalCount } } } } } }")
    client.post("{ " + "".join(f"a{at}: __typename " for at in range(60)) + "}")
    client.post(f"{{ {'x' * 130_000} }}")
    client.post("{ __typename }")
    said = read(families(client("GET", "/metrics", headers={"Authorization": "Bearer secret"}).text))
    assert {name for name in said if name.startswith("litgraph_refused_total")} == {
        f"litgraph_refused_total reason={each}" for each in ("rankings", "aliases", "too_large", "rate_limited")
    }
    assert said["litgraph_refused_cost_count"] == 1  # of a text that is too large nothing else is computed
    assert said["litgraph_refused_cost_sum"] > 10_000


def test_what_the_store_takes_is_counted_for_each_request(client: Client, store_url: str) -> None:
    client.post("{ stats { papers } }")
    client.post("{ made_up }")
    said, store = told(client), "neo4j" if "://" in store_url else "sqlite"
    assert said[f"litgraph_store_seconds_count store={store}"] == 1  # one of the two requests read it
    assert said[f"litgraph_store_reads_total store={store}"] >= 1
    spent = said[f"litgraph_store_seconds_sum store={store}"]
    assert 0 < spent < said["litgraph_request_seconds_sum operation=stats via=graphql"]


def test_what_pages_ask_is_counted_apart(sample: Library) -> None:
    client = Client(create_app(sample))
    assert client("GET", "/search?q=twitter").status_code == 200
    said = told(client)
    assert any(name.startswith("litgraph_requests_total code=OK") and "via=page" in name for name in said)
    assert not any("via=graphql" in name for name in said)
    assert said["litgraph_requests_in_flight"] == 0


def test_the_store_is_felt_when_it_is_asked_for(sample: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(create_app(sample))
    sample.refresh()
    said = told(client)
    assert said["litgraph_store_up"] == 1
    assert said["litgraph_store_revision"] == said["litgraph_index_revision"] == sample.store.revision()

    def down() -> int:
        raise StoreUnavailableError("the server does not answer", "start it")

    monkeypatch.setattr(sample.store, "revision", down)
    said = told(client)
    assert said["litgraph_store_up"] == 0
    assert "litgraph_store_revision" not in said


def test_a_store_that_keeps_silent_does_not_keep_its_watchers(sample: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()
    asked: list[int] = []

    def silent() -> int:
        asked.append(1)
        answer.wait(20)
        return 1

    monkeypatch.setattr(sample.store, "revision", silent)
    monkeypatch.setattr("api.http.health.SECONDS", 0.1)
    with serving(create_app(sample)) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
        for _ in range(3):
            ready = http.get("/health/ready")
            assert (ready.status_code, ready.json()["reason"]) == (503, "the store does not answer within 0.1 seconds")
        assert "litgraph_store_up 0.0" in http.get("/metrics").text
        assert len(asked) == 1
        answer.set()


def test_openmetrics_is_spoken_to_those_who_ask_for_it(sample: Library) -> None:
    client = Client(create_app(sample))
    client.post("{ __typename }")
    response = client("GET", "/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert response.headers["content-type"].startswith("application/openmetrics-text")
    assert read(open_families(response.text))["litgraph_requests_total code=OK operation=__typename via=graphql"] == 1


def test_what_is_under_way_is_counted(sample: Library) -> None:
    begun, done = threading.Event(), threading.Event()

    def slow(_library: Library, _asked: Asked) -> Answer:
        begun.set()
        assert done.wait(20)
        return Answer({"data": None})

    with serving(create_app(sample, execute=slow)) as port, ThreadPoolExecutor(1) as other:
        url = f"http://127.0.0.1:{port}"
        asking = other.submit(httpx.post, f"{url}/graphql", json={"query": "{ a }"}, timeout=20)
        assert begun.wait(20)
        assert "litgraph_requests_in_flight 1.0" in httpx.get(f"{url}/metrics").text
        done.set()
        assert asking.result().status_code == 200
        assert "litgraph_requests_in_flight 0.0" in httpx.get(f"{url}/metrics").text


def test_metrics_are_for_those_who_may_read_and_can_be_switched_off(sample: Library) -> None:
    closed = Client(create_app(sample, Config(anonymous=Role.NOBODY, log="off")))
    response = closed("GET", "/metrics")
    assert (response.status_code, json.loads(response.text)["code"]) == (401, "UNAUTHENTICATED")
    assert Client(create_app(sample, Config(metrics=False, log="off")))("GET", "/metrics").status_code == 404
