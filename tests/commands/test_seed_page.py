"""The first real input: the portal's page of 20 abstracts, on both stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.shared import SHARED, needs_shared

if TYPE_CHECKING:
    from tests.commands.conftest import Run

pytestmark = needs_shared


@pytest.fixture
def page() -> str:
    assert SHARED
    return str(next((SHARED / "seed").glob("*.txt")))


def test_the_page_comes_in_once(litgraph: Run, page: str, store_url: str) -> None:
    first = litgraph("ingest", page, "--store", store_url, "--json")
    before = litgraph("fingerprint", "--store", store_url).out
    second = litgraph("ingest", page, "--store", store_url, "--json")
    assert (first.status, second.status) == (0, 0)
    assert (first.json["papers"], first.json["sources"][0]["new"], first.json["sources"][0]["rejected"]) == (20, 20, [])
    assert (second.json["papers"], second.json["sources"][0]["new"]) == (20, 0)
    assert litgraph("fingerprint", "--store", store_url).out == before


def test_the_dutch_municipalities_are_explained(litgraph: Run, page: str, store_url: str) -> None:
    litgraph("ingest", page, "--store", store_url)
    found = litgraph("similar", "3", "--store", store_url, "--json").json
    assert found["total"] == 19
    named = {why["concept"]["name"] for paper in found["papers"] for why in paper["why"] if why["concept"]}
    assert {"Twitter", "social media"} <= named
    for paper in found["papers"]:
        assert sum(why["contribution"] for why in paper["why"]) == pytest.approx(paper["score"], abs=1e-6)
    seoul = next(each for each in found["papers"] if "Seoul" in str(each["why"]))
    twitter = next(each for each in seoul["why"] if each["concept"] and each["concept"]["name"] == "Twitter")
    assert "Twitter" in twitter["here"]["text"]
    assert "Twitter" in twitter["there"]["text"]


def test_both_stores_say_the_same(litgraph: Run, page: str, empty_neo4j: str) -> None:
    for store in ("page.db", empty_neo4j):
        litgraph("ingest", page, "--store", store)
    for asked in (["fingerprint"], *(["similar", str(number), "--json"] for number in range(1, 21))):
        assert litgraph(*asked, "--store", "page.db").out == litgraph(*asked, "--store", empty_neo4j).out


def test_the_gold_annotations_are_found(litgraph: Run) -> None:
    assert SHARED
    report = litgraph("evaluate", SHARED / "gold" / "gold_seed.jsonl", "--json").json
    assert report["kinds"]["COUNTRY"]["f1"] == 1.0
    assert report["kinds"]["AGENCY"]["f1"] == 1.0
    assert report["kinds"]["TECHNOLOGY"]["f1"] >= 0.95
