"""A store is a url: `open_store` picks the adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.errors import StoreMissingError

if TYPE_CHECKING:
    from graph.store import Store

NEO4J_SCHEMES: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(url: str, *, create: bool = True) -> Store:
    """The store at a url: `litgraph.db` or `sqlite:///path.db`, `neo4j://host:7687`, `bolt://host:7687`.

    With `create` a SQLite file that is not there yet is made (never a folder); without, it is an error.
    Raises a StoreError that says what is wrong with the url, the file or the server.
    """
    scheme = url.partition("://")[0]
    if (path := file_of(url)) is not None:
        return _sqlite(path, create=create)
    if scheme in NEO4J_SCHEMES:
        from graph.stores.neo4j import Neo4jStore

        return Neo4jStore.open(url)
    known = ", ".join((*NEO4J_SCHEMES, "sqlite"))
    raise StoreMissingError(f"no store is known for {scheme}://", f"use a file name or one of these schemes: {known}")


def file_of(url: str) -> str | None:
    """The path of the file that a url names, or None for a server and for what no store is known for."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    return rest.removeprefix("/") or "litgraph.db" if scheme == "sqlite" else None


def _sqlite(path: str, *, create: bool) -> Store:
    from graph.stores.sqlite import SqliteStore

    return SqliteStore.open(path, create=create)
