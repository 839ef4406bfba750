"""How many of a paper's concepts another mentions too: each counts the same, as one would count them in the graph."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.similarity.matrix import Postings
from graph.similarity.spaces import Parts
from graph.similarity.strings import running

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.similarity.question import Seed
    from graph.similarity.strings import Arrays


LEAST: Final = 1e-12
"""What is left of a share where as much is taken away: nothing, but for rounding."""


@dataclass(frozen=True, slots=True)
class Place:
    """The concepts of a seed by number, ascending, and the share of it that each one is; `named` has both by number."""

    keys: NDArray[np.int32]
    shares: NDArray[np.float64]
    named: Mapping[int, tuple[str, float]]


class Overlap:
    """Papers are alike by the share of the seed's concepts that they mention; wider ones and rarity do not count."""

    finds = True
    exact = True

    def __init__(self, arrays: Arrays) -> None:
        self._postings = Postings.load(arrays, "concepts")
        self._starts: NDArray[np.int64] = arrays["concepts.paper-starts"]
        self._keys: NDArray[np.int32] = arrays["concepts.paper-keys"]

    def place(self, like: Sequence[int], seed: Seed, unlike: Sequence[int]) -> Place | None:
        own, away = ([row for each in papers if len(row := self._row(each))] for papers in (like, unlike))
        pasted = {*(seed.concepts or (each.concept for each in seed.mentions))}
        found = [key for key in self._postings.names.find_all(sorted(pasted)) if key is not None]
        seeds = len(own) + bool(pasted)
        shares: dict[int, float] = defaultdict(float)
        for row in own:
            _add(shares, row.tolist(), 1 / (len(row) * seeds))
        if pasted:
            _add(shares, found, 1 / (len(pasted) * seeds))
        for row in away:
            _add(shares, row.tolist(), -1 / (len(row) * len(away)))
        keys = sorted(key for key, share in shares.items() if share > LEAST)
        if not keys:
            return None
        named = {key: (self._postings.names[key], shares[key]) for key in keys}
        return Place(np.array(keys, np.int32), np.array([shares[key] for key in keys]), named)

    def rough(self, place: Place, entries: int, share: float) -> NDArray[np.float64]:
        # all of it is read, whatever was asked for: nothing is heavier than the rest, and the count is exact
        return share * self._of_all(place)

    def refined(self, place: Place, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.zeros(len(papers))

    def likeness(self, place: Place, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        if 2 * len(papers) > len(self._starts) - 1:
            return self._of_all(place)[papers]
        starts = self._starts[papers]
        lengths = self._starts[papers + 1] - starts
        ends = running(lengths)
        places = np.arange(ends[-1]) + np.repeat(starts - ends[:-1], lengths)
        shares = np.zeros(len(self._postings))
        shares[place.keys] = place.shares
        rows = np.repeat(np.arange(len(papers)), lengths)
        return np.bincount(rows, shares[self._keys[places]], len(papers)).astype(np.float64)

    def has(self, papers: NDArray[np.int64]) -> NDArray[np.bool_]:
        # a paper without concepts was read, and had none: that is unlike one with some
        return np.ones(len(papers), np.bool_)

    def parts(self, place: Place, paper: int) -> Parts:
        shared = [place.named[key] for key in self._row(paper).tolist() if key in place.named]
        return Parts(sorted(shared, key=lambda each: -each[1]), 0.0)

    def _row(self, paper: int) -> NDArray[np.int32]:
        return self._keys[int(self._starts[paper]) : int(self._starts[paper + 1])]

    def _of_all(self, place: Place) -> NDArray[np.float64]:
        papers = [self._postings.papers[self._postings.of(key)] for key in place.keys.tolist()]
        shares = np.repeat(place.shares, [len(each) for each in papers])
        return np.bincount(np.concatenate(papers), shares, len(self._starts) - 1).astype(np.float64)


def _add(shares: dict[int, float], keys: Sequence[int], share: float) -> None:
    for key in keys:
        shares[key] += share
