"""The sample corpus on either store, as pages are tried on it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.library import Library
from tests.api.corpus import fill_with_sample
from tests.neo4j_server import wipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest


@contextmanager
def sample_on(request: pytest.FixtureRequest, folder: Path) -> Iterator[Library]:
    """The sample in an empty store of the kind that the fixture's parameter names."""
    url = str(folder / "sample.db")
    if request.param == "neo4j":
        url = request.getfixturevalue("neo4j_url")
        wipe(url)
    with Library.open(url, folder / "index", create=True) as library:
        fill_with_sample(library)
        yield library
