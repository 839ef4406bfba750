"""The house stays as it was planned: floors, sizes, and names that are ours."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.stores import NEO4J_SCHEMES, open_store

ROOT = Path(__file__).parents[1]
FLOORS = ("graph", "nlp", "api")
LONGEST = 400


@pytest.mark.parametrize("floor", FLOORS)
def test_the_installed_package_is_ours(floor: str) -> None:
    # other distributions ship packages of these names
    found = find_spec(floor)
    assert found
    assert found.origin == str(ROOT / floor / "__init__.py")


def test_no_module_is_long() -> None:
    lengths = {
        path: len(path.read_text("utf-8").splitlines()) for floor in FLOORS for path in (ROOT / floor).rglob("*.py")
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("scheme", NEO4J_SCHEMES)
def test_every_scheme_leads_to_an_adapter(scheme: str) -> None:
    with pytest.raises(StoreError, match=r"127\.0\.0\.1"):
        open_store(f"{scheme}://127.0.0.1:1")
