"""The sample corpus on both stores; `visit` goes to a page of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.sample import sample_on
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.library import Library


@pytest.fixture(scope="package", params=["sqlite", "neo4j"])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with sample_on(request, tmp_path_factory.mktemp("web")) as opened:
        yield opened


@pytest.fixture(scope="package")
def visit(library: Library) -> Visitor:
    return Visitor(library)
