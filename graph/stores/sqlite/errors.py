"""SQLite's complaints, said in the domain's errors."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph import deadline
from graph.errors import (
    StoreDamagedError,
    StoreDeniedError,
    StoreError,
    StoreFullError,
    StoreMissingError,
    StoreUnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from graph.errors import LitgraphError


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Turns what SQLite raises inside the block into a StoreError that names the file.

    What was interrupted because its time was over is a GivenUpError. Where no time was set it was a signal: what its
    handler raised while SQLite asked us whether to go on was lost, and SQLite given up.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _as_ours(error, path) from error


def _as_ours(error: sqlite3.Error, path: Path) -> LitgraphError | KeyboardInterrupt:
    name = (getattr(error, "sqlite_errorname", None) or "").removeprefix("SQLITE_").partition("_")[0]
    match name:
        case "INTERRUPT":
            return KeyboardInterrupt() if (current := deadline.current()) is None else current.error()
        case "FULL":
            return StoreFullError(
                f"no room left for the store {path}", "free some disk, then run the same command again"
            )
        case "NOTADB":
            return StoreDamagedError(f"{path} is not a litgraph store", "name another file with --store")
        case "CORRUPT":
            return StoreDamagedError(
                f"the store {path} is damaged", "restore a copy, or ingest its sources into a new file"
            )
        case "BUSY" | "LOCKED":
            return StoreUnavailableError(f"another program keeps the store {path} locked", "wait for it, or stop it")
        case "READONLY" | "PERM":
            return StoreDeniedError(f"the store {path} may not be written to", "check the rights of file and folder")
        case "CANTOPEN":
            return StoreMissingError(f"the store {path} cannot be opened", "check the rights of file and folder")
        case "IOERR":
            return StoreUnavailableError(f"the disk under the store {path} failed", "check the disk, then run it again")
        case _:
            return StoreError(f"the store {path} could not do that: {error}")
