"""GraphQL over HTTP: methods, media types, sizes, health, and what never leaks."""

from __future__ import annotations

import gc
import json
import logging
import re
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from api.app import app_from_environment, create_app
from api.exchange import Answer
from api.http.shelf import Shelf
from api.library import Library
from graph.errors import StoreUnavailableError
from tests.api.conftest import JSON, Client

if TYPE_CHECKING:
    from pathlib import Path

    from api.exchange import Asked

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
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        (f"{GRAPHQL}, application/json;q=0.9", GRAPHQL),
        (f"application/json;q=0.3, {GRAPHQL};q=0.4", GRAPHQL),
        (f"{GRAPHQL};q=0, */*;q=0.1", "application/json"),
        (f"application/json;q=0, {GRAPHQL};q=0.1", GRAPHQL),
        (f"*/*;q=0.5, {GRAPHQL};q=0.9", GRAPHQL),
        (f"application/json, {GRAPHQL}", "application/json"),
        (f"{GRAPHQL}, application/json", GRAPHQL),
        ("text/html, application/*;q=0.8", "application/json"),
        ("APPLICATION/JSON; charset=utf-8", "application/json"),
    ],
)
def test_the_media_type_is_the_clients(client: Client, accept: str, media: str) -> None:
    response = client.post(QUERY, Accept=accept)
    assert response.headers["content-type"] == f"{media}; charset=utf-8"
    assert response.json()["data"] == ANSWER


def test_headers_in_several_lines_are_one(client: Client) -> None:
    sent = {"method": "POST", "path": "/graphql", "content": json.dumps({"query": QUERY})}
    lines = [("Content-Type", "application/json"), ("Accept", f"{GRAPHQL};q=0.5"), ("Accept", "text/html;q=0.9")]
    assert client(**sent, headers=lines).headers["content-type"].startswith(GRAPHQL)
    assert client(**sent, headers=[*lines, ("Content-Type", "text/plain")]).status_code == 415


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
        (b'{"query": "{ stats { papers } }"}', {**JSON, "Accept": "application/json;q=0"}, 406),
        (b'{"query": "{ stats { papers } }"}', {**JSON, "Accept": "application/json;q=high"}, 406),
        (b'{"query": "{ stats { papers } }"}', {"Content-Type": "text/plain"}, 415),
        (b'{"query": "{ stats { papers } }"}', {}, 415),
        (b'{"query": "{ stats { papers } }"}', {"Content-Type": "application/json; charset=utf-16"}, 415),
        (b'{"query": "{ stats { papers } }"}', {**JSON, "Content-Encoding": "gzip"}, 415),
        (b'{"query": "{ stats { papers } }", "variables": false}', JSON, 400),
        (b'{"query": "{ stats { papers } }", "operationName": 0}', JSON, 400),
        (b'{"query": "{ stats { papers } }", "extensions": []}', JSON, 400),
        (b'{"query": "{ stats { papers } }", "variables": {"a": NaN}}', JSON, 400),
        (b'{"query": "{ stats { papers } }", "variables": ' + b"[" * 2000 + b"]" * 2000 + b"}", JSON, 400),
        (b'\xef\xbb\xbf{"query": "{ stats { papers } }"}', JSON, 400),
        (b'{"query": "{ stats { papers } }\xff"}', JSON, 400),
        (b"", JSON, 400),
        (b'{"query": "{ stats { papers } }"}', {**JSON, "Content-Length": "many"}, 400),
        (b'{"query": "{ stats { papers } }"}', {**JSON, "Content-Length": "9" * 20}, 413),
    ],
)
def test_what_is_no_request_is_refused(client: Client, content: bytes, headers: dict[str, str], status: int) -> None:
    response = client("POST", "/graphql", content=content, headers=headers)
    assert response.status_code == status
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/graphql", 400),
        ("/graphql?query=", 400),
        ("/graphql?query={stats{papers}}&variables=", 200),
        ("/graphql?query={stats{papers}}&operationName=", 200),
        ("/graphql?query={stats{papers}}&variables=1", 400),
        ("/graphql?query={stats{papers}}&variables={", 400),
        ("/graphql?query={stats{papers}}&extensions=[]", 400),
        ("/graphql?query=%ff", 400),
        ("/graphql?" + "&".join("a" * 101), 400),
        ("/graphql?query=%23" + "x" * 60_000, 200),
    ],
)
def test_what_is_got_is_read_as_what_is_posted(client: Client, address: str, status: int) -> None:
    response = client("GET", address)
    assert response.status_code == status
    assert status != 200 or "data" in response.json() or "Syntax Error" in response.text


