"""Concepts in the same papers: which go with one more often than chance, and which papers join some with others.

The association of two concepts is the log-likelihood ratio G² of their fourfold table (Dunning 1993, Accurate methods
for the statistics of surprise and coincidence): 2 Σ O ln(O / E), in nats, over all papers of the index. G² itself knows
no sign, and is large too where two concepts avoid each other; so only pairs are listed that are seen together more
often than chance would have it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.errors import BadCursorError, QueryError
from graph.similarity.matrix import Postings, logarithms
from graph.similarity.paging import BAD_CURSOR, PAGE, sealed, unsealed
from graph.similarity.table import MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.similarity.strings import Arrays, Strings

MICRO: Final = 1_000_000
"""G² has six decimals: a list keeps it as whole numbers of this part."""

FEW: Final = 4
"""Papers that hold less than this part of all mentions are read one by one; else all concepts are."""

_COUNTS: Final = 1024
_MANY: Final = np.iinfo(np.int64).max // 4


@dataclass(frozen=True, slots=True)
class CoMention:
    """A concept, how many papers mention it beside the one asked about, and how strong the association is (G²)."""

    concept: str
    papers: int
    g2: float
    cursor: str


@dataclass(frozen=True, slots=True)
class CoMentionPage:
    """Some consecutive ones of a list, and whether there are more on either side."""

    hits: tuple[CoMention, ...]
    has_next: bool
    has_previous: bool


@dataclass(frozen=True, slots=True)
class CoMentions:
    """A whole list: concepts by number, papers that mention both, G² in millionths; strongest first, then by id."""

    concepts: NDArray[np.int64]
    papers: NDArray[np.int64]
    micros: NDArray[np.int64]
    names: Strings
    question: bytes

    @property
    def total(self) -> int:
        """How many concepts there are."""
        return len(self.concepts)

    def page(self, first: int = PAGE, after: str | None = None) -> CoMentionPage:
        """The first ones, or the first after a cursor.

        Raises BadCursorError for a cursor of another list, QueryError for a negative number.
        """
        if first < 0:
            raise QueryError(f"first is {first}", "ask for 0 or more")
        start = 0 if after is None else self._past(after)
        end = min(self.total, start + first)
        return CoMentionPage(tuple(map(self._hit, range(start, end))), end < self.total, start > 0)

    def _hit(self, at: int) -> CoMention:
        name, micros = self.names[int(self.concepts[at])], int(self.micros[at])
        cursor = sealed(self.question, struct.pack(">q", micros) + name.encode())
        return CoMention(name, int(self.papers[at]), micros / MICRO, cursor)

    def _past(self, cursor: str) -> int:
        """How many come before a cursor's place, its own concept counted."""
        try:
            body = unsealed(self.question, cursor)
            (micros,), name = struct.unpack(">q", body[:8]), body[8:].decode()
        except (ValueError, struct.error):
            raise BadCursorError(*BAD_CURSOR) from None
        number, here = self.names.place(name)
        equal = (self.micros == micros) & (self.concepts < number + here)
        return int(np.count_nonzero((self.micros > micros) | equal))


@dataclass(frozen=True, slots=True)
class Together:
    """Which papers mention which concepts, read by concept and by paper."""

    concepts: Postings
    starts: NDArray[np.int64]
    keys: NDArray[np.int32]

    @classmethod
    def load(cls, arrays: Arrays, concepts: Postings) -> Together:
        """The concepts of an index on disk; `concepts` are its postings."""
        return cls(concepts, arrays["concepts.paper-starts"], arrays["concepts.paper-keys"])

    def beside(self, concept: str, wanted: NDArray[np.bool_] | None, question: bytes) -> CoMentions:
        """The concepts, among the wanted ones, that go with this one."""
        both = self._beside(self.concepts.having([concept]))
        own = self.concepts.names.find(concept)
        if own is not None:
            both[own] = 0
        if wanted is not None:
            both[~wanted] = 0
        number = len(self.starts) - 1
        near = np.flatnonzero(both)
        both, theirs = both[near], self.concepts.spread(near)
        ours = 0 if own is None else int(self.concepts.spread(np.array([own]))[0])
        often = both * number > theirs * ours
        near, both, theirs = near[often], both[often], theirs[often]
        micros = np.rint(g2(both, ours, theirs, number) * MICRO).astype(np.int64)
        order = np.lexsort((near, -micros))
        return CoMentions(near[order], both[order], micros[order], self.concepts.names, question)

    def mentioning(self, concepts: Sequence[str], limit: int) -> dict[str, tuple[NDArray[np.int32], NDArray[np.uint8]]]:
        """For each concept the numbers of the papers that mention it most, and how often they do."""
        found: dict[str, tuple[NDArray[np.int32], NDArray[np.uint8]]] = {}
        for name, number in zip(concepts, self.concepts.names.find_all(concepts), strict=True):
            if number is not None:
                part = self.concepts.of(number)
                most = np.argsort(MOST - self.concepts.counts[part], kind="stable")[:limit]
                found[name] = self.concepts.papers[part][most], self.concepts.counts[part][most]
        return found

    def bridging(self, ones: Sequence[str], others: Sequence[str], limit: int) -> NDArray[np.int64]:
        """The numbers of papers that mention one of some concepts and one of others, the rarest two first."""
        ranks = self._rarest(ones) + self._rarest(others)
        papers = np.flatnonzero(ranks < _MANY)
        return papers[np.argsort(ranks[papers], kind="stable")[:limit]]

    def _rarest(self, concepts: Sequence[str]) -> NDArray[np.int64]:
        """For each paper the rarest of the concepts that it mentions, as how many do, and then how often it does."""
        ranks = np.full(len(self.starts) - 1, _MANY)
        for each in self.concepts.names.find_all(concepts):
            if each is not None:
                part = self.concepts.of(each)
                papers = self.concepts.papers[part]
                spread = (part.stop - part.start) * _COUNTS + 255
                ranks[papers] = np.minimum(ranks[papers], spread - self.concepts.counts[part].astype(np.int64))
        return ranks

    def _beside(self, papers: NDArray[np.int32]) -> NDArray[np.int64]:
        """How many of the papers mention each concept."""
        begins = self.starts[papers]
        lengths = self.starts[papers + 1] - begins
        if FEW * int(lengths.sum()) > len(self.keys):
            chosen = np.zeros(len(self.starts) - 1, np.bool_)
            chosen[papers] = True
            return self.concepts.counted(chosen)
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - ends + lengths, lengths)
        return np.bincount(self.keys.take(places), minlength=len(self.concepts))


def g2(both: NDArray[np.int64], ours: int, theirs: NDArray[np.int64], number: int) -> NDArray[np.float64]:
    """The log-likelihood ratio of pairs: `both` of `number` papers have both concepts, `ours` and `theirs` have one."""
    total = np.zeros(len(both))
    for observed, row, column in (
        (both, ours, theirs),
        (ours - both, ours, number - theirs),
        (theirs - both, number - ours, theirs),
        (number - ours - theirs + both, number - ours, number - theirs),
    ):
        # of none nothing is expected that counts: x ln x is 0 there
        seen = np.flatnonzero(observed)
        expected = (row * column)[seen] / number
        total[seen] += observed[seen] * logarithms(observed[seen] / expected)
    return 2 * total
