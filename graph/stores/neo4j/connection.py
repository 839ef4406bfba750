"""The way to the server: one driver for all threads, reads that are tried again, batches one after another."""

from __future__ import annotations

import logging
import math
import os
import uuid
from contextlib import contextmanager, suppress
from itertools import count
from threading import Thread
from time import monotonic, perf_counter, sleep
from typing import TYPE_CHECKING, Any, Final, LiteralString, Protocol

from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase, NotificationMinimumSeverity, Query
from neo4j.exceptions import DriverError, Neo4jError

from graph import deadline, spending
from graph.errors import StoreDamagedError, StoreMissingError
from graph.stores.neo4j import credentials
from graph.stores.neo4j.errors import translated
from graph.stores.neo4j.signals import uninterrupted

if TYPE_CHECKING:
    from collections.abc import Generator

    from neo4j import Driver, Record, Session, Transaction

    from graph.deadline import Deadline

CONNECT_SECONDS: Final = 5.0
RETRY_SECONDS: Final = 3.0
IDLE_SECONDS: Final = 10.0

PAUSES: Final = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, math.inf)
"""Before what was broken off is asked again: first at once, for a connection that the server closed meanwhile."""

NAME: Final = "litgraph"
TERMINATE: Final = (
    f"SHOW TRANSACTIONS YIELD transactionId AS id, metaData WHERE metaData.{NAME} = $name"
    " TERMINATE TRANSACTIONS id YIELD message RETURN message"
)
_numbers: Final = count()

# writing a property locks its node until the transaction ends; what is written must not depend on what was read
# before the lock was there
LOCK: Final = "MATCH (m:Litgraph {id: 'store'}) SET m.lock = randomUUID() RETURN m.id"

# errors reach people as StoreErrors: the driver's own log lines stay silent unless a program asks for them
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Run(Protocol):
    """Runs one statement and gives its rows."""

    def __call__(self, statement: LiteralString, /, **values: Any) -> list[Record]: ...


class Connection:
    """The server at a url; user, password (or its file) and database are taken from the environment."""

    def __init__(self, url: str) -> None:
        scheme, _, rest = url.partition("://")
        self.url = f"{scheme}://{rest.rpartition('@')[2]}"
        if self.url != url:
            raise StoreMissingError(
                f"the url of the Neo4j at {self.url} has a user in it", "set NEO4J_USERNAME and NEO4J_PASSWORD instead"
            )
        self._database = os.environ.get("NEO4J_DATABASE") or None
        self._name = uuid.uuid4().hex
        self._ending: set[Thread] = set()
        try:
            with translated(url), uninterrupted():
                self._driver = _driver(url)
        except ValueError as error:  # how the driver says that a port is no number
            raise StoreMissingError(f"{url} is no address of a Neo4j", "write it like bolt://localhost:7687") from error

    def read(self, statement: LiteralString, /, **values: Any) -> list[Record]:
        """Asks outside of any batch; tried again for a moment where the connection breaks."""
        deadline.waits()
        spent, start = spending.current(), perf_counter()
        try:
            return self._tried(statement, values)
        finally:
            if spent is not None:
                spent.add("neo4j", perf_counter() - start)

    def _tried(self, statement: LiteralString, values: dict[str, Any]) -> list[Record]:
        current = deadline.current()
        until = monotonic() + RETRY_SECONDS
        pauses = iter(PAUSES)
        while True:
            deadline.check()
            try:
                return self._once(statement, values) if current is None else self._timed(statement, values, current)
            except (Neo4jError, DriverError) as error:
                pause = next(pauses)
                if not error.is_retryable() or monotonic() + pause > until:
                    with translated(self.url):
                        raise
            sleep(pause)

    def _once(self, statement: LiteralString | Query, values: dict[str, Any]) -> list[Record]:
        # a third of the time that a managed transaction takes: one message to the server instead of three
        with uninterrupted(), self._session(READ_ACCESS) as session:
            return list(session.run(statement, values))

    def _timed(self, statement: LiteralString, values: dict[str, Any], until: Deadline) -> list[Record]:
        """As `_once`; the server stops when time is over, or when it is told that nobody waits any more."""
        name = f"{self._name}-{next(_numbers)}"
        left = None if math.isinf(until.left) else max(until.left, 0.001)
        with until.calling(lambda: self._terminate(name)):
            return self._once(Query(statement, metadata={NAME: name}, timeout=left), values)

    def _terminate(self, name: str) -> None:
        """Has the server end a statement; one that is over by then is none of its transactions any more."""

        def tell() -> None:
            with suppress(Neo4jError, DriverError), self._session() as session:
                session.run(TERMINATE, name=name).consume()
            self._ending.discard(thread)

        thread = Thread(target=tell, daemon=True)
        self._ending.add(thread)
        thread.start()

    def write(self, statement: LiteralString, /, **values: Any) -> None:
        """Writes outside of any batch; tried again for a moment where another program is in the way."""
        with translated(self.url), uninterrupted():
            self._driver.execute_query(statement, values, database_=self._database)

    @contextmanager
    def transaction(self) -> Generator[Run]:
        """Holds the store's lock until the block ends, then commits; rolls back when the block raises."""
        with translated(self.url):
            session = self._session()
        try:
            with translated(self.url), uninterrupted():
                transaction = session.begin_transaction()

            def run(statement: LiteralString, /, **values: Any) -> list[Record]:
                with translated(self.url), uninterrupted():
                    return list(transaction.run(statement, values))

            try:
                if not run(LOCK):
                    raise StoreDamagedError(f"the Neo4j at {self.url} was emptied meanwhile", "run the command again")
                yield run
                with translated(self.url), uninterrupted():
                    transaction.commit()
            finally:
                _quietly_close(transaction)
        finally:
            _quietly_close(session)

    def close(self) -> None:
        """Closes every connection; safe to call twice."""
        for thread in tuple(self._ending):  # what it connects while the driver closes would stay open
            thread.join(CONNECT_SECONDS)
        self._driver.close()

    def _session(self, access: str = WRITE_ACCESS) -> Session:
        # what was committed before is what the session sees, on a cluster too
        return self._driver.session(
            database=self._database,
            bookmark_manager=self._driver.execute_query_bookmark_manager,
            default_access_mode=access,
            fetch_size=-1,
        )


def _driver(url: str) -> Driver:
    password = credentials.password()
    driver = GraphDatabase.driver(
        url,
        auth=(credentials.user(), password) if password else None,
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
    with suppress(Neo4jError, DriverError), uninterrupted():
        it.close()
