"""A ranking is read in pages; a cursor holds its paper's sort key and id, so it outlives papers that come and go."""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graph.errors import BadCursorError, QueryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.similarity.question import Weights
    from graph.similarity.rank import Compared
    from graph.similarity.strings import Strings

PAGE: Final = 20
NANO: Final = 1_000_000_000
"""Scores have nine decimals: a ranking keeps them as whole numbers of this part."""

BAD_CURSOR: Final = ("this cursor belongs to no list like this", "ask for the first page again")
"""What is said of a cursor that a list never handed out, and what to do."""

_SEAL: Final = 6


class Hit(NamedTuple):
    """A paper of a ranking, by id and by number; `score` (0 to 1) is None where nothing was compared."""

    id: str
    number: int
    score: float | None
    key: int
    ranking: Ranking

    @property
    def cursor(self) -> str:
        """Its place in the ranking as a word."""
        return self.ranking.cursor(self.key, self.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Some consecutive hits of a ranking, and whether there are more on either side."""

    hits: tuple[Hit, ...]
    has_next: bool
    has_previous: bool

    @property
    def start_cursor(self) -> str | None:
        """The first hit's cursor."""
        return self.hits[0].cursor if self.hits else None

    @property
    def end_cursor(self) -> str | None:
        """The last hit's cursor."""
        return self.hits[-1].cursor if self.hits else None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every paper that answers a question, best first; `weights` echoes what similarity was computed with.

    `places` holds one number per paper, (sort key << 32) + paper: the smaller the better. It is not sorted, unless
    it is `ordered`; a page finds its own part.
    """

    places: NDArray[np.int64]
    ids: Strings
    question: bytes
    scored: bool
    weights: Weights | None = None
    compared: Compared | None = None
    ordered: bool = False

    @property
    def total(self) -> int:
        """How many papers the whole ranking has."""
        return len(self.places)

    @property
    def papers(self) -> NDArray[np.int64]:
        """The numbers of all its papers, in no order."""
        return self.places & 0xFFFFFFFF

    def page(
        self, first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
    ) -> Page:
        """The first hits after a cursor, or the last ones before one; 20 if neither number is given.

        Raises BadCursorError for a cursor of another question, QueryError for a negative number.
        """
        for name, number in (("first", first), ("last", last)):
            if number is not None and number < 0:
                raise QueryError(f"{name} is {number}", "ask for 0 or more")
        start = 0 if after is None else self._before(self._place(after, past=True) + 1)
        end = self.total if before is None else self._before(self._place(before, past=False))
        if first is None and last is None:
            first = PAGE
        if first is not None:
            end = min(end, start + first)
        if last is not None:
            start = max(start, end - last)
        end = max(start, end)
        return Page(tuple(map(self._hit, self._sorted(start, end))), end < self.total, start > 0)

    def cursor(self, key: int, paper: str) -> str:
        """The place of a paper with this sort key as a word, for `after` and `before`."""
        return sealed(self.question, struct.pack(">q", key) + paper.encode())

    def _before(self, place: int) -> int:
        """How many come before a place."""
        return int(np.searchsorted(self.places, place) if self.ordered else np.count_nonzero(self.places < place))

    def _sorted(self, start: int, end: int) -> list[int]:
        if start == end:
            return []
        if self.ordered:
            return self.places[start:end].tolist()
        return np.sort(np.partition(self.places, (start, end - 1))[start:end]).tolist()

    def _hit(self, place: int) -> Hit:
        key, paper = place >> 32, place & 0xFFFFFFFF
        return Hit(self.ids[paper], paper, (NANO - key) / NANO if self.scored else None, key, self)

    def _place(self, cursor: str, *, past: bool) -> int:
        """Where a cursor's paper stands, or would stand if it were still there."""
        try:
            body = unsealed(self.question, cursor)
            (key,), paper_id = struct.unpack(">q", body[:8]), body[8:].decode()
        except (ValueError, struct.error):
            raise BadCursorError(*BAD_CURSOR) from None
        paper, here = self.ids.place(paper_id)
        # of a paper that is gone, what came after it starts with the next id
        return (key << 32) + paper - (past and not here)


def sealed(question: bytes, body: bytes) -> str:
    """A cursor of a list that answers a question: what it holds, in letters that a url can carry."""
    return base64.urlsafe_b64encode(_seal(question, body) + body).decode().rstrip("=")


def unsealed(question: bytes, cursor: str) -> bytes:
    """What a cursor holds; raises ValueError for one of another question, or of none."""
    raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    if raw[:_SEAL] != _seal(question, raw[_SEAL:]):
        raise ValueError
    return raw[_SEAL:]


def _seal(question: bytes, body: bytes) -> bytes:
    return hashlib.blake2b(body, key=question, digest_size=_SEAL).digest()
