"""Servers, processes of one server and an ingest over one store: all of them see what it says."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from graph.ingest import BATCH
from tests.api.process import serving

if TYPE_CHECKING:
    from tests.api.process import Server
    from tests.commands.conftest import Run

FEW = 5
MANY = 3 * BATCH
ASKED = '{ stats { papers } papers(search: "donkeys", first: 3) { totalCount nodes { id } } }'
SECONDS = 30
AGAIN = 12
"""So often a server of two processes is asked, each time over another connection."""


def test_what_an_ingest_brings_is_seen_by_every_process(litgraph: Run, store_url: str) -> None:
    _write("few.jsonl", range(FEW))
    _write("many.jsonl", range(FEW, MANY))
    assert litgraph("ingest", "few.jsonl", "--store", store_url, "--no-similar").status == 0
    # each server with an index of its own, as on two machines; the two processes of one share theirs
    options = ("--timeout", "0", "--access-log", "off")
    with (
        serving(store_url, "--workers", "2", "--index", "one", *options, log=Path("one.txt")) as one,
        serving(store_url, "--index", "two", *options, log=Path("two.txt")) as two,
    ):
        before = {_answer(server) for server in (one, two) for _ in range(AGAIN)}
        assert {json.loads(each)["papers"]["totalCount"] for each in before} == {FEW}
        assert len(before) == 1
        assert litgraph("ingest", "many.jsonl", "--store", store_url, "--no-similar", "--index", "one").status == 0
        until = time.monotonic() + SECONDS
        while len(after := {_answer(server) for server in (one, two) for _ in range(AGAIN)}) > 1:
            assert time.monotonic() < until, after
        said = json.loads(after.pop())
        assert (said["stats"]["papers"], said["papers"]["totalCount"]) == (MANY, MANY)


def _write(name: str, which: range) -> None:
    lines = (json.dumps({"id": f"p{each}", "abstract": f"Report {each} on donkeys in Ghana."}) for each in which)
    Path(name).write_text("\n".join(lines))


def _answer(server: Server) -> str:
    answer = server.asked(ASKED)
    assert answer.status == 200, answer
    return json.dumps(answer.json["data"], sort_keys=True)
