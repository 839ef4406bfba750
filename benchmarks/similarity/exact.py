"""The exact score of every paper, worked out from the texts in the store as docs/similarity.md says it.

Nothing of the index is used but the basis of its latent space, so a faster index can be held against it, whatever its
arrays are by then. Signals that are not worked out here are left out of the comparison (`Exact.known`).
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.model import TextField
from graph.similarity import Signal, Weights
from graph.similarity.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.model import AnnotatedPaper, Paper
    from graph.store import StoreReader

    Said = Mapping[Signal, Mapping[str, int]]
    Broader = Mapping[str, Sequence[str]]

TITLE_COUNTS = 2
UNNAMED_CONCEPTS = 4.0
MOST = 247
WIDER = 0.5
FARTHEST = 8
WHOLE = 127
WORDS = 0.7
ROUNDING = 2e-9
"""Scores have nine decimals; papers this close to each other may change places."""


def words(paper: Paper) -> Counter[str]:
    counted: Counter[str] = Counter()
    for where, text in paper.texts:
        counted.update(terms(text) * (TITLE_COUNTS if where is TextField.TITLE else 1))
    return counted


def concepts(each: AnnotatedPaper) -> Counter[str]:
    return Counter(mention.concept for mention in each.mentions)


def widened(counted: Mapping[str, int], broader: Broader) -> dict[str, int]:
    """Counts, and for concepts that are wider than these how many steps they are, above `MOST`."""
    found = {name: min(count, MOST) for name, count in counted.items()}
    for name in counted:
        rim = [name]
        for step in range(1, FARTHEST + 1):
            rim = [wide for one in rim for wide in broader.get(one, ())]
            for wide in rim:
                found[wide] = min(found.get(wide, MOST + step), MOST + step)
    return found


def said_by(each: AnnotatedPaper) -> Said:
    return {Signal.TEXT: words(each.paper), Signal.CONCEPTS: concepts(each)}


class Gathered:
    """The names of each paper and how often it has them, while papers are still coming."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.keys, self.counts, self.ends = array("i"), array("B"), array("q", [0])

    def add(self, counted: Mapping[str, int]) -> None:
        self.keys.extend([self.names.setdefault(name, len(self.names)) for name in counted])
        self.counts.extend(counted.values())
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
        weights = damped(np.array([count for _, count in found], np.uint8)) * self.idf[keys]
        return keys, weights / (np.sqrt(weights @ weights + self.unnamed**2) or 1.0)

    def by_name(self) -> Any:
        """The weights as a sparse matrix, names × papers."""
        return sparse.csr_array((self.weights, self.papers, self.starts), shape=(len(self.names), self.size))

    def cosines(self, keys: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The cosine of every paper with a vector."""
        sums = np.zeros(self.size)
        for key, weight in zip(keys, weights, strict=True):
            part = slice(self.starts[key], self.starts[key + 1])
            sums[self.papers[part]] += weight * self.weights[part]
        return sums


def damped(counts: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.concatenate([[0.0], 1 + np.log(np.arange(1, MOST + 1)), WIDER ** np.arange(1.0, FARTHEST + 1)])[counts]


@dataclass(frozen=True, slots=True)
class Latent:
    """The latent space: a row of its basis for each word, and every paper's projection in whole numbers."""

    rows: NDArray[np.float64]
    papers: NDArray[np.float32]
    lengths: NDArray[np.float64]

    @classmethod
    def of(cls, space: Space, basis: Mapping[str, NDArray[np.float64]]) -> Latent:
        """Projects every paper anew; only the basis is the index's, for fitting it is what defines the space."""
        rows = np.zeros((len(space.names), len(next(iter(basis.values())))))
        for name, row in basis.items():
            rows[space.names[name]] = row
        papers = rounded(space.by_name().T @ rows).astype(np.float32)
        return cls(rows, papers, np.sqrt(np.einsum("ij,ij->i", papers, papers, dtype=np.float64)))

    def cosines(self, keys: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """The cosine of every paper with a vector of words; None if the space knows none of them."""
        direction = rounded(weights @ self.rows[keys])
        if not direction.any():
            return None
        products = (self.papers @ direction.astype(np.float32)).astype(np.float64)
        return products / (np.sqrt(direction @ direction) * np.where(self.lengths > 0, self.lengths, 1.0))


def rounded(projections: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each row in whole numbers, the largest of which is 127 or -127."""
    most = np.abs(projections).max(axis=-1, keepdims=True)
    return np.rint(projections / np.where(most > 0, most, 1.0) * WHOLE)


@dataclass(frozen=True, slots=True)
class Exact:
    """Every paper of a store, and how alike it is to words and concepts."""

    ids: Sequence[str]
    numbers: Mapping[str, int]
    spaces: Mapping[Signal, Space]
    latent: Latent | None = None
    broader: Broader = field(default_factory=dict)

    @classmethod
    def of(cls, store: StoreReader, basis: Mapping[str, NDArray[np.float64]] | None = None) -> Exact:
        """Reads the whole store; without a basis, text is the cosine of the words alone."""
        ids: list[str] = []
        text, named = Gathered(), Gathered()
        broader = {each.id: each.broader for batch in store.scan_concepts() for each in batch}
        for batch in store.scan_papers():
            for each in batch:
                ids.append(each.paper.id)
                text.add(widened(words(each.paper), {}))
                named.add(widened(concepts(each), broader))
        spaces = {Signal.TEXT: Space.of(text), Signal.CONCEPTS: Space.of(named, UNNAMED_CONCEPTS)}
        latent = Latent.of(spaces[Signal.TEXT], basis) if basis else None
        return cls(ids, {key: at for at, key in enumerate(ids)}, spaces, latent, broader)

    def known(self, weights: Weights) -> Weights:
        """The weights of the signals that are worked out here, and nothing for the others."""
        return Weights(**{signal.lower(): weights.of(signal) for signal in self.spaces})

    def scores(self, said: Said, weights: Weights, without: Collection[str] = ()) -> NDArray[np.float64]:
        """Every paper's score by its number; 0 for those without which the list is asked."""
        asked = {
            signal: weights.of(signal)
            for signal, space in self.spaces.items()
            if weights.of(signal) and any(name in space.names for name in said.get(signal, ()))
        }
        scores = np.zeros(len(self.ids))
        for signal, weight in asked.items():
            scores += self.cosines(signal, said[signal]) * (weight / sum(asked.values()))
        scores[[self.numbers[each] for each in without]] = 0
        return scores

    def cosines(self, signal: Signal, said: Mapping[str, int]) -> NDArray[np.float64]:
        """How alike every paper is by one signal; a paper that shares no word is not, wherever it lies."""
        space = self.spaces[signal]
        keys, weights = space.vector(widened(said, self.broader if signal is Signal.CONCEPTS else {}))
        shared = space.cosines(keys, weights)
        company = self.latent.cosines(keys, weights) if self.latent and signal is Signal.TEXT else None
        return shared if company is None else np.where(shared > 0, WORDS * shared + (1 - WORDS) * company, 0.0)

    def recall(self, found: Sequence[str], scores: NDArray[np.float64], first: int) -> float:
        """The share of the best `first` papers that a list has; papers of equal score stand for each other."""
        wanted = min(first, int(np.count_nonzero(scores > ROUNDING)))
        if not wanted:
            return 1.0
        least = np.partition(scores, -wanted)[-wanted] - ROUNDING
        return sum(scores[self.numbers[each]] >= least for each in found[:first]) / wanted
