"""The library that queries are asked of. The smallest fixture is `ask`; the store's url is one fixture, `store_url`."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from api.app import create_app
from api.library import Library
from api.respond import execute
from tests.api.corpus import fill, fill_with_sample
from tests.neo4j_server import wipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastapi import FastAPI


@pytest.fixture(scope="package", params=["sqlite", "neo4j"])
def store_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty store of either kind, to be filled once and then only read."""
    if request.param == "sqlite":
        return str(tmp_path_factory.mktemp("api") / "six.db")
    url: str = request.getfixturevalue("neo4j_url")
    wipe(url)
    return url


@pytest.fixture(scope="package")
def library(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The six papers."""
    with Library.open(store_url, tmp_path_factory.mktemp("index"), create=True) as opened:
        fill(opened.store)
        yield opened


@pytest.fixture(scope="package")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample corpus."""
    with Library.open(str(tmp_path_factory.mktemp("sample") / "sample.db"), create=True) as opened:
        fill_with_sample(opened)
        yield opened


@pytest.fixture
def ask(library: Library) -> Callable[..., Any]:
    """Answers a query that has no errors with its data."""

    def answered(query: str, **variables: object) -> Any:
        response = execute(library, query, variables)
        assert "errors" not in response, response
        return response["data"]

    return answered


@pytest.fixture
def refused(library: Library) -> Callable[..., tuple[str, str]]:
    """Answers a query that must fail with the code and the message of its first error."""

    def answered(query: str, **variables: object) -> tuple[str, str]:
        error = execute(library, query, variables)["errors"][0]
        return error["extensions"]["code"], error["message"]

    return answered


class Client:
    """A client of the application without a network; each call runs the application from start to end."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def __call__(self, method: str, path: str, **request: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            async with (
                self._app.router.lifespan_context(self._app),
                httpx.AsyncClient(transport=httpx.ASGITransport(self._app), base_url="http://test") as http,
            ):
                return await http.request(method, path, **request)

        return asyncio.run(call())

    def post(self, query: str, **headers: str) -> httpx.Response:
        """Posts a query as JSON."""
        return self("POST", "/graphql", content=json.dumps({"query": query}), headers={**JSON, **headers})


JSON = {"Content-Type": "application/json"}


@pytest.fixture
def client(library: Library) -> Client:
    return Client(create_app(library))
