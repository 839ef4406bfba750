"""Which paper has which key how often: a sparse matrix on disk, read by key and by paper.

Keys are terms, concepts, years, venues …; papers are numbered in the order of their ids, keys in the order of their
names. All sums run in a fixed order, so every machine gets the same bytes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graph.similarity.strings import Strings, common, looked_up, running
from graph.similarity.table import MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from graph.similarity.strings import Arrays

_BLOCK: Final = 50_000
_ENTRIES: Final = 1 << 18  # so many are counted at once: what is in between stays near the processor
_LN_2: Final = math.log(2)


def logarithm(value: float) -> float:
    """The natural logarithm, rounded to where the C libraries of all machines agree."""
    return round(math.log(value), 12)


def logarithms(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The natural logarithms of positive numbers, by the four basic operations only: every machine gets these bits.

    As good as the C library's (within some 1e-16 of the value), and no loop; the series of atanh, up to the 23rd power.
    """
    mantissa, exponent = np.frexp(values)
    low = mantissa < math.sqrt(0.5)
    mantissa, exponent = np.where(low, 2 * mantissa, mantissa), exponent - low
    ratio = (mantissa - 1) / (mantissa + 1)
    square, series = ratio * ratio, np.zeros(len(ratio))
    for odd in range(23, 0, -2):
        series = series * square + 1 / odd
    return exponent * _LN_2 + 2 * ratio * series


WIDER: Final = 0.5
"""What a concept weighs for each step that it is wider than the one that is mentioned."""

WEIGHT_OF: Final = np.array(
    [0.0, *(1 + logarithm(count) for count in range(1, MOST + 1)), *(WIDER**step for step in range(1, 256 - MOST))]
)
"""What stands in a cell: up to `MOST` a count, above it how many steps wider than what is there."""

STRONGEST: Final = 50
"""How many keys of a seed find candidates at most."""


@dataclass(frozen=True, slots=True)
class Vector:
    """Positive weights of some keys, the keys ascending; of length 1 at most."""

    keys: NDArray[np.int32]
    weights: NDArray[np.float64]

    def __bool__(self) -> bool:
        return len(self.keys) > 0


