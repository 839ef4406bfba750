"""SIMILAR_TO: the store lists what is like each paper as the index does, whenever a command has ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.library import Library
from graph.links import BATCH, LINKS
from graph.stores import open_store
from nlp.sample import sample_paths

if TYPE_CHECKING:
    from tests.commands.conftest import Run

LITGRAPH = Path(sys.executable).parent / "litgraph"
PAPERS = 5 * BATCH
TOPICS = ("Dutch towns on Twitter", "the archives of Kenya", "floods in Seoul", "open data in Canada", "ferns and moss")


def linked(store_url: str) -> int:
    """How many papers have links; each has those that `similar` lists."""
    with Library.open(store_url) as library:
        ids = [each.paper.id for batch in library.store.scan_papers() for each in batch]
        lists = library.store.similar(ids)
        for own in ids:
            hits = library.reading().similar(library.reading().seed([own])).page(LINKS).hits
            assert lists[own] == tuple((hit.id, hit.score) for hit in hits)
        assert library.store.similar_revision() == library.store.revision()
        return sum(map(bool, lists.values()))


def test_every_ingest_ends_with_links(litgraph: Run, store_url: str) -> None:
    page, bibtex = sorted(sample_paths(), key=lambda each: each.suffix, reverse=True)
    assert litgraph("ingest", page, "--store", store_url).status == 0
    before = linked(store_url)
    assert litgraph("ingest", bibtex, "--store", store_url).status == 0
    assert linked(store_url) > before > LINKS / 2


def test_links_can_be_left_out_and_written_later(litgraph: Run) -> None:
    (page, *_) = sample_paths()
    assert litgraph("ingest", page, "--no-similar").status == 0
    store = open_store("litgraph.db")
    assert (store.similar_revision(), store.listed_by([each.paper.id for each in next(store.scan_papers())])) == (
        0,
        dict.fromkeys((each.paper.id for each in next(store.scan_papers())), ()),
    )
    store.close()
    assert litgraph("index").status == 0
    assert linked("litgraph.db") > LINKS / 2


def test_the_demo_has_links(litgraph: Run) -> None:
    assert litgraph("demo", "--no-serve", "--store", "demo.db").status == 0
    assert linked("demo.db") > LINKS


@pytest.mark.parametrize("command", [("ingest", "papers.jsonl"), ("index",)])
def test_links_go_on_after_a_kill(litgraph: Run, command: tuple[str, ...]) -> None:
    Path("papers.jsonl").write_text(
        "".join(
            json.dumps({"id": f"p{each}", "abstract": f"Report {each % 40} on {TOPICS[each % 5]}, {each}."}) + "\n"
            for each in range(PAPERS)
        )
    )
    assert litgraph("ingest", "papers.jsonl", "--no-similar").status == 0
    store = open_store("litgraph.db")
    ids = [each.paper.id for batch in store.scan_papers() for each in batch]
    process = subprocess.Popen([LITGRAPH, *command], stderr=subprocess.DEVNULL, start_new_session=True)
    while not store.similar(ids[:1])[ids[0]]:
        assert process.poll() is None
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    written = sum(map(bool, store.similar(ids).values()))
    assert 0 < written < PAPERS
    assert (written % BATCH, store.similar_revision()) == (0, 0)
    store.close()
    assert litgraph(*command).status == 0
    assert linked("litgraph.db") == PAPERS


def test_the_index_can_be_rebuilt_without_the_links(litgraph: Run) -> None:
    Path("papers.jsonl").write_text(
        "".join(f'{{"title": "Open data {each}", "abstract": "Twitter in Kenya."}}\n' for each in range(3))
    )
    assert litgraph("ingest", "papers.jsonl", "--no-similar").status == 0
    assert litgraph("index", "--no-write-similar").status == 0
    with closing(open_store("litgraph.db")) as store:
        assert store.similar_revision() == 0
        assert litgraph("index", "--write-similar").status == 0
        assert store.similar_revision() == store.revision() > 0
