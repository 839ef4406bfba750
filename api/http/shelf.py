"""The library that requests are answered from, and what to say while there is none."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Final

from api.library import Library
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.similarity import Index

    OnRefresh = Callable[[int, Index | LitgraphError], object]

PAUSE_SECONDS: Final = 1.0
"""So long a failed opening is not tried again: what asks meanwhile is told the same at once."""


class Shelf:
    """The library that requests are answered from, opened when one is first needed; a failed opening is tried again.

    Where another file took the place of its store, one that was restored say, that is opened instead.
    """

    def __init__(self, source: Library | Callable[[], Library], on_refresh: OnRefresh | None = None) -> None:
        self._library = source if isinstance(source, Library) else None
        self._on_refresh = on_refresh
        if self._library is not None and on_refresh is not None:
            self._library.on_refresh = on_refresh
        self._open = source if callable(source) else lambda: source
        self._owns = callable(source)
        self._guard = threading.Lock()
        self._failed: tuple[float, LitgraphError] | None = None

    def library(self) -> Library:
        """The opened library; raises the StoreError that says why there is none.

        Who asks while somebody else tries to open it again is not kept waiting, but told how that failed before.
        """
        if (there := self._there()) is not None:
            return there
        failed = self._failed
        if failed is None:
            self._guard.acquire()
        elif monotonic() - failed[0] < PAUSE_SECONDS or not self._guard.acquire(blocking=False):
            raise type(failed[1])(failed[1].message, failed[1].advice)
        try:
            if (there := self._there()) is None:
                # the one before is not closed: it is let go when those who still read it have done so
                self._library = there = self._open()
                there.on_refresh = self._on_refresh
                there.refresh_aside()  # what needs it would be slower without
                self._failed = None
            return there
        except LitgraphError as error:
            self._failed = monotonic(), error
            raise
        finally:
            self._guard.release()

    def _there(self) -> Library | None:
        there = self._library
        return None if there is not None and self._owns and there.store.replaced() else there

    def close(self) -> None:
        """Closes the library if it was opened here."""
        with self._guard:
            if self._owns and self._library is not None:
                self._library.close()
                self._library = None
