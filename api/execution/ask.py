"""What one request is answered from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from api.reading import Reading

if TYPE_CHECKING:
    from api.library import Library
    from graph.rows import Fetched, Wanted


class Ask:
    """One request's view of the library: one state of the similarity index, and what the store said at which revision.

    With `current` the index is brought up to date first, for as much as whoever asks is kept waiting for that.
    """

    def __init__(self, library: Library, *, current: bool = True) -> None:
        self.library = library
        self._current = current
        self._revisions = set[int]()

    @cached_property
    def reading(self) -> Reading:
        """What can be asked of the index; the first one that needs it opens it."""
        return Reading(self.library, self.library.current() if self._current else self.library.index)

    def holds(self, paper: str) -> bool:
        """Whether a paper is in the index; False, too, where there is no index yet."""
        return self.library.indexed is not None and self.reading.index.ids.find(paper) is not None

    def fetch(self, wanted: Wanted) -> Fetched:
        """What is wanted from the store."""
        fetched = self.library.store.fetch(wanted)
        self._revisions.add(fetched.revision)
        return fetched

    def of_one_state(self) -> bool:
        """Whether the index and all that was read are of one revision of the store."""
        if "reading" not in self.__dict__:
            return len(self._revisions) <= 1
        return {self.reading.index.revision} == (self._revisions or {self.library.store.revision()})

    def renewed(self) -> bool:
        """Brings the index up to date, for as much as that can be waited for; whether it is another one by that."""
        return self.library.current() is not self.reading.index