def test_what_changes_something_is_not_got(client: Client) -> None:
    for query in ("mutation { a }", "query A { stats { papers } } mutation B { b }", "subscription { a }"):
        name = {"operationName": "B"} if "B" in query else {}
        response = client("GET", "/graphql", params={"query": query, **name})
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
    # words in a text are no operations, and the other operation is none that changes something
    said = client("GET", "/graphql", params={"query": '{ papers(search: "mutation of __schema") { totalCount } }'})
    assert (said.status_code, said.json()["data"]) == (200, {"papers": {"totalCount": 0}})
    two = {"query": "query A { stats { papers } } mutation B { b }", "operationName": "A"}
    assert client("GET", "/graphql", params=two).status_code != 405


def test_methods(client: Client) -> None:
    got = client("GET", "/graphql", params={"query": QUERY})
    head = client("HEAD", "/graphql", params={"query": QUERY})
    assert (head.status_code, head.content, head.headers) == (200, b"", got.headers)
    options = client("OPTIONS", "/graphql")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        refused = client(method, "/graphql", content=json.dumps({"query": QUERY}), headers=JSON)
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")


def test_a_batch_is_refused_clearly(client: Client) -> None:
    response = client("POST", "/graphql", content=json.dumps([{"query": QUERY}] * 1000), headers=JSON)
    assert response.status_code == 400
    assert "lists of requests are not answered" in response.json()["errors"][0]["message"]


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


def test_what_nobody_expected_of_the_executor_is_masked_too(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_library: Library, _asked: Asked) -> Answer:
        raise KeyError("SELECT secret FROM papers")

    with caplog.at_level(logging.ERROR, "litgraph"):
        response = Client(create_app(library, execute=broken)).post(QUERY)
    assert (response.status_code, response.json()) == (
        500,
        {"errors": [{"message": "internal error", "extensions": {"code": "INTERNAL"}}]},
    )
    assert "secret" in caplog.text


def test_an_answer_may_come_as_bytes(library: Library) -> None:
    def ready(_library: Library, asked: Asked) -> Answer:
        return Answer(json.dumps({"errors": [{"message": asked.query}]}).encode(), executed=False, codes=("COST",))

    client = Client(create_app(library, execute=ready))
    assert client.post("{ a }").json() == {"errors": [{"message": "{ a }"}]}
    assert [client.post("{ a }", Accept=each).status_code for each in ("*/*", GRAPHQL)] == [200, 400]


def test_health_says_whether_the_store_answers(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client("GET", "/health/live").status_code == 200
    ready = {"status": "ready", "revision": 1, "index": {"revision": 1, "fresh": True}}
    assert client("GET", "/health/ready").json() == ready

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


def test_a_store_that_comes_later_is_found(library: Library, store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts: list[int] = []

    def opened() -> Library:
        attempts.append(1)
        if len(attempts) < 3:
            raise StoreUnavailableError("the server does not answer", "start it")
        return Library.open(store_url, library.folder)

    monkeypatch.setattr("api.http.shelf.PAUSE_SECONDS", 3600)  # however slow this machine is
    client = Client(create_app(opened))  # which tries at each start, too
    for _ in range(2):
        first = client.post(QUERY)
        assert (first.status_code, first.json()["errors"][0]["extensions"]["code"]) == (503, "STORE_UNAVAILABLE")
        assert len(attempts) == 1  # it is not asked for anew by everybody
    monkeypatch.setattr("api.http.shelf.PAUSE_SECONDS", 0)
    assert client.post(QUERY).status_code == 200
    assert client.post(QUERY).json()["data"] == ANSWER
    assert len(attempts) == 4


def test_the_application_is_made_from_the_environment(
    library: Library, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITGRAPH_STORE", store_url)
    monkeypatch.setenv("LITGRAPH_INDEX", str(library.folder))
    gc.unfreeze()
    assert Client(app_from_environment()).post(QUERY).json()["data"] == ANSWER
    assert gc.get_freeze_count()  # garbage is not looked for among what stays


def test_the_index_is_opened_before_anything_needs_it(library: Library, store_url: str) -> None:
    shelf = Shelf(lambda: Library.open(store_url, library.folder))
    opened, until = shelf.library(), monotonic() + 60
    while opened.indexed is None and monotonic() < until:
        sleep(0.01)
    assert opened.indexed == library.store.revision()
    shelf.close()


def test_a_missing_store_is_told_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITGRAPH_STORE", str(tmp_path / "none.db"))
    response = Client(app_from_environment()).post(QUERY)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (503, "STORE_MISSING")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_there_are_no_other_pages(client: Client, path: str) -> None:
    assert client("GET", path).status_code == 404
