"""How long work may take, and word that nobody waits for it any more.

Whoever works for somebody does so `within` a deadline, which holds for the calling thread; what can take long looks at
it by `check`. Where there is none, as on the command line, that costs nothing and nothing is cut short.
"""

from __future__ import annotations

import math
import threading
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

from graph.errors import NotQuickError, StoppedError, TimedOutError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from graph.errors import GivenUpError

T = TypeVar("T")

LOOK_SECONDS: Final = 0.05
"""So often whoever waits for another thread looks whether to go on waiting."""


class Deadline:
    """When work has to be done, and whether it is to stop at once. May be used from any thread.

    `at_once` work neither takes long nor waits for anything: if it cannot be done so, that is a NotQuickError.
    """

    __slots__ = ("_calls", "_guard", "_stopped", "_until", "at_once", "seconds")

    def __init__(self, seconds: float | None = None, *, at_once: bool = False) -> None:
        self.seconds = seconds
        """How long it was given, None for as long as it takes."""
        self.at_once = at_once
        self._until = math.inf if seconds is None else monotonic() + seconds
        self._stopped = False
        self._calls: list[Callable[[], object]] = []
        self._guard = threading.Lock()

    @property
    def stopped(self) -> bool:
        """Whether nobody waits for the work any more."""
        return self._stopped

    @property
    def left(self) -> float:
        """Seconds that are left, 0 when it is over, infinity where there is no end."""
        return 0.0 if self._stopped else max(0.0, self._until - monotonic())

    @property
    def over(self) -> bool:
        """Whether the work is to end, for one reason or the other."""
        return self._stopped or monotonic() >= self._until

    def check(self) -> None:
        """Raises StoppedError or TimedOutError when it is over."""
        if self._stopped or monotonic() >= self._until:
            raise self.error()

    def error(self) -> GivenUpError:
        """What to raise when it is over."""
        if self.at_once:
            return NotQuickError("this takes longer")
        if self._stopped or self.seconds is None:
            return StoppedError("nobody waits for the answer any more")
        return TimedOutError(
            f"the answer was not ready within {self.seconds:g} seconds", "ask for less, or ask again later"
        )

    def when(self, call: Callable[[], object]) -> None:
        """Has `call`, which must not wait for anything, called once when the work is to stop: now, if it already is."""
        with self._guard:
            if not self._stopped:
                self._calls.append(call)
                return
        call()

    @contextmanager
    def calling(self, call: Callable[[], object]) -> Generator[None]:
        """As `when`, for as long as the block lasts."""
        self.when(call)
        try:
            yield
        finally:
            with self._guard, suppress(ValueError):
                self._calls.remove(call)

    def stop(self) -> None:
        """Stops the work; what raises while it is called for that is passed over."""
        with self._guard:
            self._stopped, calls, self._calls = True, self._calls, []
        for call in calls:
            with suppress(Exception):
                call()


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def current() -> Deadline | None:
    """The deadline of the work that the calling thread is at."""
    return _current.get()


def check() -> None:
    """Raises StoppedError or TimedOutError where the calling thread's work is to end; else goes on."""
    if (deadline := _current.get()) is not None:
        deadline.check()


def at_once() -> bool:
    """Whether the calling thread's work is to be done at once."""
    return (deadline := _current.get()) is not None and deadline.at_once


def waits() -> None:
    """Raises NotQuickError where the calling thread's work is to be done at once: before what waits, or takes long."""
    if at_once():
        raise NotQuickError("this waits for something")


def checked(items: Iterable[T]) -> Iterable[T]:
    """The items, with a look at the deadline before each; each may take long."""
    deadline = _current.get()
    return items if deadline is None else _checked(items, deadline)


def _checked(items: Iterable[T], deadline: Deadline) -> Iterator[T]:
    for each in items:
        deadline.check()
        yield each


@contextmanager
def within(deadline: Deadline | None) -> Generator[None]:
    """Has the deadline hold for the block; with None there is no end for it, whatever holds around it."""
    token = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def held(lock: threading.Lock) -> Generator[None]:
    """Holds a lock, which is not waited for longer than there is time."""
    deadline = _current.get()
    if deadline is None:
        lock.acquire()
    else:
        while not lock.acquire(timeout=min(LOOK_SECONDS, deadline.left)):
            deadline.check()
    try:
        yield
    finally:
        lock.release()
