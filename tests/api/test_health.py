"""What is said of store, index and ingests to those who watch: ready or not, how old, how fast."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

import api.http.health
import api.http.ingests
import api.library
from api.app import create_app
from api.library import Library
from graph.errors import IndexBuildError
from graph.ingest import ingest
from graph.model import Run
from nlp.readers import read_source
from tests.api.conftest import FILL, Client
from tests.api.test_metrics import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Library]:
    """Six papers in a file of their own, to be changed."""
    with Library.open(str(tmp_path / "small.db"), create=True) as opened:
        FILL["six"](opened)
        opened.refresh()
        yield opened


def more(library: Library, folder: Path, name: str) -> None:
    """Brings a paper in behind the index's back, as another process would."""
    file = folder / f"{name}.jsonl"
    file.write_text(f'{{"id": "{name}", "title": "Towns {name}", "abstract": "Dutch towns use Twitter, {name}."}}')
    ingest(library.store, read_source(str(file)), library.annotator(workers=1))


def test_an_index_that_lags_answers_and_is_told(small: Library, tmp_path: Path) -> None:
    client = Client(create_app(small))
    assert client("GET", "/health/ready").json()["index"] == {"revision": small.indexed, "fresh": True}
    more(small, tmp_path, "late")
    ready = client("GET", "/health/ready")
    before, now = small.indexed, small.store.revision()
    assert (ready.status_code, ready.json()) == (
        200,
        {"status": "ready", "revision": now, "index": {"revision": before, "fresh": False}},
    )
    said = told(client)
    assert (said["litgraph_index_up"], said["litgraph_index_behind"]) == (1, now - (before or 0))
    assert said["litgraph_index_age_seconds"] > 0
    client.post('{ papers(search: "Twitter") { totalCount } }')  # who asks has it brought up to date
    said = told(client)
    assert (said["litgraph_index_behind"], said["litgraph_index_age_seconds"]) == (0, 0)


def test_without_an_index_a_server_is_not_ready_until_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.http.health, "INDEX_SECONDS", 0.05)
    monkeypatch.setattr(api.http.health, "RETRY_SECONDS", 0.0)
    opened, made, real = threading.Event(), threading.Event(), api.library.open_index

    def slow(*given: Any) -> Any:
        opened.set()
        assert made.wait(20)
        return real(*given)

    def full(*_: Any) -> Any:
        raise IndexBuildError("the similarity index cannot be written", "free some space on the disk")

    with Library.open(str(tmp_path / "new.db"), create=True) as library:
        client = Client(create_app(library))
        monkeypatch.setattr(api.library, "open_index", full)
        library.refresh_aside()
        while not library.index_trouble:
            threading.Event().wait(0.01)
        ready = client("GET", "/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (503, "unavailable")
        assert ready.json()["index"]["reason"] == ready.json()["reason"]
        assert ready.json()["reason"] == "the similarity index cannot be written (free some space on the disk)"
        assert client("GET", "/health/live").status_code == 200
        assert told(client)["litgraph_index_up"] == 0
        monkeypatch.setattr(api.library, "open_index", slow)
        library.index_trouble = ""
        client("GET", "/health/ready")
        assert opened.wait(20)  # nobody asked but the check
        ready = client("GET", "/health/ready")
        assert (ready.status_code, ready.json()["reason"]) == (503, "the similarity index is being made")
        assert told(client)["litgraph_index_refreshing"] == 1
        made.set()
        monkeypatch.setattr(api.http.health, "INDEX_SECONDS", 20.0)
        assert client("GET", "/health/ready").json()["index"] == {"revision": 0, "fresh": True}


def test_an_index_that_cannot_follow_says_why_and_still_answers(
    small: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(create_app(small))
    more(small, tmp_path, "late")
    (small.folder / "LOCK").unlink()
    (small.folder / "LOCK").mkdir()  # nobody can hold it
    with pytest.raises(IndexBuildError):
        small.refresh()
    ready = client("GET", "/health/ready")
    assert ready.status_code == 200
    assert "cannot be written" in ready.json()["index"]["reason"]
    (small.folder / "LOCK").rmdir()
    small.refresh()
    assert "reason" not in client("GET", "/health/ready").json()["index"]


def test_ingests_are_read_from_the_store_and_seldom(
    small: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(create_app(small))
    more(small, tmp_path, "first")
    before = told(client)
    assert before["litgraph_papers"] == small.store.counts().papers
    assert before["litgraph_last_ingest_records"] == 1
    run = Run(
        "99", "big", "2026-11-27T10:00:00+00:00", "2026-11-27T10:00:08+00:00", counts=(("new", 90), ("rejected", 2))
    )
    with small.store.transaction() as transaction:
        transaction.save_run(run)
    more(small, tmp_path, "second")
    assert told(client)["litgraph_runs"] == before["litgraph_runs"]  # what is known is young enough
    monkeypatch.setattr(api.http.ingests, "AGAIN_SECONDS", 0.0)
    said = told(client)
    assert said["litgraph_runs"] == before["litgraph_runs"] + 2
    assert said["litgraph_papers"] == before["litgraph_papers"] + 1
    assert said["litgraph_ingested_records_total outcome=rejected"] == 2
    with small.store.transaction() as transaction:  # which changes no revision
        transaction.save_run(Run("98", "other", "2027-01-01T00:00:00+00:00"))
    assert told(client)["litgraph_runs"] == said["litgraph_runs"]
    monkeypatch.setattr(api.http.ingests, "ANYWAY_SECONDS", 0.0)
    assert told(client)["litgraph_runs"] == said["litgraph_runs"] + 1


def test_the_last_run_is_the_one_that_finished_last() -> None:
    runs = [
        Run(
            "1", "big", "2026-11-27T10:00:00+00:00", "2026-11-27T10:00:08+00:00", counts=(("new", 80), ("rejected", 2))
        ),
        Run("2", "short", "2026-11-27T10:00:01+00:00", "2026-11-27T10:00:01+00:00", counts=(("new", 5),)),
        Run("3", "under way", "2026-11-27T10:00:09+00:00"),
    ]
    last = api.http.ingests._last(runs)
    assert last
    assert (last.seconds, last.records, last.rate) == (8, 80, 10)
    assert api.http.ingests._last(runs[2:]) is None
