"""What the driver and the server complain about, said in the domain's errors."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from neo4j.exceptions import (
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
)

from graph import deadline
from graph.errors import (
    StoreDeniedError,
    StoreError,
    StoreFullError,
    StoreMissingError,
    StoreUnavailableError,
)
from graph.stores.neo4j.credentials import user

if TYPE_CHECKING:
    from collections.abc import Generator

    from graph.errors import LitgraphError


@contextmanager
def translated(url: str) -> Generator[None]:
    """Turns what the driver raises inside the block into a StoreError that names the server.

    What the server gave up because its time was over is a GivenUpError.
    """
    try:
        yield
    except (Neo4jError, DriverError) as error:
        raise _as_store_error(error, url) from error


def _as_store_error(error: Neo4jError | DriverError, url: str) -> LitgraphError:
    server = f"the Neo4j at {url}"
    if isinstance(error, Neo4jError):
        return _server_error(error, server)
    if isinstance(error, ConfigurationError):
        return StoreMissingError(f"{url} is no address of a Neo4j", "write it like bolt://localhost:7687")
    if isinstance(error, IncompleteCommit):
        return StoreUnavailableError(f"{server} went away during a commit", "run the same command again: it goes on")
    return StoreUnavailableError(f"no Neo4j answers at {url}", "start it, or check scheme, host and port")


def _server_error(error: Neo4jError, server: str) -> LitgraphError:
    group, name = (error.code or "..").split(".")[-2:]
    current = deadline.current()
    match group, name:
        case "Transaction", _ if current is not None and ("TimedOut" in name or "Terminated" in name):
            return current.error()
        case "Database", "DatabaseNotFound" | "HomeDatabaseNotFound":
            database = os.environ.get("NEO4J_DATABASE", "")
            return StoreMissingError(f"{server} has no database {database!r}", "check NEO4J_DATABASE")
        case "Security", "AuthenticationRateLimit":
            return StoreDeniedError(f"{server} saw too many wrong passwords", "wait a little, then try again")
        case "Security", "CredentialsExpired":
            return StoreDeniedError(f"{server} wants its first password changed", "change it in Neo4j Browser, once")
        case "Security", "Forbidden":
            return StoreDeniedError(f"{server} does not allow its user to do that", "check NEO4J_USERNAME")
        case "General", "ForbiddenOnReadOnlyDatabase" | "WriteOnReadOnlyAccessDatabase":
            return StoreDeniedError(
                f"{server} may not be written to", "check server.databases.read_only in its settings"
            )
        case "Security", _:
            return _denied(server)
        case "Transaction", "TransactionLogError":
            # what a full disk looks like from here; it says more in the server's log only
            return StoreFullError(
                f"{server} cannot write its log: its disk is full",
                "free some, restart it, then run the same command again",
            )
        case "Transaction", "TransactionStartFailed" | "TransactionCommitFailed":
            return StoreUnavailableError(f"{server} has stopped working", "read its log, then restart it")
        case "General", "DatabaseUnavailable":
            return StoreUnavailableError(f"{server} has its database offline", "read its log, then restart it")
        case "General", "MemoryPoolOutOfMemoryError" | "TransactionOutOfMemoryError" | "OutOfMemoryError":
            return StoreError(f"{server} ran out of memory", "give it a larger server.memory.heap.max_size")
        case _:
            return StoreError(f"{server} could not do that: {' '.join((error.message or '').split())}")


def _denied(server: str) -> StoreDeniedError:
    file = os.environ.get("NEO4J_PASSWORD_FILE")
    if not file and not os.environ.get("NEO4J_PASSWORD"):
        return StoreDeniedError(
            f"{server} wants a password", "set NEO4J_USERNAME and NEO4J_PASSWORD, or NEO4J_PASSWORD_FILE"
        )
    where = "NEO4J_PASSWORD_FILE" if file else "NEO4J_PASSWORD"
    return StoreDeniedError(f"{server} refuses the password of user {user()!r}", f"check NEO4J_USERNAME and {where}")
