"""A store is a url: `open_store` picks the adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.errors import StoreMissingError

if TYPE_CHECKING:
    from graph.store import Store
    from graph.stores.formats import Migration
    from graph.stores.neo4j import Neo4jStore

NEO4J_SCHEMES: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(url: str, *, create: bool = True) -> Store:
    """The store at a url: `litgraph.db` or `sqlite:///path.db`, `neo4j://host:7687`, `bolt://host:7687`.

    With `create` a SQLite file that is not there yet is made (never a folder); without, it is an error.
    Raises a StoreError that says what is wrong with the url, the file or the server.
    """
    if (path := file_of(url)) is not None:
        from graph.stores.sqlite import SqliteStore

        return SqliteStore.open(path, create=create)
    return _server(url).open(url)


def migrate_store(url: str) -> Migration:
    """Brings the store at a url to the format that this program works with; cheap where it has it already.

    Nothing is lost where it is stopped. Raises a StoreError as `open_store` does, StoreFormatError for a newer store.
    """
    if (path := file_of(url)) is not None:
        from graph.stores.sqlite import SqliteStore

        return SqliteStore.migrate(path)
    return _server(url).migrate(url)


def file_of(url: str) -> str | None:
    """The path of the file that a url names, or None for a server and for what no store is known for."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    return rest.removeprefix("/") or "litgraph.db" if scheme == "sqlite" else None


def _server(url: str) -> type[Neo4jStore]:
    scheme = url.partition("://")[0]
    if scheme not in NEO4J_SCHEMES:
        known = ", ".join((*NEO4J_SCHEMES, "sqlite"))
        raise StoreMissingError(
            f"no store is known for {scheme}://", f"use a file name or one of these schemes: {known}"
        )
    from graph.stores.neo4j import Neo4jStore

    return Neo4jStore
