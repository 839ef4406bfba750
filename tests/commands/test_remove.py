"""`litgraph runs` and `litgraph remove`: what came in, and how it goes again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Run

TOWNS = {"doi": "10.5555/towns", "title": "Towns on Twitter", "abstract": "Dutch towns use Twitter."}
VOTES = {"doi": "10.5555/votes", "title": "Votes on WhatsApp", "abstract": "Kenyan voters use WhatsApp."}
FLOODS = {"doi": "10.5555/floods", "title": "Floods", "abstract": "Floods in Bangladesh are seen by satellites."}


@pytest.fixture
def twice(litgraph: Run) -> Run:
    """Two files; the second has a paper of the first, and one of its own."""
    for name, papers in (("one.jsonl", [TOWNS, VOTES]), ("two.jsonl", [VOTES, FLOODS])):
        Path(name).write_text("".join(f"{json.dumps(each)}\n" for each in papers), encoding="utf-8")
        assert litgraph("ingest", name).status == 0
    return litgraph


def papers(litgraph: Run) -> int:
    return litgraph("stats", "--json").json["papers"]


def test_runs_are_listed_the_latest_first(twice: Run) -> None:
    listed = twice("runs")
    assert listed.status == 0
    assert [line.split("  ", 2)[2].strip().split(" s  ")[-1] for line in listed.out.splitlines()] == [
        "two.jsonl: 1 new, 1 updated, 0 unchanged, 0 rejected",
        "one.jsonl: 2 new, 0 updated, 0 unchanged, 0 rejected",
    ]
    assert twice("runs", "--first", 1).out.splitlines()[-1] == "1 earlier ones: --first 2"
    told = twice("runs", "--json").json
    assert [each["source"] for each in told] == ["two.jsonl", "one.jsonl"]
    assert told[0]["counts"] == {"new": 1, "updated": 1, "unchanged": 0, "rejected": 0}


def test_a_source_goes_and_comes_again(twice: Run) -> None:
    before = twice("fingerprint").out
    assert twice("remove", "--source", "two.jsonl", "--dry-run").out.startswith("1 papers would be taken out")
    assert papers(twice) == 3
    assert twice("remove", "--source", "two.jsonl").out.splitlines() == [
        "1 papers were taken out of litgraph.db, 1 kept: other sources have them too",
        "2 papers are in it",
    ]
    assert "10.5555/floods" not in twice("similar", "10.5555/towns", "--json").out
    assert twice("ingest", "two.jsonl").status == 0
    assert twice("fingerprint").out == before


def test_a_run_goes(twice: Run) -> None:
    latest = twice("runs", "--json").json[0]["id"]
    assert twice("remove", "--run", latest, "--json").json == {"removed": 1, "kept": 1, "papers": 2, "dryRun": False}


def test_papers_go_by_any_of_their_ids(twice: Run) -> None:
    assert twice("remove", "https://doi.org/10.5555/TOWNS", "doi:10.5555/floods", "--dry-run").status == 0
    assert papers(twice) == 3
    assert twice("remove", "https://doi.org/10.5555/TOWNS", "doi:10.5555/floods").out.startswith("2 papers were taken")
    assert papers(twice) == 1
    assert twice("ingest", "one.jsonl").status == 0
    assert papers(twice) == 1  # it was read whole


def test_what_is_not_there_is_told(twice: Run) -> None:
    unknown = twice("remove", "10.5555/town")
    assert (unknown.status, papers(twice)) == (1, 3)
    assert "did you mean doi:10.5555/towns" in unknown.complaint
    assert "did you mean two.jsonl or one.jsonl?" in twice("remove", "--source", "tow.jsonl").complaint
    assert twice("remove").status == twice("remove", "1", "--source", "one.jsonl").status == 2
    assert twice("runs", "--store", "none.db").status == 1
