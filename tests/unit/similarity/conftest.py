"""The smallest fixture is `shelf` (five papers); `index` is built from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.similarity import open_index
from tests.unit.similarity.shelf import SAMPLE, Shelf

if TYPE_CHECKING:
    from pathlib import Path

    from graph.similarity import Index


@pytest.fixture
def shelf() -> Shelf:
    return Shelf().put(*SAMPLE)


@pytest.fixture
def index(shelf: Shelf, tmp_path: Path) -> Index:
    return open_index(shelf, tmp_path / "index")
