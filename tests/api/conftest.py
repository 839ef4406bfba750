"""The library that queries are asked of. The smallest fixture is `ask`; the store's url is one fixture, `store_url`."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import pytest

from api.app import create_app
from api.library import Library
from api.respond import execute
from tests.api import record
from tests.api.walks import fill_thousand
from tests.neo4j_server import wipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastapi import FastAPI


FILL = {**record.FILL, "thousand": fill_thousand, "nothing": lambda _: None}


class Shelf(NamedTuple):
    """Where a library stands: an empty store's url, and which papers go into it."""

    url: str
    papers: str


@pytest.fixture(scope="package", params=["sqlite six", "neo4j six"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """An empty store of either kind, to be filled once; `on` says which papers a test wants instead of the six."""
    kind, papers = request.param.split()
    if kind == "sqlite":
        return Shelf(str(tmp_path_factory.mktemp("api") / f"{papers}.db"), papers)
    url: str = request.getfixturevalue("neo4j_url")
    wipe(url)
    return Shelf(url, papers)


def on(papers: str, *kinds: str) -> pytest.MarkDecorator:
    """Runs a test on other papers than the six, on every kind of store or on those that are named."""
    shelves = [f"{kind} {papers}" for kind in kinds or ("sqlite", "neo4j")]
    return pytest.mark.parametrize("shelf", shelves, indirect=True)


@pytest.fixture(scope="package")
def store_url(shelf: Shelf) -> str:
    """The url of the library's store."""
    return shelf.url


@pytest.fixture(scope="package")
def library(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The six papers, or those that the shelf is for: filled once, then only read."""
    with Library.open(shelf.url, tmp_path_factory.mktemp("index"), create=True) as opened:
        FILL[shelf.papers](opened)
        yield opened


@pytest.fixture(scope="package")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample corpus in a SQLite store, for what does not depend on the store."""
    with Library.open(str(tmp_path_factory.mktemp("sample") / "sample.db"), create=True) as opened:
        FILL["sample"](opened)
        yield opened


@pytest.fixture(scope="package")
def twin(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The papers of `library` in a SQLite store of their own: what the same question is asked of, to compare."""
    folder = tmp_path_factory.mktemp("twin")
    with Library.open(str(folder / "twin.db"), create=True) as opened:
        FILL[shelf.papers](opened)
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