@dataclass(frozen=True, slots=True)
class Postings:
    """The papers of each key, ascending, and how often each has it."""

    names: Strings
    starts: NDArray[np.int64]
    papers: NDArray[np.int32]
    counts: NDArray[np.uint8]

    @classmethod
    def load(cls, arrays: Arrays, name: str) -> Postings:
        """The postings that `save_postings` wrote under this name."""
        parts = (arrays[f"{name}.key-{part}"] for part in ("starts", "papers", "counts"))
        return cls(Strings.load(arrays, name), *parts)

    def __len__(self) -> int:
        return len(self.names)

    def of(self, key: int) -> slice:
        """Where the key's papers and counts stand."""
        return slice(int(self.starts[key]), int(self.starts[key + 1]))

    def spread(self, keys: NDArray[Any]) -> NDArray[np.int64]:
        """How many papers have each of some keys."""
        return self.starts[keys + 1] - self.starts[keys]

    def having(self, names: Iterable[str]) -> NDArray[np.int32]:
        """The papers with any of these keys; an unknown name has none."""
        keys = [key for name in names if (key := self.names.find(name)) is not None]
        return np.concatenate([np.empty(0, np.int32), *(self.papers[self.of(key)] for key in keys)])

    def having_all(self, names: Iterable[str], number: int) -> NDArray[np.int32]:
        """The papers, of so many, that have every one of these keys, ascending; none where no key is asked for."""
        keys = self.names.find_all([*names])
        parts = sorted((self.papers[self.of(key)] for key in keys if key is not None), key=len)
        if not parts or len(parts) < len(keys):
            return np.empty(0, np.int32)
        papers = parts[0]
        for each in parts[1:]:
            papers = papers[common(papers, each, number)]
        return papers

    def counted(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many of the chosen papers have each key."""
        among, found = chosen.view(np.uint8), np.empty(len(self), np.int64)
        key = 0
        while key < len(self):
            start = self.starts[key]
            end = max(key + 1, int(np.searchsorted(self.starts, start + _ENTRIES, side="right")) - 1)
            ours = among.take(self.papers[start : self.starts[end]])
            # no key is without papers, so no sum is of nothing
            found[key:end] = np.add.reduceat(ours, self.starts[key:end] - start, dtype=np.int64)
            key = end
        return found


@dataclass(frozen=True, slots=True)
class Matrix:
    """Postings that papers are compared by: a key weighs (1 + ln count) · idf, divided by the length of all of them.

    `unnamed` is the weight of one more key that each paper has for itself: what its keys leave unsaid.
    """

    by_key: Postings
    starts: NDArray[np.int64]
    keys: NDArray[np.int32]
    counts: NDArray[np.uint8]
    idf: NDArray[np.float64]
    norms: NDArray[np.float64]
    unnamed: float = 0.0

    @classmethod
    def load(cls, arrays: Arrays, name: str, unnamed: float = 0.0) -> Matrix:
        """The matrix that `save_weights` wrote under this name."""
        parts = (arrays[f"{name}.{part}"] for part in ("paper-starts", "paper-keys", "paper-counts", "idf", "norms"))
        return cls(Postings.load(arrays, name), *parts, unnamed=unnamed)

    def of(self, paper: int) -> slice:
        """Where the paper's keys and counts stand."""
        return slice(int(self.starts[paper]), int(self.starts[paper + 1]))

    def of_paper(self, paper: int) -> Vector:
        """The vector of a paper."""
        part = self.of(paper)
        keys = self.keys[part]
        return Vector(keys, WEIGHT_OF[self.counts[part]] * self.idf[keys] / self.norms[paper])

    def of_cells(self, cells: Mapping[str, int]) -> Vector:
        """The vector of a row that is not in the matrix; names that no paper has are left out."""
        numbers = self.by_key.names.find_all(list(cells))
        found = sorted((key, cell) for key, cell in zip(numbers, cells.values(), strict=True) if key is not None)
        keys = np.array([key for key, _ in found], dtype=np.int32)
        weights = WEIGHT_OF[np.array([cell for _, cell in found], dtype=np.int64)] * self.idf[keys]
        return Vector(keys, weights / (math.sqrt(math.fsum(weights * weights) + self.unnamed**2) or 1.0))

    def cosines(self, vector: Vector) -> NDArray[np.float64]:
        """The cosine of every paper with a vector of length 1; of a shorter one as much less."""
        return self._cosines(vector.keys, vector.weights)

    def rough(self, vector: Vector, entries: int, share: float) -> NDArray[np.float64]:
        """A share of the cosines, as far as the heaviest keys of a vector make them.

        These are `STRONGEST`, or fewer, but one, if they stand in more papers together than `entries`.
        """
        heaviest = np.argsort(-vector.weights, kind="stable")[:STRONGEST]
        read = np.cumsum(self.by_key.spread(vector.keys[heaviest]))
        kept = heaviest[: max(1, int(np.searchsorted(read, entries, side="right")))]
        return self._cosines(vector.keys[kept], vector.weights[kept] * share)

    def _cosines(self, keys: NDArray[np.int32], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        sums = np.zeros(len(self.norms))
        for key, weight in zip(keys.tolist(), weights * self.idf[keys], strict=True):
            part = self.by_key.of(key)
            np.add.at(sums, self.by_key.papers[part], (WEIGHT_OF * weight).take(self.by_key.counts[part]))
        sums /= self.norms
        return sums

    def cosines_of(self, vector: Vector, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        """The same for some papers only, to the last bit; read from these where they are not most of all."""
        if 2 * len(papers) > len(self.norms):
            return self.cosines(vector)[papers]
        lengths, places = self.cells(papers)
        wanted = np.zeros(len(self.idf))
        wanted[vector.keys] = vector.weights * self.idf[vector.keys]
        found = wanted.take(self.keys.take(places))
        shared = np.flatnonzero(found)
        products = WEIGHT_OF.take(self.counts.take(places.take(shared))) * found.take(shared)
        rows = np.repeat(np.arange(len(papers)), lengths).take(shared)
        return np.bincount(rows, products, len(papers)) / self.norms[papers]

    def cells(self, papers: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many keys each of some papers has, and where all of these stand, paper after paper."""
        starts = self.starts[papers]
        lengths = self.starts[papers + 1] - starts
        ends = np.cumsum(lengths)
        return lengths, np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)

    def rows(self, papers: NDArray[Any]) -> Any:
        """The vectors of some papers as a sparse matrix of scipy, papers × keys."""
        from scipy.sparse import csr_matrix

        lengths, places = self.cells(papers)
        keys = self.keys[places]
        weights = WEIGHT_OF[self.counts[places]] * self.idf[keys] / np.repeat(self.norms[papers], lengths)
        return csr_matrix((weights, keys, running(lengths)), shape=(len(papers), len(self.idf)))

    def shared(self, vector: Vector, paper: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The keys that a paper shares with a vector, and what each gives to their cosine."""
        theirs = self.of_paper(paper)
        places, both = looked_up(vector.keys, theirs.keys)
        return theirs.keys[both], vector.weights[places[both]] * theirs.weights[both]


def save_postings(arrays: Arrays, name: str) -> None:
    """Turns a table that is written by papers: writes what `Postings.load` reads."""
    from scipy.sparse import csr_matrix

    starts, keys, counts = (arrays[f"{name}.paper-{part}"] for part in ("starts", "keys", "counts"))
    shape = (len(starts) - 1, len(arrays[f"{name}.ends"]))
    turned = csr_matrix((counts, keys, starts), shape=shape).tocsc()
    arrays[f"{name}.key-starts"] = turned.indptr.astype(np.int64)
    arrays[f"{name}.key-papers"] = turned.indices.astype(np.int32, copy=False)
    arrays[f"{name}.key-counts"] = turned.data


def save_weights(arrays: Arrays, name: str, unnamed: float = 0.0) -> None:
    """Writes what else `Matrix.load` reads of a table and its postings: the weights of keys, the lengths of papers."""
    starts, keys, counts = (arrays[f"{name}.paper-{part}"] for part in ("starts", "keys", "counts"))
    papers = len(starts) - 1
    idf = _idf(np.diff(arrays[f"{name}.key-starts"]), papers)
    norms = np.empty(papers)
    for begin in range(0, papers, _BLOCK):
        block = starts[begin : begin + _BLOCK + 1]
        part = slice(int(block[0]), int(block[-1]))
        weights = WEIGHT_OF[counts[part]] * idf[keys[part]]
        rows = np.repeat(np.arange(len(block) - 1), np.diff(block))
        norms[begin : begin + _BLOCK] = np.sqrt(np.bincount(rows, weights * weights, len(block) - 1) + unnamed**2)
    arrays[f"{name}.idf"] = idf
    arrays[f"{name}.norms"] = np.where(norms > 0, norms, 1.0)


def _idf(frequencies: NDArray[np.int64], papers: int) -> NDArray[np.float64]:
    # rare keys weigh more, and one that every paper has still weighs 1 (measured: better than going down to 0)
    different, which = np.unique(frequencies, return_inverse=True)
    return np.array([1 + logarithm((1 + papers) / (1 + int(each))) for each in different])[which]
