"""How much of some work the store takes: counted for whoever works `spending`, else a read costs one look."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


class Spent:
    """What one piece of work asked of its store: how many reads, how long they took, waits and retries included.

    Work is done by one thread at a time; what others do for it, like bringing an index up to date, is not in here.
    """

    __slots__ = ("longest", "reads", "seconds", "store")

    def __init__(self) -> None:
        self.store = ""
        """The kind of store that was read, empty before the first read."""
        self.reads = 0
        self.seconds = 0.0
        self.longest = 0.0

    def add(self, store: str, seconds: float) -> None:
        """Counts one read."""
        self.store = store
        self.reads += 1
        self.seconds += seconds
        if seconds > self.longest:
            self.longest = seconds


_current: ContextVar[Spent | None] = ContextVar("spent", default=None)

current = _current.get
"""What the calling thread's work has spent, or None where nobody wants to know: a plain look, for every read."""


@contextmanager
def spending(spent: Spent) -> Generator[None]:
    """Has the reads of the calling thread counted in `spent` until the block ends."""
    token = _current.set(spent)
    try:
        yield
    finally:
        _current.reset(token)
