"""`litgraph rank`: runs that evaluation tools read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Run

PAPERS = [
    {"id": "a1", "title": "Towns on Twitter", "abstract": "Dutch towns answer citizens on Twitter."},
    {"id": "b2", "title": "Mayors who tweet", "abstract": "Mayors of towns answer citizens on Twitter."},
    {"id": "c3", "title": "Dikes", "abstract": "Dikes protect Dutch towns from the sea."},
    {"id": "d4", "title": "Ferns", "abstract": "Ferns grow in the shade."},
]


@pytest.fixture
def store(litgraph: Run, tmp_path: Path) -> str:
    source = tmp_path / "papers.jsonl"
    source.write_text("\n".join(map(json.dumps, PAPERS)), "utf-8")
    url = str(tmp_path / "papers.db")
    assert litgraph("ingest", str(source), "--store", url).status == 0
    return url


def test_a_run_has_a_line_for_each_paper_found(litgraph: Run, store: str, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("a1\n\nc3\n", "utf-8")
    done = litgraph("rank", "--queries", str(queries), "--store", store)

    assert (done.status, done.err) == (0, "")
    lines = [line.split(" ") for line in done.out.splitlines()]
    assert [line[:3] for line in lines] == [
        ["a1", "b2", "1"],
        ["a1", "c3", "2"],
        ["c3", "a1", "1"],
        ["c3", "b2", "2"],
    ]
    assert all(0 < float(line[3]) <= 1 for line in lines)


def test_scores_are_those_of_similar(litgraph: Run, store: str, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("a1", "utf-8")
    listed = litgraph("similar", "a1", "--store", store, "--json").json["papers"]
    run = litgraph("rank", "--queries", str(queries), "--store", store).out.splitlines()
    assert [float(line.split(" ")[3]) for line in run] == [each["score"] for each in listed]


def test_by_overlap_a_score_is_the_share_of_concepts(litgraph: Run, store: str, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("a1\nb2", "utf-8")
    run = litgraph("rank", "--queries", str(queries), "--signals", "overlap", "--store", store).out.splitlines()
    # a1 speaks of Twitter and the Netherlands, b2 of Twitter, c3 of the Netherlands
    assert run == ["a1 b2 1 0.500000000", "a1 c3 2 0.500000000", "b2 a1 1 1.000000000"]


def test_one_signal_gives_its_own_ranking(litgraph: Run, store: str, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("a1", "utf-8")
    run = litgraph("rank", "--queries", str(queries), "--signals", "concepts", "--first", "1", "--store", store)
    mixed = litgraph("rank", "--queries", str(queries), "--signals", "text=1,concepts=3", "--store", store)
    assert run.out.split(" ")[:3] == ["a1", "b2", "1"]
    assert len(mixed.out.splitlines()) == 2
    assert run.out.split(" ")[3] != mixed.out.splitlines()[0].split(" ")[3]


def test_a_query_may_be_a_text(litgraph: Run, store: str, tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text(json.dumps({"id": "q1", "text": "Which ferns grow?", "papers": []}), "utf-8")
    done = litgraph("rank", "--queries", str(queries), "--store", store)
    assert done.out.splitlines()[0].split(" ")[:3] == ["q1", "d4", "1"]


def test_a_bad_query_stops_no_good_one(litgraph: Run, store: str, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("nobody\na1\n", "utf-8")
    done = litgraph("rank", "--queries", str(queries), "--store", store, "--first", "1")
    assert done.status == 3
    assert done.out.startswith("a1 b2 1 ")
    assert f"{queries}:1: rejected: no paper has the id nobody" in done.err


@pytest.mark.parametrize(
    ("lines", "arguments", "status", "said"),
    [
        ('{"text": "no id"}', [], 1, "line 1: this is no query"),
        ('{"id": 3}', [], 1, "line 1: this is no query"),
        ("a1", ["--signals", "smell"], 2, "there is no signal 'smell'; use text, concepts, citations, semantic"),
        ("a1", ["--signals", "text=much"], 2, "the weight 'much' of text is no number"),
        ("a1", ["--signals", "text=-1"], 1, "the weight of text is -1.0"),
    ],
)
def test_what_cannot_be_asked_is_said(
    litgraph: Run, store: str, tmp_path: Path, lines: str, arguments: list[str], status: int, said: str
) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text(lines, "utf-8")
    done = litgraph("rank", "--queries", str(queries), "--store", store, *arguments)
    assert done.status == status
    assert said in done.err
