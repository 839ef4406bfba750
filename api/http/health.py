"""Whether the store answers and the similarity index is fresh, asked once at a time and never for long."""

from __future__ import annotations

import asyncio
import shutil
import time
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.library import Library

SECONDS: Final = 5.0
"""A store that takes longer to say its revision is told to be away."""

INDEX_SECONDS: Final = 2.0
"""So long an index is waited for that is being opened: most are there by then."""

RETRY_SECONDS: Final = 30.0
"""So often an index that is not there is tried to be had while nobody but us asks."""


class Beat(NamedTuple):
    """What was felt: the revisions of the store and of the index beside it, or why there is none of the one or other.

    `age` is for how many seconds the index has not been seen to agree with the store.
    """

    revision: int | None
    indexed: int | None = None
    reason: str = ""
    refreshing: bool = False
    age: float | None = None
    disk_free: int | None = None

    @property
    def ready(self) -> bool:
        """Whether questions are answered: an index that lags behind its store answers, too."""
        return self.revision is not None and self.indexed is not None

    @property
    def fresh(self) -> bool:
        """Whether the index says all that the store says."""
        return self.revision is not None and self.indexed is not None and self.indexed >= self.revision

    @property
    def told(self) -> dict[str, Any]:
        """What /health/ready says."""
        if self.revision is None:
            return {"status": "unavailable", "reason": self.reason}
        index: dict[str, Any] = {"revision": self.indexed, "fresh": self.fresh}
        if self.reason:
            index["reason"] = self.reason
        if self.indexed is None:
            return {"status": "unavailable", "reason": self.reason, "revision": self.revision, "index": index}
        return {"status": "ready", "revision": self.revision, "index": index}


class Pulse:
    """Feels how store and index are, for health checks and metrics; who asks meanwhile shares the answer."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library
        self._feeling: asyncio.Task[Beat] | None = None
        self._agreed: float | None = None
        self._tried = -RETRY_SECONDS

    async def feel(self) -> Beat:
        """How they are now, or the reason why that cannot be said."""
        if self._feeling is None or self._feeling.done():
            self._feeling = asyncio.create_task(asyncio.to_thread(self._beat))
        try:
            return await asyncio.wait_for(asyncio.shield(self._feeling), SECONDS)
        except TimeoutError:
            return Beat(None, reason=f"the store does not answer within {SECONDS:g} seconds")

    def _beat(self) -> Beat:
        try:
            library = self._library()
            revision = library.store.revision()
        except LitgraphError as error:
            return Beat(None, reason=str(error))
        indexed = self._index(library)
        why = library.index_trouble or ("the similarity index is being made" if indexed is None else "")
        beat = Beat(revision, indexed, why, library.refreshing, disk_free=_free(library))
        now = monotonic()
        if beat.fresh:
            self._agreed = now
            beat = beat._replace(reason="")
        # one that was behind from the start is as old as our first look at it
        self._agreed = self._agreed or now
        return beat if indexed is None else beat._replace(age=now - self._agreed)

    def _index(self, library: Library) -> int | None:
        """The revision of the index; one that is not there is asked for now and then: nobody else may be let through.

        One that lags is left alone: whoever asks a question has it brought up to date.
        """
        if library.indexed is None and monotonic() - self._tried >= RETRY_SECONDS:
            self._tried = monotonic()
            library.refresh_aside()
        until = monotonic() + INDEX_SECONDS
        while library.indexed is None and not library.index_trouble and monotonic() < until:
            time.sleep(0.02)
        return library.indexed


def _free(library: Library) -> int | None:
    """The bytes that are free where the index is written: where a SQLite file usually is, too."""
    try:
        return shutil.disk_usage(library.folder).free
    except OSError:
        return None
