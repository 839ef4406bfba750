"""A ranking is read in pages; a cursor holds its paper's sort key and id, so it outlives papers that come and go."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

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

_SEAL: Final = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper of a ranking; `score` (0 to 1) is None where nothing was compared."""

    id: str
    score: float | None
    cursor: str


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

    `places` holds one number per paper, (sort key << 32) + paper: the smaller the better. It is not sorted; a page
    finds its own part.
    """

    places: NDArray[np.int64]
    ids: Strings
    question: bytes
    scored: bool
    weights: Weights | None = None
    compared: Compared | None = None
    told: dict[str, int] = field(default_factory=dict[str, int])
    """The numbers of the papers that a page showed, by id."""

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
        start = 0 if after is None else int(np.count_nonzero(self.places <= self._place(after, past=True)))
        end = self.total if before is None else int(np.count_nonzero(self.places < self._place(before, past=False)))
        if first is None and last is None:
            first = PAGE
        if first is not None:
            end = min(end, start + first)
        if last is not None:
            start = max(start, end - last)
        end = max(start, end)
        return Page(tuple(map(self._hit, self._sorted(start, end))), end < self.total, start > 0)

    def _sorted(self, start: int, end: int) -> list[int]:
        if start == end:
            return []
        return np.sort(np.partition(self.places, (start, end - 1))[start:end]).tolist()

    def _hit(self, place: int) -> Hit:
        key, paper = place >> 32, place & 0xFFFFFFFF
        paper_id = self.ids[paper]
        self.told[paper_id] = paper
        body = struct.pack(">q", key) + paper_id.encode()
        cursor = base64.urlsafe_b64encode(self._seal(body) + body).decode().rstrip("=")
        return Hit(paper_id, (NANO - key) / NANO if self.scored else None, cursor)

    def _place(self, cursor: str, *, past: bool) -> int:
        """Where a cursor's paper stands, or would stand if it were still there."""
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            seal, body = raw[:_SEAL], raw[_SEAL:]
            if seal != self._seal(body):
                raise ValueError
            (key,), paper_id = struct.unpack(">q", body[:8]), body[8:].decode()
        except (ValueError, binascii.Error, struct.error):
            raise BadCursorError("this cursor belongs to no list like this", "ask for the first page again") from None
        paper, here = self.ids.place(paper_id)
        # of a paper that is gone, what came after it starts with the next id
        return (key << 32) + paper - (past and not here)

    def _seal(self, body: bytes) -> bytes:
        return hashlib.blake2b(body, key=self.question, digest_size=_SEAL).digest()
