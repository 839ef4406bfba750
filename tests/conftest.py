"""The stores that tests run on. The smallest fixture is `sqlite_store`; `store` runs a test on every adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ftfy  # noqa: F401 (readers import it when they first need it: no example of Hypothesis shall pay for that)
import pytest

from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Store


pytest_plugins = ["tests.neo4j_server"]


@pytest.fixture(params=["sqlite", "neo4j"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store's url, once for each adapter."""
    return str(tmp_path / "store.db") if request.param == "sqlite" else request.getfixturevalue("empty_neo4j")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, once on each adapter."""
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file of its own."""
    opened = open_store(str(tmp_path / "store.db"))
    yield opened
    opened.close()
