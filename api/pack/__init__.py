"""The Neo4j Browser pack: a guide, a style and saved queries, made for the graph that is there."""

from __future__ import annotations

from typing import Final

from graph.errors import StoreMissingError
from graph.stores import NEO4J_SCHEMES

MEDIA: Final = {
    "guide.html": "text/html; charset=utf-8",
    "style.grass": "text/plain; charset=utf-8",
    "queries.cypher": "text/plain; charset=utf-8",
    "queries.zip": "application/zip",
}
"""The files of the pack, and what they are."""


def check_neo4j(store: str) -> None:
    """Raises StoreMissingError for the url of a store that is no Neo4j: its Browser shows nothing else."""
    if store.partition("://")[0] not in NEO4J_SCHEMES:
        raise StoreMissingError(
            f"the pack is for Neo4j Browser, and {store} is no Neo4j",
            "name one with --store neo4j://localhost:7687",
        )
