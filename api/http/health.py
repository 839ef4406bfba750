"""Whether the store answers, asked once at a time and never for long."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, NamedTuple

from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.library import Library

SECONDS: Final = 5.0
"""A store that takes longer to say its revision is told to be away."""


class Beat(NamedTuple):
    """What was felt: the revisions of the store and of the index beside it, or why there is none."""

    revision: int | None
    indexed: int | None = None
    reason: str = ""


class Pulse:
    """Feels whether the store answers, for health checks and metrics; who asks meanwhile shares the answer."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library
        self._feeling: asyncio.Task[Beat] | None = None

    async def feel(self) -> Beat:
        """The store's revision now, or the reason why there is none."""
        if self._feeling is None or self._feeling.done():
            self._feeling = asyncio.create_task(asyncio.to_thread(self._beat))
        try:
            return await asyncio.wait_for(asyncio.shield(self._feeling), SECONDS)
        except TimeoutError:
            return Beat(None, reason=f"the store does not answer within {SECONDS:g} seconds")

    def _beat(self) -> Beat:
        try:
            library = self._library()
            return Beat(library.store.revision(), library.indexed)
        except LitgraphError as error:
            return Beat(None, reason=str(error))
