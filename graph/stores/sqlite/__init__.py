"""The embedded store: one SQLite file, nothing to install and nothing to start.

Choose it for anything that one machine reads and writes. Its file moves and is copied like any other; readers go on
while somebody writes (write-ahead log), and a batch that was acknowledged survives a kill at any moment.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from graph import deadline
from graph.errors import StoreMissingError
from graph.stores.sqlite.errors import translated
from graph.stores.sqlite.faults import mend
from graph.stores.sqlite.read import SqliteReads
from graph.stores.sqlite.schema import migrate, prepare
from graph.stores.sqlite.write import SqliteTransaction

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from graph.stores.formats import Migration

WAIT_SECONDS = 60.0

AT_ONCE_MILLISECONDS = 10
"""So long a thread waits for a lock whose work is done at once."""

LOOK_STEPS = 50_000
"""After so many steps of SQLite's machine, about a millisecond of work, a reader looks whether its time is over."""


class SqliteStore(SqliteReads):
    """A graph store in one SQLite file; each thread reads through a connection of its own."""

    remote = False

    def __init__(self, path: Path) -> None:
        super().__init__(path, self._connection)
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._file: tuple[int, int] | None = None

    @classmethod
    def open(cls, path: str, *, create: bool = True) -> SqliteStore:
        """Opens the file at `path`, or makes it; a folder that is not there is never made."""
        store = cls(_place(path, create=create))
        try:
            with translated(store._path):
                prepare(store._connection(), store._path)
                store._file = store._lies()
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def migrate(cls, path: str) -> Migration:
        """Brings a file of an older format to this one; says what that took."""
        store = cls(_place(path, create=False))
        try:
            with translated(store._path):
                return migrate(store._connection(), store._path)
        finally:
            store.close()

    @property
    def url(self) -> str:
        """The file's path, as it was given."""
        return str(self._path)

    def replaced(self) -> bool:
        """Whether there is another file at the path: ours can still be read, but nobody else sees it any more."""
        return self._lies() != self._file

    @contextmanager
    def transaction(self) -> Generator[SqliteTransaction]:
        """One batch on a connection of its own: committed at the end of the block, rolled back when it raises."""
        with self._batch() as connection:
            yield SqliteTransaction(self._path, connection)

    def mend(self, names: Sequence[str]) -> None:
        """A batch that mends."""
        with self._batch() as connection:
            mend(connection, names)

    @contextmanager
    def _batch(self) -> Generator[sqlite3.Connection]:
        with translated(self._path):
            connection = self._connect()
        try:
            with translated(self._path):
                connection.execute("BEGIN IMMEDIATE")
            try:
                with translated(self._path):
                    yield connection
                    connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        finally:
            connection.close()

    @contextmanager
    def frozen(self) -> Generator[None]:
        """A read transaction on this thread's connection; writers go on beside it."""
        connection = self._connection()
        with translated(self._path):
            connection.execute("BEGIN")
        try:
            self.revision()  # what the transaction sees is what is there at its first question
            yield
        finally:
            with translated(self._path):
                connection.execute("COMMIT")

    def close(self) -> None:
        """Closes the connections of every thread."""
        with self._guard:
            for each in self._opened:
                each.close()
            self._opened.clear()
            self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found and self._local.sealed not in (None, self._sealed()) and not found.in_transaction:
            found = None  # somebody else may write here, and did
        if found is None:
            self._local.sealed = self._sealed()
            found = self._local.connection = self._connect()
            # what reads is interrupted when nobody waits for it any more; a batch, on a connection of its own, never is
            found.set_progress_handler(_over, LOOK_STEPS)
            if deadline.at_once():  # which a thread does always, or never
                found.execute(f"PRAGMA busy_timeout = {AT_ONCE_MILLISECONDS}")
            with self._guard:
                self._opened.append(found)
        return found

    def _connect(self) -> sqlite3.Connection:
        name = f"file:{quote(os.fsencode(self._path.absolute()))}" + ("?immutable=1" if self._sealed() else "")
        connection = sqlite3.connect(
            name, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False, uri=True
        )
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    def _lies(self) -> tuple[int, int] | None:
        """What tells the file at the path from any other."""
        try:
            lies = os.stat(self._path)  # noqa: PTH116 - asked with every request, and Path.stat takes twice as long
        except OSError:
            return None
        return lies.st_dev, lies.st_ino

    def _sealed(self) -> tuple[int, int] | None:
        """Where no log can be written beside the file, it is read as it lies: when that was written, and its size."""
        if os.access(self._path.parent, os.W_OK) or not self._path.exists() or Path(f"{self._path}-wal").exists():
            return None
        lies = self._path.stat()
        return lies.st_mtime_ns, lies.st_size


def _place(path: str, *, create: bool) -> Path:
    file = Path(path).expanduser()
    if not file.parent.is_dir():
        raise StoreMissingError(
            f"the folder of the store {file} is not there", f"make it first: mkdir -p {file.parent}"
        )
    if file.is_dir():
        raise StoreMissingError(f"{file} is a folder, not a store", "name a file in it, like litgraph.db")
    if not file.exists() and not create:
        raise StoreMissingError(
            f"there is no store at {file}", "fill one first: litgraph ingest FILE, or litgraph demo"
        )
    return file


def _over() -> bool:
    current = deadline.current()
    return current is not None and current.over
