"""The exact score, worked out from the texts in the store as docs/similarity.md says it: nothing of the index is used.

So a faster index can be held against it, whatever its arrays are by then.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.model import TextField
from graph.similarity.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.model import AnnotatedPaper, Paper
    from graph.similarity import Weights
    from graph.store import StoreReader

TITLE_COUNTS = 2
UNNAMED_CONCEPTS = 4.0
MOST = 255
ROUNDING = 2e-9
"""Scores have nine decimals; papers this close to each other may change places."""


def words(paper: Paper) -> Counter[str]:
    counted: Counter[str] = Counter()
    for field, text in paper.texts:
        counted.update(terms(text) * (TITLE_COUNTS if field is TextField.TITLE else 1))
    return counted


def concepts(each: AnnotatedPaper) -> Counter[str]:
    return Counter(mention.concept for mention in each.mentions)


class Gathered:
    """The names of each paper and how often it has them, while papers are still coming."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.keys, self.counts, self.ends = array("i"), array("B"), array("q", [0])

    def add(self, counted: Mapping[str, int]) -> None:
        self.keys.extend([self.names.setdefault(name, len(self.names)) for name in counted])
        self.counts.extend([min(each, MOST) for each in counted.values()])
        self.ends.append(len(self.keys))


@dataclass(frozen=True, slots=True)
class Space:
    """One signal: the papers of each name, and what the name weighs in each, every paper being of length 1."""

    names: Mapping[str, int]
    starts: NDArray[np.int64]
    papers: NDArray[np.int32]
    weights: NDArray[np.float64]
    idf: NDArray[np.float64]
    unnamed: float
    size: int

    @classmethod
    def of(cls, gathered: Gathered, unnamed: float = 0.0) -> Space:
        keys, counts = np.frombuffer(gathered.keys, np.int32), np.frombuffer(gathered.counts, np.uint8)
        size = len(gathered.ends) - 1
        spread = np.bincount(keys, minlength=len(gathered.names))
        idf = 1 + np.log((1 + size) / (1 + spread))
        papers = np.repeat(np.arange(size, dtype=np.int32), np.diff(np.frombuffer(gathered.ends, np.int64)))
        weights = idf[keys]
        weights *= damped(counts)
        lengths = np.sqrt(np.bincount(papers, weights * weights, size) + unnamed**2)
        weights /= np.where(lengths > 0, lengths, 1.0)[papers]
        order = np.argsort(keys, kind="stable")
        starts = np.concatenate([[0], np.cumsum(spread)])
        return cls(gathered.names, starts, papers[order], weights[order], idf, unnamed, size)

    def vector(self, counted: Mapping[str, int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Keys and weights of counted names; those that no paper has are left out."""
        found = sorted((self.names[name], count) for name, count in counted.items() if name in self.names)
        keys = np.array([key for key, _ in found], np.int64)
        weights = damped(np.array([min(count, MOST) for _, count in found], np.uint8)) * self.idf[keys]
        return keys, weights / (np.sqrt(weights @ weights + self.unnamed**2) or 1.0)

    def cosines(self, counted: Mapping[str, int]) -> NDArray[np.float64]:
        """The cosine of every paper with counted names."""
        sums = np.zeros(self.size)
        for key, weight in zip(*self.vector(counted), strict=True):
            part = slice(self.starts[key], self.starts[key + 1])
            sums[self.papers[part]] += weight * self.weights[part]
        return sums


def damped(counts: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.concatenate([[0.0], 1 + np.log(np.arange(1, MOST + 1))])[counts]


@dataclass(frozen=True, slots=True)
class Exact:
    """Every paper of a store, and how alike it is to words and concepts."""

    ids: Sequence[str]
    numbers: Mapping[str, int]
    text: Space
    concepts: Space

    @classmethod
    def of(cls, store: StoreReader) -> Exact:
        ids: list[str] = []
        text, named = Gathered(), Gathered()
        for batch in store.scan_papers():
            for each in batch:
                ids.append(each.paper.id)
                text.add(words(each.paper))
                named.add(concepts(each))
        return cls(ids, {key: at for at, key in enumerate(ids)}, Space.of(text), Space.of(named, UNNAMED_CONCEPTS))

    def scores(
        self, text: Mapping[str, int], named: Mapping[str, int], weights: Weights, without: Collection[str] = ()
    ) -> NDArray[np.float64]:
        """Every paper's score by its number; 0 for those without which the list is asked."""
        asked = [(self.text, text, weights.text), (self.concepts, named, weights.concepts)]
        parts = [(space, said, weight) for space, said, weight in asked if weight and len(space.vector(said)[0])]
        total = sum(weight for *_, weight in parts)
        scores = sum((space.cosines(said) * (weight / total) for space, said, weight in parts), np.zeros(len(self.ids)))
        scores[[self.numbers[each] for each in without]] = 0
        return scores

    def recall(self, found: Sequence[str], scores: NDArray[np.float64], first: int = 20) -> float:
        """The share of the best `first` papers that a list has; papers of equal score stand for each other."""
        wanted = min(first, int(np.count_nonzero(scores > ROUNDING)))
        if not wanted:
            return 1.0
        least = np.partition(scores, -wanted)[-wanted] - ROUNDING
        return sum(scores[self.numbers[each]] >= least for each in found[:first]) / wanted
