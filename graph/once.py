"""Work that many may wait for, done by one of them for all."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeVar

from graph.deadline import LOOK_SECONDS, Deadline, current, waits, within

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Once:
    """Work that many may wait for, done by one: it is finished even where those who wait for it give up.

    Only `close` ends it early.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._running: _Running | None = None
        self._life = Deadline()

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        running = self._running
        return running is not None and not running.over

    def result(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises; of who asks while it is under way nobody has it done again.

        Without a deadline it is done in the calling thread, else in one of its own; raises StoppedError once closed.
        """
        waits()
        with self._guard:
            self._life.check()
            running, mine = self._running, False
            if running is None or running.over:
                running, mine = _Running(work, self._life), True
                self._running = running
        if mine and current() is None:
            running.run()
        elif mine:
            threading.Thread(target=running.run, name="litgraph-once", daemon=True).start()
        running.wait()
        return running.result

    def close(self) -> None:
        """Stops what is under way and waits for its end; nothing is begun any more."""
        with self._guard:
            self._life.stop()
            running = self._running
        if running is not None:
            running.wait()


class _Running:
    """Work under way, and what became of it."""

    __slots__ = ("_done", "_error", "_life", "_value", "_work")

    def __init__(self, work: Callable[[], object], life: Deadline) -> None:
        self._work = work
        self._life = life
        self._done = threading.Event()
        self._value: object = None
        self._error: BaseException | None = None

    @property
    def over(self) -> bool:
        return self._done.is_set()

    @property
    def result(self) -> Any:
        if self._error is not None:
            raise self._error
        return self._value

    def run(self) -> None:
        try:
            with within(self._life):
                self._value = self._work()
        except BaseException as raised:  # noqa: BLE001 - it is raised where it is waited for
            self._error = raised
        finally:
            self._done.set()

    def wait(self) -> None:
        """Waits for the end, for as long as the calling thread has time."""
        deadline = current()
        if deadline is None:
            self._done.wait()
            return
        while not self._done.wait(min(LOOK_SECONDS, deadline.left)):
            deadline.check()
