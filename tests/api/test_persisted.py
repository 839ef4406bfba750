"""Queries known by their hash: remembered, forgotten, listed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from api.app import create_app
from api.config import Config, ConfigError
from api.http.persisted import Persisted
from api.http.refusals import RefusedError
from tests.api.conftest import JSON, Client

if TYPE_CHECKING:
    from pathlib import Path

    from api.library import Library

QUERY = "query ($first: Int) { papers(first: $first) { nodes { __typename } } }"
VARIABLES = {"first": 1}
DATA = {"data": {"papers": {"nodes": [{"__typename": "Paper"}]}}}
GRAPHQL = {"Accept": "application/graphql-response+json"}


def hashed(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()


def extension(query: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": hashed(query)}}


def post(client: Client, headers: dict[str, str] | None = None, **request: Any) -> tuple[int, Any]:
    response = client("POST", "/graphql", content=json.dumps(request), headers={**JSON, **(headers or {})})
    said = response.json()
    return response.status_code, {"data": said["data"]} if "data" in said else said["errors"][0]["extensions"]["code"]


def test_a_query_is_found_by_its_hash_once_it_was_answered(sample: Library) -> None:
    client = Client(create_app(sample))
    known = {"extensions": extension(QUERY), "variables": VARIABLES}
    for headers, status in (({}, 200), (GRAPHQL, 400)):
        assert post(client, headers, **known) == (status, "PERSISTED_QUERY_NOT_FOUND")
    response = client("POST", "/graphql", content=json.dumps(known), headers=JSON)
    assert response.json()["errors"][0]["message"] == "PersistedQueryNotFound"  # what Apollo's clients look for
    assert post(client, query=QUERY, **known) == (200, DATA)
    assert post(client, **known) == (200, DATA)
    assert post(client, query=None, **known) == (200, DATA)
    got = {"extensions": json.dumps(known["extensions"]), "variables": json.dumps(VARIABLES)}
    assert client("GET", "/graphql", params=got).json()["data"] == DATA["data"]


@pytest.mark.parametrize(
    "persisted",
    [
        1,
        {},
        {"version": 2, "sha256Hash": hashed(QUERY)},
        {"version": 1},
        {"version": 1, "sha256Hash": 1},
        {"version": 1, "sha256Hash": "abc"},
        {"version": 1, "sha256Hash": hashed(QUERY + " ")},
    ],
)
def test_a_hash_that_is_none_or_of_another_text(sample: Library, persisted: Any) -> None:
    client = Client(create_app(sample))
    extensions = {"persistedQuery": persisted}
    assert post(client, query=QUERY, variables=VARIABLES, extensions=extensions) == (400, "BAD_REQUEST")
    assert post(client, extensions=extension(QUERY)) == (200, "PERSISTED_QUERY_NOT_FOUND")


def test_what_is_no_query_is_not_remembered(sample: Library) -> None:
    client = Client(create_app(sample))
    for query in ("{ nothing }", "{"):
        assert post(client, query=query, extensions=extension(query)) == (200, "BAD_REQUEST")
        assert post(client, extensions=extension(query)) == (200, "PERSISTED_QUERY_NOT_FOUND")


def test_none_is_remembered_where_that_is_switched_off(sample: Library) -> None:
    client = Client(create_app(sample, Config(persisted=0, log="off")))
    asked = {"query": QUERY, "variables": VARIABLES}
    assert post(client, **asked, extensions=extension(QUERY)) == (200, "PERSISTED_QUERY_NOT_SUPPORTED")
    assert post(client, **asked) == (200, DATA)


def test_the_least_used_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Persisted(2)

    def known() -> list[str]:
        return [each for each in "abc" if is_known(each)]

    def is_known(query: str) -> bool:
        try:
            return kept.find({"extensions": extension(query)}).query == query
        except RefusedError:
            return False

    for each in "ab":
        kept.remember(hashed(each), each)
    assert kept.find({"extensions": extension("a")}).query == "a"
    kept.remember(hashed("c"), "c")
    assert known() == ["a", "c"]
    monkeypatch.setattr("api.http.persisted.CHARACTERS", 1)
    kept.remember(hashed("b"), "b")
    assert known() == ["b"]
    kept.remember(hashed("too long"), "too long")
    assert known() == ["b"]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    (tmp_path / "papers.graphql").write_text(f"\n{QUERY}\n", "utf-8")
    (tmp_path / "notes.txt").write_text("{ __typename }", "utf-8")
    return tmp_path


def test_only_what_is_listed_is_answered(sample: Library, listed: Path) -> None:
    client = Client(create_app(sample, Config(safelist=listed, log="off")))
    for query in (QUERY, f"\n{QUERY}\n", f"  {QUERY}"):
        assert post(client, query=query, variables=VARIABLES) == (200, DATA)
    for query in (QUERY, f"\n{QUERY}\n"):
        assert post(client, extensions=extension(query), variables=VARIABLES) == (200, DATA)
    for query in ("{ __typename }", QUERY.replace("Int", "Int!")):
        assert post(client, query=query) == (403, "QUERY_NOT_LISTED")
        assert post(client, query=query, extensions=extension(query)) == (403, "QUERY_NOT_LISTED")
        assert post(client, extensions=extension(query)) == (200, "PERSISTED_QUERY_NOT_FOUND")


def test_a_list_that_cannot_be_read(sample: Library, listed: Path) -> None:
    (listed / "broken.graphql").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"broken\.graphql: cannot be read"):
        create_app(sample, Config(safelist=listed))
