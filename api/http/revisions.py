"""The store's revision, for those who have an answer in hand that assumes one."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.http.pool import Pool
    from api.library import Library

    Waiting = Sequence[asyncio.Future[int | None]]


class Revisions:
    """Asks the store after they asked, once for all who want to know by then: behind what waits for a thread now."""

    def __init__(self, library: Callable[[], Library], pool: Pool) -> None:
        self._library = library
        self._pool = pool
        self._guard = threading.Lock()
        self._waiting: list[asyncio.Future[int | None]] = []
        self._in_line = False

    def now(self) -> asyncio.Future[int | None]:
        """What the store says, or None where it says nothing; whoever waits for it may give up."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[int | None] = loop.create_future()
        with self._guard:
            self._waiting.append(future)
            first, self._in_line = not self._in_line, True
        if first:  # answers that are made at once, one after the other, come before
            loop.call_soon(loop.call_soon, self._ask)
        return future

    def _ask(self) -> None:
        self._pool.start(self._asked, anyway=True).add_done_callback(_tell)

    def _asked(self) -> tuple[Waiting, int | None]:
        with self._guard:  # who comes from now on waits for the next
            waiting, self._waiting, self._in_line = self._waiting, [], False
        try:
            return waiting, self._library().store.revision()
        except Exception:  # noqa: BLE001 - it is said by the executor, which is asked again; nobody may wait in vain
            return waiting, None


def _tell(asked: asyncio.Future[tuple[Waiting, int | None]]) -> None:
    waiting, revision = asked.result()
    for each in waiting:
        if not each.done():
            each.set_result(revision)
