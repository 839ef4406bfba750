"""One text to a thread, and the matrix library kept from starting threads of its own.

On matrices as small as a text's, its threads mostly wait for one another: on two busy cores they cost four times the
CPU of one. And a result may depend on how many of them share the work; with one, it does not.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from types import TracebackType


class OneThread:
    """A block in which matrix products take one thread each; many threads may be inside, the last one restores."""

    def __init__(self) -> None:
        self._controller = ThreadpoolController()
        self._guard = threading.Lock()
        self._inside = 0

    def __enter__(self) -> None:
        with self._guard:
            if not self._inside:
                self._limit = self._controller.limit(limits=1, user_api="blas")
            self._inside += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            self._inside -= 1
            if not self._inside:
                self._limit.restore_original_limits()
