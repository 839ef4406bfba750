"""The threads that answers are worked out in: a fixed number of them, and a line before them that has an end."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final, TypeVar

from api.http.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

WAITING: Final = 500
"""So many requests wait for a thread; one more is told to come back."""

T = TypeVar("T")
Job = tuple["asyncio.AbstractEventLoop", "asyncio.Future[Any]", "Callable[[], Any]"]


class Pool:
    """Runs work in threads for one event loop, with less ado than the executors of the standard library."""

    def __init__(self, threads: int, waiting: int = WAITING) -> None:
        self._most = threads + waiting
        self._held = 0
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._names = [f"litgraph-{at}" for at in range(threads)]
        self._threads: list[threading.Thread] = []

    def start(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """What `work` will return, worked out in a thread; raises RefusedError (503, BUSY) where too many wait already.

        Whoever gives the future up lets the thread go on.
        """
        if self._held >= self._most:
            raise RefusedError(503, "too many requests wait to be answered", "BUSY", {"Retry-After": "1"})
        if not self._threads:
            self._threads = [threading.Thread(target=self._work, name=each, daemon=True) for each in self._names]
            for each in self._threads:
                each.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._held += 1
        self._jobs.put((loop, future, work))
        return future

    async def run(self, work: Callable[[], T]) -> T:
        """As `start`, and waits for it."""
        return await self.start(work)

    def close(self) -> None:
        """Lets the threads finish what they are at, and ends them."""
        for _ in self._threads:
            self._jobs.put(None)
        for each in self._threads:
            each.join()
        self._threads = []

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            loop, future, work = job
            result: Any = None
            error: BaseException | None = None
            try:
                result = work()
            except BaseException as raised:  # noqa: BLE001 - it is raised where the work is waited for
                error = raised
            with suppress(RuntimeError):  # the loop has ended meanwhile, and with it whoever waited
                loop.call_soon_threadsafe(self._settle, future, result, error)
            del job, loop, future, work, result, error  # nothing of an answer is kept until the next one

    def _settle(self, future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
        self._held -= 1
        if future.done():  # given up
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
