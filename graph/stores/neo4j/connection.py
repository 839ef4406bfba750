"""The way to the server: one driver for all threads, reads that are tried again, batches one after another."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, LiteralString, Protocol

from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase, NotificationMinimumSeverity, RoutingControl
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import StoreDamagedError, StoreMissingError
from graph.stores.neo4j.errors import translated

if TYPE_CHECKING:
    from collections.abc import Generator

    from neo4j import Driver, Record, Session, Transaction

CONNECT_SECONDS: Final = 5.0
RETRY_SECONDS: Final = 3.0
IDLE_SECONDS: Final = 10.0

# writing a property locks its node until the transaction ends; what is written must not depend on what was read
# before the lock was there
LOCK: Final = "MATCH (m:Litgraph {id: 'store'}) SET m.lock = randomUUID() RETURN m.id"

# errors reach people as StoreErrors: the driver's own log lines stay silent unless a program asks for them
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Run(Protocol):
    """Runs one statement and gives its rows."""

    def __call__(self, statement: LiteralString, /, **values: Any) -> list[Record]: ...


class Connection:
    """The server at a url; user, password and database are taken from the environment."""

    def __init__(self, url: str) -> None:
        scheme, _, rest = url.partition("://")
        self.url = f"{scheme}://{rest.rpartition('@')[2]}"
        if self.url != url:
            raise StoreMissingError(
                f"the url of the Neo4j at {self.url} has a user in it", "set NEO4J_USERNAME and NEO4J_PASSWORD instead"
            )
        self._database = os.environ.get("NEO4J_DATABASE") or None
        try:
            with translated(url):
                self._driver = _driver(url)
        except ValueError as error:  # how the driver says that a port is no number
            raise StoreMissingError(f"{url} is no address of a Neo4j", "write it like bolt://localhost:7687") from error

    def read(self, statement: LiteralString, /, **values: Any) -> list[Record]:
        """Asks outside of any batch; tried again for a moment where the connection breaks."""
        try:
            # a third of the time that a managed transaction takes: one message to the server instead of three
            with self._session(READ_ACCESS) as session:
                return list(session.run(statement, values))
        except (Neo4jError, DriverError) as error:
            if not error.is_retryable():
                with translated(self.url):
                    raise
        return self._execute(statement, RoutingControl.READ, values)

    def write(self, statement: LiteralString, /, **values: Any) -> list[Record]:
        """Writes outside of any batch; tried again for a moment where another program is in the way."""
        return self._execute(statement, RoutingControl.WRITE, values)

    @contextmanager
    def transaction(self) -> Generator[Run]:
        """Holds the store's lock until the block ends, then commits; rolls back when the block raises."""
        with translated(self.url):
            session = self._session()
        try:
            with translated(self.url):
                transaction = session.begin_transaction()

            def run(statement: LiteralString, /, **values: Any) -> list[Record]:
                with translated(self.url):
                    return list(transaction.run(statement, values))

            try:
                if not run(LOCK):
                    raise StoreDamagedError(f"the Neo4j at {self.url} was emptied meanwhile", "run the command again")
                yield run
                with translated(self.url):
                    transaction.commit()
            finally:
                _quietly_close(transaction)
        finally:
            _quietly_close(session)

    def close(self) -> None:
        """Closes every connection; safe to call twice."""
        self._driver.close()

    def _session(self, access: str = WRITE_ACCESS) -> Session:
        # what was committed before is what the session sees, on a cluster too
        return self._driver.session(
            database=self._database,
            bookmark_manager=self._driver.execute_query_bookmark_manager,
            default_access_mode=access,
            fetch_size=-1,
        )

    def _execute(self, statement: LiteralString, routing: RoutingControl, values: dict[str, Any]) -> list[Record]:
        with translated(self.url):
            return self._driver.execute_query(statement, values, routing_=routing, database_=self._database).records


def _driver(url: str) -> Driver:
    password = os.environ.get("NEO4J_PASSWORD")
    driver = GraphDatabase.driver(
        url,
        auth=(os.environ.get("NEO4J_USERNAME") or "neo4j", password) if password else None,
        connection_timeout=CONNECT_SECONDS,
        connection_acquisition_timeout=2 * CONNECT_SECONDS,
        max_transaction_retry_time=RETRY_SECONDS,
        liveness_check_timeout=IDLE_SECONDS,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        telemetry_disabled=True,
        user_agent="litgraph",
    )
    try:
        driver.verify_connectivity()
    except BaseException:
        driver.close()
        raise
    return driver


def _quietly_close(it: Transaction | Session) -> None:
    # closing an open transaction rolls it back; where the connection is gone the server does that by itself
    with suppress(Neo4jError, DriverError):
        it.close()
