"""The four questions in our schema, and in the peers' with our ids.

G1 a paper with its concepts; G2 its 20 most similar papers by how many concepts they share, with these; G3 a search, 20
papers with authors and concepts; G4 a concept, its first 20 papers by id, and their concepts. Answers of G1, G2 and G4
are compared value by value. A search is ranked by Lucene there and by BM25 here, so of G3 only what every paper found
must have is checked (`checks.py`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from benchmarks.peer.graph import CONCEPT_ID, PAPER_ID

if TYPE_CHECKING:
    from pathlib import Path

Queries = dict[str, dict[str, Any]]

# `first: 100`: the peers give all concepts of a paper, and no paper of the graph has more than 30
OURS: Final[Queries] = {
    "G1": {
        "query": "query($id: ID!) { paper(id: $id) { id title year concepts(first: 100) { nodes { id name kind } } } }",
        "variables": {"id": PAPER_ID},
        "nonempty": "paper.concepts.nodes.*.id",
        "compare": ["paper.title", "paper.concepts.nodes.*.name"],
    },
    "G2": {
        "query": "query($id: ID!) { paper(id: $id) { id similar(first: 20, weights: {overlap: 1})"
        " { edges { score node { id title } why { concept { id name } } } } } }",
        "variables": {"id": PAPER_ID},
        "nonempty": "paper.similar.edges.*.why.*.concept.id",
        "compare": ["paper.similar.edges.*.node.title", "paper.similar.edges.*.why.*.concept.name"],
    },
    "G3": {
        "query": "query($text: String!) { papers(search: $text, first: 20)"
        " { nodes { id title year authors { nodes { id name } } concepts(first: 100) { nodes { id name } } } } }",
        "variables": {"text": "{word} {word2}"},
        "nonempty": "papers.nodes.*.authors.nodes.*.name",
        "compare": [],
    },
    "G4": {
        "query": "query($id: ID!) { concept(id: $id) { id name papers(first: 20, orderBy: ID)"
        " { nodes { id title concepts(first: 100) { nodes { id name } } } } } }",
        "variables": {"id": CONCEPT_ID},
        "nonempty": "concept.papers.nodes.*.concepts.nodes.*.id",
        "compare": ["concept.papers.nodes.*.title", "concept.papers.nodes.*.concepts.nodes.*.name"],
    },
}

_SHARED: Final = "papers.*.similar.*.shared"


def peer_queries(peers: Path) -> Queries:
    """The peers' own text of the four, asking for our ids, and comparing what both sides have."""
    queries: Queries = json.loads((peers / "queries-neo4j-graphql.json").read_text("utf-8"))
    for each in queries.values():
        each["variables"] = {
            name: value.replace("{paper}", PAPER_ID).replace("{concept}", CONCEPT_ID) if name == "id" else value
            for name, value in each["variables"].items()
        }
    queries["G2"]["compare"].remove(_SHARED)  # here a share of the paper's concepts, there their number
    queries["G3"]["compare"] = []
    return queries


def write(queries: Queries, path: Path) -> Path:
    """The queries as the bench reads them."""
    path.write_text(json.dumps(queries, indent=1), encoding="utf-8")
    return path
