"""What one request is answered from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from api.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.library import Library
    from graph.rows import Fetched, Wanted


class Ask:
    """One request's view of the library: one state of the similarity index, and what the store said at which revision.

    The index is brought up to date first, for as much as whoever asks is kept waiting for that. With `trusting` it is
    taken as it is, and what it has of papers and concepts is not read from the store: whoever asks looks at the end
    whether all is `of_one_state`.
    """

    def __init__(self, library: Library, *, trusting: bool = False) -> None:
        self.library = library
        self.trusting = trusting
        self._revisions = set[int]()
        self._store_said = False

    @cached_property
    def reading(self) -> Reading:
        """What can be asked of the index; the first one that needs it opens it."""
        index = self.library.index if self.trusting else self.library.current()
        self._revisions.add(index.revision)
        return Reading(self.library, index)

    def holds(self, paper: str) -> bool:
        """Whether a paper is in the index; False, too, where there is no index yet."""
        return self.library.indexed is not None and self.reading.index.ids.find(paper) is not None

    def fetch(self, wanted: Wanted) -> Fetched:
        """What is wanted of papers and concepts."""
        if self.trusting and self.library.indexed is not None and (kept := self.reading.index.fetch(wanted)):
            return kept
        fetched = self.library.store.fetch(wanted)
        self._revisions.add(fetched.revision)
        self._store_said = True
        return fetched

    def of_one_state(self, confirm: Callable[[int], bool] | None = None) -> bool:
        """Whether the index and all that was read are of the store as it is now, or was when it was read.

        Where nothing was read, `confirm` says whether the store is still at a revision; left out, it is asked.
        """
        if self._store_said or not self._revisions:
            return len(self._revisions) <= 1
        (revision,) = self._revisions
        return confirm(revision) if confirm else self.library.store.revision() == revision
