"""A graph written out whole: the same bytes from every store, and what other programs make of them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from lxml import etree

from graph.model import AnnotatedPaper, Paper
from graph.selection import Selection
from graph.stores import open_store
from nlp.writers import WRITERS, find_writer
from tests.stores.examples import CONCEPTS, PAPERS

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store import Store

DUTCH, MORE, BARE = "doi:10.5555/dutch", "arxiv:2503.00001", "text:00000000000000aa"


def fill(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers(PAPERS, "run-1")


def written(store: Store, name: str, ids: list[str] | None = None) -> str:
    return "".join(WRITERS[name].write(Selection(store, ids)))


def parsed(text: str) -> Any:
    return etree.fromstring(text.encode())


@pytest.mark.parametrize("ids", [None, [BARE, DUTCH]])
def test_both_stores_give_equal_bytes(tmp_path: Path, empty_neo4j: str, ids: list[str] | None) -> None:
    stores = open_store(str(tmp_path / "a.db")), open_store(empty_neo4j)
    for store in stores:
        fill(store)
    for name in WRITERS:
        one, other = (written(store, name, ids) for store in stores)
        assert one == other, name
        assert one
    for store in stores:
        store.close()


def test_networkx_reads_the_graph(sqlite_store: Store, tmp_path: Path) -> None:
    fill(sqlite_store)
    file = tmp_path / "graph.graphml"
    file.write_text(written(sqlite_store, "graphml"), "utf-8")
    graph: Any = nx.read_graphml(file)
    assert graph.is_directed()
    assert not graph.is_multigraph()
    kinds = {node: facts["kind"] for node, facts in graph.nodes(data=True)}
    assert kinds == {each.id: each.kind for each in CONCEPTS} | {
        DUTCH: "PAPER",
        MORE: "PAPER",
        BARE: "PAPER",
        f"author:{DUTCH}/0": "AUTHOR",
        f"author:{DUTCH}/1": "AUTHOR",
    }
    assert graph.nodes[DUTCH] == {
        "label": "Dutch towns on Twitter",
        "kind": "PAPER",
        "year": 2019,
        "venue": "Town Studies",
        "doi": "10.5555/dutch",
        "url": "https://example.org/dutch",
        "language": "en",
        "cited_by": 4,
    }
    edges = {(source, target): facts for source, target, facts in graph.edges(data=True)}
    assert edges == {
        (DUTCH, f"author:{DUTCH}/0"): {"relation": "AUTHORED_BY", "position": 0},
        (DUTCH, f"author:{DUTCH}/1"): {"relation": "AUTHORED_BY", "position": 1},
        (DUTCH, "country:NL"): {"relation": "MENTIONS", "count": 3, "weight": 3.0},
        (DUTCH, "technology:twitter"): {"relation": "MENTIONS", "count": 2, "weight": 2.0},
        (MORE, "technology:social-media"): {"relation": "MENTIONS", "count": 2, "weight": 2.0},
        (DUTCH, MORE): {"relation": "CITES"},
        ("technology:twitter", "technology:social-media"): {"relation": "BROADER"},
    }


def test_edges_follow_their_nodes_and_odd_characters_survive(sqlite_store: Store) -> None:
    odd = Paper('doi:10.5555/<a&b>"c', 'Less < & > "more" \x0b\ufffe中', authors=("A & B <c>",), title_derived=False)
    fill(sqlite_store)
    with sqlite_store.transaction() as transaction:
        transaction.save_papers([AnnotatedPaper(odd)], "run-1")
    known: set[str] = set()
    for each in parsed(written(sqlite_store, "graphml")).iter():
        if each.tag.endswith("}node"):
            known.add(each.attrib["id"])
        elif each.tag.endswith("}edge"):
            assert {each.attrib["source"], each.attrib["target"]} <= known
    assert odd.id in known
    assert 'Less < & > "more" 中' in "".join(parsed(written(sqlite_store, "graphml")).itertext())


def test_linked_data_names_everything_by_an_address(sqlite_store: Store) -> None:
    fill(sqlite_store)
    document = json.loads(written(sqlite_store, "jsonld"))
    assert document["@context"][0] == "https://schema.org"
    nodes = {each["@id"]: each for each in document["@graph"]}
    assert len(nodes) == len(document["@graph"]) == len(CONCEPTS) + len(PAPERS)
    paper = nodes["https://doi.org/10.5555/dutch"]
    assert paper["@type"] == "ScholarlyArticle"
    assert paper["about"] == [{"@id": "urn:litgraph:country:NL"}, {"@id": "urn:litgraph:technology:twitter"}]
    assert "mentions" not in paper
    assert paper["citation"] == [
        {"@id": "https://arxiv.org/abs/2503.00001"},
        {"@id": "https://doi.org/10.5555/nowhere"},
    ]
    assert paper["sameAs"] == ["https://arxiv.org/abs/1901.00001"]
    assert paper["isPartOf"]["isPartOf"]["isPartOf"] == {"@type": "Periodical", "name": "Town Studies"}
    assert nodes["https://arxiv.org/abs/2503.00001"]["mentions"] == [{"@id": "urn:litgraph:technology:social-media"}]
    twitter = nodes["urn:litgraph:technology:twitter"]
    assert (twitter["@type"], twitter["broader"]) == ("DefinedTerm", ["urn:litgraph:technology:social-media"])
    linked = re.findall(r'"@id": "([^"]+)"', json.dumps(document["@graph"]))
    assert all(
        re.fullmatch(r"(?:https://|urn:)[!-~]+", each) and not re.search(r'[<>"{}|\\^`]', each) for each in linked
    )


def test_every_format_is_found_by_its_name_and_its_extensions() -> None:
    for name, writer in WRITERS.items():
        assert find_writer("-", name) is writer
        for extension in writer.extensions:
            assert find_writer(f"a.b{extension}") is find_writer(f"x/A{extension.upper()}.gz") is writer


@pytest.mark.parametrize("name", list(WRITERS))
def test_an_empty_store_is_written_too(sqlite_store: Store, name: str) -> None:
    text = written(sqlite_store, name)
    if name == "jsonld":
        assert json.loads(text)["@graph"] == []
    elif name == "graphml":
        assert not list(parsed(text).iter("{http://graphml.graphdrawing.org/xmlns}node"))
    else:
        assert text.count("\n") == (1 if name == "csv" else 0)
