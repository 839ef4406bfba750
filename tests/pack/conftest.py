"""A Neo4j with everything in it that the pack asks for: filled once, then only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from neo4j import GraphDatabase

from tests.pack.corpus import library_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neo4j import Driver

    from api.library import Library


@pytest.fixture(scope="package")
def full(neo4j_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_on(neo4j_url, tmp_path_factory.mktemp("pack")) as library:
        yield library


@pytest.fixture(scope="package")
def driver(neo4j_url: str, full: Library) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j_url) as opened:
        yield opened
