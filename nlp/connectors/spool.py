"""A folder of fetched pages: each written whole, a cursor beside them, so that a fetch goes on where it was stopped.

<root>/<service>-<16 hex digits>/cursor.json       what was asked, how far it got
<root>/<service>-<16 hex digits>/page-000001.json  a page as the service sent it
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from graph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

_CURSOR: Final = "cursor.json"


@dataclass(frozen=True, slots=True)
class State:
    """How far a fetch got.

    `pages` are on disk, `cursor` names the next one, `handed` is how many entries the service handed out since it was
    last asked for the first page, `total` how many it says there are by now, `at_first` how many it said at first.
    `ended` if it has no more; `day` is when it was last asked (UTC).
    """

    pages: int = 0
    cursor: str = ""
    handed: int = 0
    total: int = 0
    at_first: int = 0
    ended: bool = False
    day: str = ""


class Spool:
    """The pages of one question."""

    def __init__(self, root: Path, service: str, suffix: str, asked: dict[str, Any], first: str) -> None:
        digest = hashlib.blake2b(json.dumps(asked, sort_keys=True).encode(), digest_size=8).hexdigest()
        self.folder = root / f"{service}-{digest}"
        self._suffix = suffix
        self._asked = asked
        self._fresh = State(cursor=first)
        self.state = self._load()

    def pages(self) -> Iterator[bytes]:
        """The pages in their order; raises SourceError where one is no longer there."""
        for number in range(1, self.state.pages + 1):
            try:
                yield self._page(number).read_bytes()
            except OSError as error:
                raise SourceError(f"{self._page(number)} cannot be read", "--refetch gets it again") from error

    def add(self, body: bytes, state: State) -> None:
        """A page and how far the fetch got by it: the page first, so that what the cursor says is there is there."""
        self._write(self._page(state.pages), body)
        self.note(state)

    def note(self, state: State) -> None:
        """How far the fetch got."""
        self._write(self.folder / _CURSOR, json.dumps({**asdict(state), "asked": self._asked}, indent=1).encode())
        self.state = state

    def begin_again(self, *, keep: bool) -> None:
        """Back to the service's first page; `keep` the pages that are here, whose entries are passed over then."""
        if keep:
            self.note(replace(self.state, cursor=self._fresh.cursor, handed=0, ended=False))
            return
        self.note(self._fresh)
        for page in self.folder.glob("page-*"):
            page.unlink()

    @contextmanager
    def locked(self) -> Generator[None]:
        """The folder made, and nobody else writing into it. Raises SourceError where that cannot be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "LOCK").open("w")
        except OSError as error:
            raise self._unwritable(error) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise SourceError(f"{self.folder} is in use: another run fetches the same", "let it end") from error
            self.state = self._load()
            yield

    def _load(self) -> State:
        try:
            found = json.loads((self.folder / _CURSOR).read_bytes())
            return State(**{name: type(default)(found[name]) for name, default in asdict(self._fresh).items()})
        except (OSError, ValueError, TypeError, KeyError):
            return self._fresh  # nothing was fetched yet, or it cannot be told how far that got

    def _page(self, number: int) -> Path:
        return self.folder / f"page-{number:06}{self._suffix}"

    def _write(self, path: Path, content: bytes) -> None:
        aside = path.with_suffix(".part")
        try:
            with aside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> SourceError:
        reason = (error.strerror or str(error)).lower()
        return SourceError(f"{self.folder} cannot be written: {reason}", "make room or mend its permissions")
