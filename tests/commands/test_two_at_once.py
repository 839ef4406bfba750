"""Two ingests into one store at the same time: batches take turns, and the graph is what one after the other gives."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.commands.test_kill import LITGRAPH

if TYPE_CHECKING:
    from tests.commands.conftest import Run


def test_two_ingests_at_once_make_the_graph_that_they_make_in_turn(litgraph: Run, store_url: str) -> None:
    some = [
        {"id": f"10.5555/{each}", "title": f"Report {each}", "abstract": f"Kenya on Twitter, report {each}."}
        for each in range(900)
    ]
    # a third of the papers are in both files, there with a venue
    for name, records in (("a", some[:600]), ("b", [{**each, "venue": "Town Studies"} for each in some[300:]])):
        Path(f"{name}.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    litgraph("ingest", "a.jsonl", "b.jsonl", "--store", "in-turn.db", "--no-similar")
    programs = [
        subprocess.Popen(
            [LITGRAPH, "ingest", f"{name}.jsonl", "--store", store_url, "--workers", "1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for name in "ab"
    ]
    for each in programs:
        said, complained = each.communicate(timeout=300)
        assert each.returncode == 0, (said, complained)
    assert litgraph("fingerprint", "--store", store_url).out == litgraph("fingerprint", "--store", "in-turn.db").out
    assert litgraph("check", "--store", store_url, "--mend").status == 0
    assert litgraph("similar", "10.5555/1", "--store", store_url, "--json").json["papers"]
    again = litgraph("ingest", "a.jsonl", "b.jsonl", "--store", store_url, "--json").json
    assert [each["unchanged"] for each in again["sources"]] == [600, 600]
