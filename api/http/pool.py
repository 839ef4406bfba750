"""The threads that answers are worked out in: one quick answer after the other, slow ones beside them."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeVar

from api.http.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

WAITING: Final = 500
"""So many requests wait for a thread; one more is told to come back."""

SLOW_SECONDS: Final = 0.005
"""Work that takes longer is slow: the next is begun beside it."""

T = TypeVar("T")


class _Job:
    """Work to be done, and whoever waits for it."""

    __slots__ = ("began", "error", "future", "loop", "result", "work")

    def __init__(self, loop: asyncio.AbstractEventLoop, work: Callable[[], Any]) -> None:
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self.work = work
        self.began = 0.0
        self.result: Any = None
        self.error: BaseException | None = None


class Pool:
    """Runs work for one event loop, in one thread as long as it is quick; up to so many threads beside slow work.

    Python lets one thread compute at a time: several that take turns at quick work get in each other's way. The thread
    that has the turn takes what comes next, and loses it to another while it is at something slow.
    With `carrying` work knows the context that it was started in: which trace it belongs to.
    """

    def __init__(self, threads: int, waiting: int = WAITING, *, carrying: bool = False) -> None:
        self._most = threads + waiting
        self._held = 0
        self._carrying = carrying
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._names = [f"litgraph-{at}" for at in range(threads)]
        self._threads: list[threading.Thread] = []
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._quick: _Job | None = None
        """What the thread that has the turn is at."""
        self._looking = False

    def start(self, work: Callable[[], T], *, anyway: bool = False) -> asyncio.Future[T]:
        """What `work` will return, worked out in a thread; whoever gives the future up lets the thread go on.

        Raises RefusedError (503, BUSY) where too many wait already, unless it is to be done `anyway`.
        """
        if self._held >= self._most and not anyway:
            raise RefusedError(503, "too many requests wait to be answered", "BUSY", {"Retry-After": "1"})
        if not self._threads:
            self._threads = [threading.Thread(target=self._work, name=each, daemon=True) for each in self._names]
            for each in self._threads:
                each.start()
        if self._carrying:
            work = partial(copy_context().run, work)
        job = _Job(asyncio.get_running_loop(), work)
        self._held += 1
        self._jobs.put(job)
        if not self._looking:
            self._looking = True
            job.loop.call_later(SLOW_SECONDS, self._look, job.loop)
        return job.future

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

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Has another thread take the turn of one that is at something slow; looks again while there is work."""
        job = self._quick
        if job is not None and monotonic() - job.began >= SLOW_SECONDS and self._ends(job):
            self._turn.release()
        self._looking = self._held > 0
        if self._looking:
            loop.call_later(SLOW_SECONDS, self._look, loop)

    def _ends(self, job: _Job) -> bool:
        """Takes the work that the turn was used for off it; False if that was done already."""
        with self._guard:
            was_quick = self._quick is job
            if was_quick:
                self._quick = None
        return was_quick

    def _work(self) -> None:
        has_turn = False
        while True:
            if not has_turn:
                self._turn.acquire()
            job = self._jobs.get()
            if job is None:
                self._turn.release()
                return
            job.began = monotonic()
            self._quick = job
            try:
                job.result = job.work()
            except BaseException as raised:  # noqa: BLE001 - it is raised where the work is waited for
                job.error = raised
            has_turn = self._ends(job)
            with suppress(RuntimeError):  # the loop has ended meanwhile, and with it whoever waited
                job.loop.call_soon_threadsafe(self._settle, job)
            del job  # nothing of an answer is kept until the next one

    def _settle(self, job: _Job) -> None:
        self._held -= 1
        if job.future.done():  # given up
            return
        if job.error is None:
            job.future.set_result(job.result)
        else:
            job.future.set_exception(job.error)
