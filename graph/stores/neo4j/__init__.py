"""The server store: Neo4j 5.26 LTS or 2026, through the official driver, with Community features and plain Cypher.

Choose it to look at the graph in Neo4j Browser, to ask it in Cypher, or to share one store between machines. Only
this package knows Cypher.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from graph.errors import StoreDeniedError
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.faults import mend
from graph.stores.neo4j.read import Neo4jReads
from graph.stores.neo4j.schema import make_indexes, migrate, prepare
from graph.stores.neo4j.write import Neo4jTransaction

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from graph.stores.formats import Migration


class Neo4jStore(Neo4jReads):
    """A graph store in one database of a Neo4j server; any thread may use it, each call has a session of its own."""

    remote = True

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection.read)
        self._connection = connection

    @classmethod
    def open(cls, url: str) -> Neo4jStore:
        """Connects, and makes constraints and indexes where they are missing.

        NEO4J_USERNAME (neo4j), NEO4J_PASSWORD or the file at NEO4J_PASSWORD_FILE (none: a server without
        authentication) and NEO4J_DATABASE (the user's home database) are read from the environment.
        """
        connection = Connection(url)
        try:
            prepare(connection)
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    @classmethod
    def migrate(cls, url: str) -> Migration:
        """Brings a database of an older format to this one; says what that took."""
        connection = Connection(url)
        try:
            return migrate(connection)
        finally:
            connection.close()

    @property
    def url(self) -> str:
        """The server's address, as it was given."""
        return self._connection.url

    def replaced(self) -> bool:
        """Never: each call asks whoever answers at the address."""
        return False

    @contextmanager
    def transaction(self) -> Generator[Neo4jTransaction]:
        """One batch: committed at the end of the block, rolled back when it raises; others wait until it is over."""
        with self._connection.transaction() as run:
            yield Neo4jTransaction(run)

    def mend(self, names: Sequence[str]) -> None:
        """A batch that mends, after constraints and indexes were made where they are missing."""
        if "indexes" in names:
            make_indexes(self._connection)
        with self._connection.transaction() as run:
            mend(run, [each for each in names if each != "indexes"])

    @contextmanager
    def frozen(self) -> Generator[None]:
        """A batch that writes nothing, and keeps all others waiting; none where the user may not write."""
        with ExitStack() as stack:
            with suppress(StoreDeniedError):
                stack.enter_context(self._connection.transaction())
            yield

    def close(self) -> None:
        """Closes the connections to the server."""
        self._connection.close()
