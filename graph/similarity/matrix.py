"""Which paper has which key how often: a sparse matrix on disk, read by key and by paper.

Keys are terms, concepts, years, venues …; papers are numbered in the order of their ids, keys in the order of their
names. All sums run in a fixed order, so every machine gets the same bytes.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.similarity.strings import Strings, save_strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from graph.similarity.strings import Load, Save

_MOST: Final = 255


UNNAMED_CONCEPTS: Final = 4.0
"""The `unnamed` of concepts: as heavy as one that every twentieth paper has.

Without it two papers that name one country and nothing else would be as alike in concepts as can be.
"""


def logarithm(value: float) -> float:
    """The natural logarithm, rounded to where the C libraries of all machines agree."""
    return round(math.log(value), 12)


_DAMPED: Final = np.array([0.0, *(1 + logarithm(count) for count in range(1, _MOST + 1))])


@dataclass(frozen=True, slots=True)
class Vector:
    """Positive weights of some keys, the keys ascending; of length 1 at most."""

    keys: NDArray[np.int32]
    weights: NDArray[np.float64]

    def __bool__(self) -> bool:
        return len(self.keys) > 0

    def strongest(self, number: int) -> Vector:
        """Its heaviest keys only, of equal ones the first."""
        if len(self.keys) <= number:
            return self
        kept = np.sort(np.argsort(-self.weights, kind="stable")[:number])
        return Vector(self.keys[kept], self.weights[kept])


@dataclass(frozen=True, slots=True)
class Postings:
    """The papers of each key, ascending, and how often each has it (at most 255)."""

    names: Strings
    starts: NDArray[np.int64]
    papers: NDArray[np.int32]
    counts: NDArray[np.uint8]

    @classmethod
    def load(cls, load: Load, name: str) -> Postings:
        """The postings that a Collector wrote under this name."""
        arrays = (load(f"{name}.key-starts"), load(f"{name}.key-papers"), load(f"{name}.key-counts"))
        return cls(Strings.load(load, name), *arrays)

    def __len__(self) -> int:
        return len(self.names)

    def of(self, key: int) -> slice:
        """Where the key's papers and counts stand."""
        return slice(int(self.starts[key]), int(self.starts[key + 1]))

    def having(self, names: Iterable[str]) -> NDArray[np.int32]:
        """The papers with any of these keys; an unknown name has none."""
        keys = [key for name in names if (key := self.names.find(name)) is not None]
        return np.concatenate([np.empty(0, np.int32), *(self.papers[self.of(key)] for key in keys)])

    def counted(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many of the chosen papers have each key."""
        running = np.concatenate([[0], np.cumsum(chosen[self.papers])])
        return running[self.starts[1:]] - running[self.starts[:-1]]


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
    def load(cls, load: Load, name: str, unnamed: float = 0.0) -> Matrix:
        """The matrix that a Collector wrote under this name."""
        arrays = (load(f"{name}.{part}") for part in ("paper-starts", "paper-keys", "paper-counts", "idf", "norms"))
        return cls(Postings.load(load, name), *arrays, unnamed=unnamed)

    def of_paper(self, paper: int) -> Vector:
        """The vector of a paper."""
        part = slice(int(self.starts[paper]), int(self.starts[paper + 1]))
        keys = self.keys[part]
        return Vector(keys, _DAMPED[self.counts[part]] * self.idf[keys] / self.norms[paper])

    def of_counts(self, counts: Mapping[str, int]) -> Vector:
        """The vector of counted names; those that no paper has are left out."""
        found = sorted(
            (key, n) for name, n in counts.items() if n > 0 and (key := self.by_key.names.find(name)) is not None
        )
        keys = np.array([key for key, _ in found], dtype=np.int32)
        weights = _DAMPED[np.array([min(n, _MOST) for _, n in found], dtype=np.int64)] * self.idf[keys]
        return Vector(keys, weights / (math.sqrt(math.fsum(weights * weights) + self.unnamed**2) or 1.0))

    def cosines(self, vector: Vector) -> NDArray[np.float64]:
        """The cosine of every paper with a vector of length 1; of a shorter one as much less."""
        parts = [self.by_key.of(int(key)) for key in vector.keys]
        total = sum(each.stop - each.start for each in parts)
        papers, weights = np.empty(total, np.int32), np.empty(total)
        end = 0
        for key, weight, part in zip(vector.keys, vector.weights, parts, strict=True):
            begin, end = end, end + part.stop - part.start
            papers[begin:end] = self.by_key.papers[part]
            np.take(_DAMPED * (weight * self.idf[key]), self.by_key.counts[part], out=weights[begin:end])
        return np.bincount(papers, weights, len(self.norms)) / self.norms

    def cosines_of(self, vector: Vector, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        """The same for some papers only, to the last bit; read from these where they are not most of all."""
        if 2 * len(papers) > len(self.norms):
            return self.cosines(vector)[papers]
        starts = self.starts[papers]
        lengths = self.starts[papers + 1] - starts
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
        wanted = np.zeros(len(self.idf))
        wanted[vector.keys] = vector.weights * self.idf[vector.keys]
        products = _DAMPED[self.counts[places]] * wanted[self.keys[places]]
        return np.bincount(np.repeat(np.arange(len(papers)), lengths), products, len(papers)) / self.norms[papers]

    def shared(self, vector: Vector, paper: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The keys that a paper shares with a vector, and what each gives to their cosine."""
        theirs = self.of_paper(paper)
        keys, mine, other = np.intersect1d(vector.keys, theirs.keys, assume_unique=True, return_indices=True)
        return keys, vector.weights[mine] * theirs.weights[other]


class Collector:
    """Gathers the rows of a matrix, paper by paper, and writes it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._keys = array("i")
        self._counts = array("i")
        self._lengths = array("i")

    def add(self, counts: Mapping[str, int]) -> None:
        """The next paper's keys, each with its count."""
        numbers = self._numbers
        self._keys.extend([numbers.setdefault(name, len(numbers)) for name in counts])
        self._counts.extend(counts.values())
        self._lengths.append(len(counts))

    def save_postings(self, save: Save, name: str) -> list[str]:
        """Writes what `Postings.load` reads; answers with the names of the keys in order."""
        self._save(save, name)
        return sorted(self._numbers)

    def save_matrix(self, save: Save, name: str, unnamed: float = 0.0) -> list[str]:
        """Writes what `Matrix.load` reads; answers with the names of the keys in order."""
        papers, keys, counts = self._save(save, name)
        order = np.lexsort((keys, papers))
        papers, keys, counts = papers[order], keys[order], counts[order]
        save(f"{name}.paper-starts", _starts(papers, len(self._lengths)))
        save(f"{name}.paper-keys", keys)
        save(f"{name}.paper-counts", counts)
        idf = _idf(np.bincount(keys, minlength=len(self._numbers)), len(self._lengths))
        save(f"{name}.idf", idf)
        weights = _DAMPED[counts] * idf[keys]
        norms = np.sqrt(np.bincount(papers, weights * weights, len(self._lengths)) + unnamed**2)
        save(f"{name}.norms", np.where(norms > 0, norms, 1.0))
        return sorted(self._numbers)

    def _save(self, save: Save, name: str) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
        names = sorted(self._numbers)
        rank = np.empty(len(names), np.int32)
        rank[[self._numbers[each] for each in names]] = np.arange(len(names), dtype=np.int32)
        keys = rank[np.frombuffer(self._keys, np.int32)]
        counts = np.minimum(np.frombuffer(self._counts, np.int32), _MOST).astype(np.uint8)
        lengths = np.frombuffer(self._lengths, np.int32)
        papers = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        # papers ascend already, so a stable sort by key leaves them in order
        order = np.argsort(keys, kind="stable")
        save_strings(save, name, names)
        save(f"{name}.key-starts", _starts(keys, len(names)))
        save(f"{name}.key-papers", papers[order])
        save(f"{name}.key-counts", counts[order])
        return papers, keys, counts


def _starts(rows: NDArray[np.int32], length: int) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=length))]).astype(np.int64)


def _idf(frequencies: NDArray[np.int64], papers: int) -> NDArray[np.float64]:
    # rare keys weigh more, and one that every paper has still weighs 1 (measured: better than going down to 0)
    different, which = np.unique(frequencies, return_inverse=True)
    return np.array([1 + logarithm((1 + papers) / (1 + int(each))) for each in different])[which]
