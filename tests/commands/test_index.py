"""The index follows its store: however papers came in, and whoever was stopped on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from graph.stores import open_store
from tests.commands.test_kill import LITGRAPH

if TYPE_CHECKING:
    from tests.commands.conftest import Run

TOPICS = ("Dutch towns use Twitter", "The Kenya National Archives keep records", "Mayors in Seoul answer citizens")


def written(folder: str, numbers: range) -> Path:
    """A file of papers that cite the one before, always under the same name."""
    path = Path(folder, "papers.jsonl")
    path.parent.mkdir()
    papers = [
        {
            "doi": f"10.5555/{each:04}",
            "title": f"Report {each} on open data",
            "abstract": f"{TOPICS[each % 3]}. Survey {each % 7} of county {each % 11} asks about matter {each % 13}.",
            "references": [f"10.5555/{each - 1:04}", f"10.5555/{each % 5 + 900}"],
        }
        for each in numbers
    ]
    path.write_text("".join(json.dumps(each) + "\n" for each in papers))
    return path


def arrays(index: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(index).glob("generation-*/*.npy")}


def test_one_ingest_or_many_make_one_index(litgraph: Run) -> None:
    litgraph("ingest", written("all", range(300)), "--store", "one.db", "--workers", 1)
    for number, start in enumerate((200, 0, 260, 100, 30, 299)):
        stop = sorted({0, 30, 100, 200, 260, 299, 300})
        part = written(f"part{number}", range(start, stop[stop.index(start) + 1]))
        assert litgraph("ingest", part, "--store", "many.db", "--workers", 2).status == 0
    assert arrays("one.db.index") == arrays("many.db.index") != {}
    asked = ("similar", "10.5555/0042", "--why", "--json")
    assert litgraph(*asked, "--store", "one.db").out == litgraph(*asked, "--store", "many.db").out
    one, many = (open_store(name) for name in ("one.db", "many.db"))
    ids = [f"doi:10.5555/{each:04}" for each in range(300)]
    assert one.similar(ids) == many.similar(ids)
    assert len(one.similar(ids)[ids[0]]) == 20
    one.close()
    many.close()


def test_a_killed_build_leaves_the_old_index_answering(litgraph: Run) -> None:
    litgraph("ingest", written("papers", range(2500)), "--no-similar")
    before, answer = arrays("litgraph.db.index"), litgraph("similar", "10.5555/0042", "--json").out
    process = subprocess.Popen([LITGRAPH, "index"], stderr=subprocess.DEVNULL, start_new_session=True)
    while not list(Path("litgraph.db.index").glob("building-*")):
        assert process.poll() is None
        time.sleep(0.001)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert list(Path("litgraph.db.index").glob("building-*"))
    assert arrays("litgraph.db.index") == before
    assert litgraph("similar", "10.5555/0042", "--json").out == answer
    litgraph("ingest", written("more", range(2500, 2510)), "--no-similar")
    assert not list(Path("litgraph.db.index").glob("building-*"))
    assert litgraph("similar", "10.5555/2505", "--json").json["total"] > 0
