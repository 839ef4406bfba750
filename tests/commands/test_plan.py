"""litgraph ingest --plan: what it says would come in comes in, takes that much room, and nothing has changed before."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlp.sample import sample_paths

if TYPE_CHECKING:
    from tests.commands.conftest import Run

RIS = "TY  - JOUR\nTI  - Dutch towns on Twitter\nDO  - 10.5555/a\nER  - \n\nTY  - JOUR\nAU  - Doe\nER  - \n"
PLACES = ("Seoul", "Utrecht", "Lagos", "Lima", "Oslo", "Quito", "Riga", "Accra", "Hanoi", "Kyiv")
THINGS = ("Twitter", "Facebook", "WeChat", "e-government", "open data", "machine learning", "trust", "satellites")


def papers(count: int) -> str:
    """Abstracts that are each made of other words in another order."""
    mixes = itertools.islice(itertools.permutations((*PLACES, *THINGS), 5), 0, None, 97)
    return "".join(
        f'{{"title": "How {one} meets {two} {at}", "abstract": "In {three}, {four} was used by {at} people. We ask what'
        f' {five} has to do with it, and why the government of {one} says so. Group {at % 13} disagrees."}}\n'
        for at, (one, two, three, four, five) in enumerate(itertools.islice(mixes, count))
    )


def test_a_plan_says_what_then_happens(litgraph: Run) -> None:
    Path("a.ris").write_text(RIS)
    Path("b.jsonl").write_text('{"title": "Dutch towns", "doi": "10.5555/A"}\n' + papers(2_500))
    said = litgraph("ingest", "a.ris", "b.jsonl", "--plan", "--json")
    assert said.status == 0
    ris, jsonl = said.json["sources"]
    assert (ris["records"], ris["new"], ris["rejected"][0]["line"]) == (1, 1, 6)
    assert (jsonl["records"], jsonl["new"], jsonl["format"]) == (2_501, 2_500, "jsonl")  # one is in the other file too
    assert not list(Path.cwd().glob("litgraph.db*"))

    done = litgraph("ingest", "a.ris", "b.jsonl", "--workers", "1", "--json")
    assert [each["records"] for each in done.json["sources"]] == [1, 2_501]
    assert done.json["papers"] == ris["new"] + jsonl["new"]
    index = sum(each.stat().st_size for each in Path("litgraph.db.index").rglob("*") if each.is_file())
    assert said.json["bytes"]["store"] == pytest.approx(Path("litgraph.db").stat().st_size, rel=0.3)
    assert said.json["bytes"]["index"] == pytest.approx(index, rel=0.3)
    assert all(said.json["seconds"].values())

    again = litgraph("ingest", "b.jsonl", "--plan", "--json").json
    assert [again["sources"][0][each] for each in ("records", "read", "new")] == [2_501, 2_501, 0]
    assert (again["papersThere"], again["bytes"]) == (2_501, {"store": 0, "index": 0})


def test_a_plan_for_people(litgraph: Run) -> None:
    page = next(str(each) for each in sample_paths() if each.suffix == ".txt")
    said = litgraph("ingest", page, "--plan")
    assert said.status == 0
    assert "24 papers, 24 new" in said.out
    assert "with" in said.out
    assert said.out.endswith("Nothing was changed. The same without --plan does it.\n")


def test_a_plan_without_a_source_that_can_be_read(litgraph: Run) -> None:
    assert litgraph("ingest", "nosuch.ris", "--plan").status == 1


def test_a_plan_knows_what_is_there(litgraph: Run) -> None:
    Path("a.ris").write_text(RIS)
    litgraph("ingest", "a.ris")
    Path("b.ris").write_text(RIS.replace("Dutch", "Some"))
    (source,) = litgraph("ingest", "b.ris", "--plan", "--json").json["sources"]
    assert (source["records"], source["read"], source["new"]) == (1, 0, 0)
