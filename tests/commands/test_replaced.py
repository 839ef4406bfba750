"""The library that a server answers from is that of the file which is there: gone, and restored."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.http import shelf as shelves
from api.http.shelf import Shelf
from api.library import Library
from graph.errors import StoreMissingError
from graph.fingerprint import fingerprint
from graph.stores import open_store
from tests.api.corpus import fill

if TYPE_CHECKING:
    from tests.commands.conftest import Run


def test_a_store_that_is_gone_and_restored_is_served_again(litgraph: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "PAUSE_SECONDS", 0.0)
    with closing(open_store("a.db")) as store:
        fill(store)
        before = fingerprint(store)
    assert litgraph("backup", "a.backup", "--store", "a.db").status == 0
    shelf = Shelf(lambda: Library.open("a.db"))
    first = shelf.library()
    assert shelf.library() is first
    assert first.fingerprint() == before

    for each in Path().glob("a.db*"):
        if each.is_file():
            each.unlink()
    with pytest.raises(StoreMissingError, match=r"there is no store at a\.db"):
        shelf.library()
    assert not Path("a.db").exists()

    assert litgraph("restore", "a.backup", "--store", "a.db").status == 0
    again = shelf.library()
    assert again is not first
    assert (again.fingerprint(), again.index.papers) == (before, first.index.papers)
    assert shelf.library() is again
    shelf.close()
    first.close()
