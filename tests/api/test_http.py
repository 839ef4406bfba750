"""GraphQL over HTTP: methods, media types, sizes, health, and what never leaks."""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING

import pytest

from api.app import app_from_environment, create_app
from api.library import Library
from graph.errors import StoreUnavailableError
from tests.api.conftest import JSON, Client

if TYPE_CHECKING:
    from pathlib import Path

QUERY = "{ stats { papers } }"
GRAPHQL = "application/graphql-response+json"
ANSWER = {"stats": {"papers": 6}}


def test_a_query_is_posted_as_json_or_got(client: Client) -> None:
    assert client.post(QUERY).json()["data"] == ANSWER
    variables = json.dumps({"id": "country:KR"})
    got = client(
        "GET", "/graphql", params={"query": "query ($id: ID!) { concept(id: $id) { name } }", "variables": variables}
    )
    assert got.json()["data"] == {"concept": {"name": "South Korea"}}


@pytest.mark.parametrize(
    ("accept", "media"),
    [("", "application/json"), ("*/*", "application/json"), (f"{GRAPHQL}, application/json;q=0.9", GRAPHQL)],
)
def test_the_media_type_is_the_clients(client: Client, accept: str, media: str) -> None:
    response = client.post(QUERY, Accept=accept)
    assert response.headers["content-type"] == f"{media}; charset=utf-8"
    assert response.json()["data"] == ANSWER


def test_a_query_that_is_none_is_a_400_in_the_newer_media_type_only(client: Client) -> None:
    assert client.post("{ nothing }", Accept=GRAPHQL).status_code == 400
    assert client.post("{ nothing }").status_code == 200
    assert "data" not in client.post("{ nothing }").json()
    # here something was executed, so the response is a whole one
    failed = client.post('{ similar(to: { papers: ["doi:10.1000/none"] }) { totalCount } }', Accept=GRAPHQL)
    assert (failed.status_code, failed.json()["data"]) == (200, None)


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b'[{"query": "{ stats { papers } }"}]', JSON, 400),
        (b'{"query": 1}', JSON, 400),
        (b'{"query": "{ stats { papers } }", "variables": 1}', JSON, 400),
        (b'{"query": "{ paper(id: \\"\\ud800\\") { id } }"}', JSON, 400),
        (b'{"query": "' + b" " * 256_000 + b'"}', JSON, 413),
        (QUERY.encode(), {"Content-Type": "application/graphql"}, 415),
        (b"query=%7Bstats%7Bpapers%7D%7D", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (b"--x--", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (b'{"query": "{ stats { papers } }"}', {**JSON, "Accept": "text/csv"}, 406),
    ],
)
def test_what_is_no_request_is_refused(client: Client, content: bytes, headers: dict[str, str], status: int) -> None:
    response = client("POST", "/graphql", content=content, headers=headers)
    assert response.status_code == status
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_an_operation_is_chosen_by_name(client: Client) -> None:
    two = {"query": "query A { stats { papers } } query B { stats { runs } }"}
    chosen = client("POST", "/graphql", content=json.dumps({**two, "operationName": "B"}), headers=JSON)
    assert chosen.json()["data"] == {"stats": {"runs": 1}}
    unsaid = client("POST", "/graphql", content=json.dumps(two), headers=JSON)
    assert unsaid.json()["errors"][0]["message"] == (
        "the request has 2 operations (choose one by its operationName: A, B)"
    )


def test_what_nobody_expected_is_masked_and_logged(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise KeyError("SELECT secret FROM papers")

    monkeypatch.setattr(library.store, "counts", broken)
    with caplog.at_level(logging.ERROR, "litgraph"):
        response = client.post(QUERY)
    error = response.json()["errors"][0]
    assert (error["message"], error["extensions"]) == ("internal error", {"code": "INTERNAL"})
    assert not re.search("secret|KeyError|Traceback", response.text)
    assert "secret" in caplog.text


def test_health_says_whether_the_store_answers(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client("GET", "/health/live").status_code == 200
    assert client("GET", "/health/ready").json() == {"status": "ready", "revision": 1}

    def down() -> int:
        raise StoreUnavailableError("the server does not answer", "start it")

    monkeypatch.setattr(library.store, "revision", down)
    ready = client("GET", "/health/ready")
    assert (ready.status_code, ready.json()["reason"]) == (503, "the server does not answer (start it)")
    assert client("GET", "/health/live").status_code == 200


def test_a_store_that_went_away_is_no_fault_of_the_request(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> int:
        raise StoreUnavailableError("the server does not answer", "start it")

    monkeypatch.setattr(library.store, "revision", down)
    response = client.post("{ papers { facets(by: COUNTRY) { id } } }", Accept="application/graphql-response+json")
    assert (response.status_code, response.json()["data"]) == (200, None)
    assert response.json()["errors"][0]["extensions"]["code"] == "STORE_UNAVAILABLE"
    assert client("GET", "/schema.graphql").status_code == 200


def test_a_store_that_comes_later_is_found(library: Library, store_url: str) -> None:
    attempts: list[int] = []

    def opened() -> Library:
        attempts.append(1)
        if len(attempts) < 3:
            raise StoreUnavailableError("the server does not answer", "start it")
        return Library.open(store_url, library.folder)

    client = Client(create_app(opened))
    first = client.post(QUERY)
    assert (first.status_code, first.json()["errors"][0]["extensions"]["code"]) == (503, "STORE_UNAVAILABLE")
    assert client.post(QUERY).json()["data"] == ANSWER


def test_the_application_is_made_from_the_environment(
    library: Library, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITGRAPH_STORE", store_url)
    monkeypatch.setenv("LITGRAPH_INDEX", str(library.folder))
    assert Client(app_from_environment()).post(QUERY).json()["data"] == ANSWER


def test_a_missing_store_is_told_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITGRAPH_STORE", str(tmp_path / "none.db"))
    response = Client(app_from_environment()).post(QUERY)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (503, "STORE_MISSING")
    assert not list(tmp_path.iterdir())


def test_the_page_asks_nothing_from_outside(client: Client) -> None:
    page = client("GET", "/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    linked = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert {"/console.js", "/console.css", "/schema.graphql"} <= set(linked)
    for each in linked:
        found = client("GET", each)
        assert found.status_code == 200
        assert "://" not in found.text.replace("http://www.w3.org/2000/svg", "")
    # what the policy would block is not there: styles and scripts in the page itself
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son\w+=", page.text)


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_there_are_no_other_pages(client: Client, path: str) -> None:
    assert client("GET", path).status_code == 404
