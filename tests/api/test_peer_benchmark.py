"""The benchmark against other servers: its graph is the loader's, its questions get the answers one counts by hand."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from api.app import create_app
from api.library import Library
from benchmarks.peer.checks import check_searches
from benchmarks.peer.graph import Graph
from benchmarks.peer.queries import OURS, peer_queries
from benchmarks.peer.report import markdown
from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOADER = """
import json, pathlib
def rows_of_graph(papers, concepts, seed):
    yield from json.loads(pathlib.Path(__file__).with_name("rows.json").read_text())
"""
PEER_QUERIES = {
    "G1": {"query": "q1", "variables": {"id": "{paper}"}, "compare": ["papers.*.title"]},
    "G2": {
        "query": "q2",
        "variables": {"id": "{paper}"},
        "compare": ["papers.*.similar.*.shared", "papers.*.similar.*.paper.title"],
    },
    "G3": {"query": "q3", "variables": {"text": "{word} {word2}"}, "compare": ["searchPapers.*.title"]},
    "G4": {"query": "q4", "variables": {"id": "{concept}"}, "compare": []},
}
PAPERS, CONCEPTS = 40, 30
WORDS = [f"word{at}" for at in range(60)]


def invented() -> dict[str, list[Any]]:
    """Rows as a loader yields them; the first paper mentions more concepts, more often, than it has words."""
    lot = random.Random(4)  # noqa: S311
    papers = [
        {
            "id": f"p{at}",
            "title": " ".join(lot.sample(WORDS, 4)),
            "abstract": " ".join(lot.sample(WORDS, 20)),
            "year": 2000 + at % 20,
            "venue": "Journal",
            "doi": f"10.5555/7.{at}",
        }
        for at in range(PAPERS)
    ]
    kinds = ["Country", "Agency", "Method"]
    concepts = [{"id": f"c{at}", "name": f"thing {at}", "kind": kinds[at % 3]} for at in range(CONCEPTS)]
    authors = [{"id": f"a{at}", "name": f"Author {at}"} for at in range(5)]
    mentions = [["p0", f"c{at}", 3] for at in range(10)]
    for at in range(1, PAPERS):
        mentions += [[f"p{at}", f"c{which}", lot.randint(1, 3)] for which in sorted(lot.sample(range(CONCEPTS), 6))]
    cites = [[f"p{at}", f"p{at // 2}"] for at in range(1, PAPERS)]
    wrote = [[f"p{at}", f"a{at % 5}"] for at in range(PAPERS)]
    return {
        "paper": papers,
        "concept": concepts,
        "author": authors,
        "mentions": mentions,
        "cites": cites,
        "wrote": wrote,
    }


ROWS = invented()
TITLES = {each["id"]: each["title"] for each in ROWS["paper"]}
NAMES = {each["id"]: each["name"] for each in ROWS["concept"]}
MENTIONED = {key: {concept for paper, concept, _ in ROWS["mentions"] if paper == key} for key in TITLES}


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peers")
    (folder / "load.py").write_text(LOADER, "utf-8")
    (folder / "rows.json").write_text(json.dumps(list(ROWS.items())), "utf-8")
    (folder / "queries-neo4j-graphql.json").write_text(json.dumps(PEER_QUERIES), "utf-8")
    return folder


@pytest.fixture(scope="module")
def graph(peers: Path) -> Iterator[Graph]:
    before = sys.modules.pop("load", None)
    yield Graph(peers, PAPERS, CONCEPTS)
    del sys.modules["load"]
    if before:
        sys.modules["load"] = before


@pytest.fixture(scope="module")
def library(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(str(tmp_path_factory.mktemp("peer") / "peer.db"), create=True) as opened:
        graph.save(opened.store)
        yield opened


def data_of(library: Library, name: str, **inputs: str) -> Any:
    """The answer to one of the questions over HTTP, its inputs filled in as the bench does."""
    app = create_app(library)
    variables = {
        key: value.format(**inputs) if "{" in value else value for key, value in OURS[name]["variables"].items()
    }

    async def call() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http:
            return await http.post("/graphql", json={"query": OURS[name]["query"], "variables": variables})

    answer = asyncio.run(call()).json()
    assert "errors" not in answer, answer
    return answer["data"]


def own(key: str) -> str:
    return f"doi:10.5555/7.{key}"


def test_papers_say_what_the_loader_says(graph: Graph) -> None:
    papers = {each.paper.id: each for each in graph.papers()}
    assert {*papers} == {own(key) for key in TITLES}
    for key in TITLES:
        each = papers[own(key)]
        counted = Counter(mention.concept for mention in each.mentions)
        assert counted == {f"concept:{concept}": count for paper, concept, count in ROWS["mentions"] if paper == key}
        assert each.paper.authors == tuple(f"Author {author[1:]}" for paper, author in ROWS["wrote"] if paper == key)
        assert each.paper.references == tuple(own(cited) for paper, cited in ROWS["cites"] if paper == key)


def test_mentions_stand_apart_in_the_abstract(graph: Graph) -> None:
    for each in graph.papers():
        places = sorted((mention.start, mention.end) for mention in each.mentions)
        assert all(start < end <= len(each.paper.abstract) for start, end in places)
        assert all(one[1] <= other[0] for one, other in pairwise(places))


def test_methods_are_topics(library: Library) -> None:
    assert library.store.concept_kinds() == {"AGENCY": 10, "COUNTRY": 10, "TOPIC": 10}


def test_a_store_that_holds_something_else_is_refused(graph: Graph, tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "other.db"))
    with store.transaction() as transaction:
        transaction.save_concepts(graph.concepts[:3])
    with pytest.raises(SystemExit, match="holds 0 papers, 3 concepts"):
        graph.save(store)
    store.close()


def test_saving_twice_changes_nothing(graph: Graph, library: Library) -> None:
    before = library.store.revision()
    graph.save(library.store)
    assert library.store.revision() == before > 0


def test_g1_is_a_paper_with_its_concepts(library: Library) -> None:
    for key in ("p0", "p7"):
        paper = data_of(library, "G1", paper=key)["paper"]
        assert (paper["id"], paper["title"]) == (own(key), TITLES[key])
        assert {each["name"] for each in paper["concepts"]["nodes"]} == {NAMES[each] for each in MENTIONED[key]}


def test_g2_is_the_papers_that_share_most_concepts(library: Library) -> None:
    for key in list(TITLES)[::4]:
        shared = {other: MENTIONED[other] & MENTIONED[key] for other in TITLES if other != key}
        best = sorted((other for other in shared if shared[other]), key=lambda each: (-len(shared[each]), own(each)))
        edges = data_of(library, "G2", paper=key)["paper"]["similar"]["edges"]
        assert [each["node"]["id"] for each in edges] == [own(other) for other in best[:20]]
        for edge, other in zip(edges, best, strict=False):
            assert {why["concept"]["name"] for why in edge["why"]} == {NAMES[each] for each in shared[other]}


def test_g3_finds_papers_that_have_the_words(library: Library, graph: Graph) -> None:
    papers = data_of(library, "G3", word="word3", word2="word9")["papers"]["nodes"]
    assert papers
    for each in papers:
        assert {"word3", "word9"} & {*graph.texts()[each["id"]].lower().split()}
        assert len(each["authors"]["nodes"]) == 1


def test_g4_is_a_concepts_first_papers_by_id(library: Library) -> None:
    for key in ("c0", "c5"):
        concept = data_of(library, "G4", concept=key)["concept"]
        assert concept["name"] == NAMES[key]
        first = sorted(own(paper) for paper in TITLES if key in MENTIONED[paper])[:20]
        assert [each["id"] for each in concept["papers"]["nodes"]] == first
        for each in concept["papers"]["nodes"]:
            mentioned = MENTIONED[each["id"].rpartition(".")[2]]
            assert {one["name"] for one in each["concepts"]["nodes"]} == {NAMES[one] for one in mentioned}


def test_peers_are_asked_for_our_ids_and_for_what_both_have(peers: Path) -> None:
    queries = peer_queries(peers)
    assert queries["G1"]["variables"] == queries["G2"]["variables"] == {"id": "doi:10.5555/7.{paper}"}
    assert queries["G4"]["variables"] == {"id": "concept:{concept}"}
    assert queries["G3"]["variables"] == PEER_QUERIES["G3"]["variables"]
    assert queries["G2"]["compare"] == ["papers.*.similar.*.paper.title"]
    assert queries["G3"]["compare"] == []


@dataclass
class Answering:
    """A server that finds the same papers, whatever is asked."""

    name: str
    found: tuple[str, ...]

    def ask(self, *_: object) -> Any:
        return {"searchPapers": [{"id": each} for each in self.found]}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (("a", "b"), ("b", "c"), "50% in common"),
        (("a", "b"), ("b",), "lists of"),
        (("a", "d"), ("a", "b"), "has no such word"),
    ],
)
def test_searches_are_checked_by_their_words(one: tuple[str, ...], other: tuple[str, ...], said: str) -> None:
    texts = {"a": "fern and moss", "b": "moss", "c": "Ferns", "d": "stone"}
    queries = {"G3": {"query": "", "variables": {"text": "fern moss"}}}
    servers: list[Any] = [(Answering("one", one), queries), (Answering("two", other), queries)]
    try:
        told = check_searches(servers, [{}], texts, lambda variables, _: variables)
    except SystemExit as stopped:
        told = str(stopped)
    assert said in told


def test_the_table_holds_each_server_against_the_better_peer() -> None:
    measured = {"apollo": (100, 2.0), "yoga": (120, 3.0), "ours": (240, 0.5)}
    windows = [
        {
            "block": block,
            "query": "G1",
            "concurrency": 8,
            "server": name,
            "rps": rate * (1 + block * (name == "ours")),
            "server_cpu_ms": cpu,
            "db_cpu_ms": None,
            "p95_ms": 4.0,
        }
        for block in range(3)
        for name, (rate, cpu) in measured.items()
    ]
    table = markdown({"windows": windows}, ["ours"], ["apollo", "yoga"]).splitlines()
    assert table[0] == "Concurrency 8:"
    assert table[-3:] == [
        "| G1 | ours | 480 | 4.00 (2.00–6.00) | 0.50 | 4.00 (4.00–4.00) | 4.0 | 0.00 |",
        "| G1 | apollo | 100 | 0.83 (0.83–0.83) | 2.00 |  | 4.0 | 0.00 |",
        "| G1 | yoga | 120 |  | 3.00 | 0.67 (0.67–0.67) | 4.0 | 0.00 |",
    ]
