"""The latent space of a corpus: which words are used in the same company (latent semantic analysis).

A truncated singular value decomposition of the word weights of a sample of papers gives a basis of up to `DIMENSIONS`
directions; each paper is its projection, rounded to whole numbers, so that cosines are exact and the same in any order.
The sample is chosen by the papers' ids, so equal corpora have equal spaces, however they came together.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.similarity.strings import looked_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.similarity.matrix import Matrix, Vector
    from graph.similarity.strings import Arrays

DIMENSIONS: Final = 64
LEAST_PAPERS: Final = 256
"""A corpus of fewer papers has no latent space: what goes together in it is chance."""

PAPERS_PER_DIMENSION: Final = 16
"""A small corpus has fewer directions: so many that each would tell only a few papers apart say nothing."""

SAMPLE: Final = 20_000
_ROUNDS: Final = 4
_MORE: Final = 16
_BLOCK: Final = 20_000
_WHOLE: Final = 127
_SEED: Final = 20_19


@dataclass(frozen=True, slots=True)
class Direction:
    """Where a seed points in the latent space: its whole numbers, their length, and what each of its keys gives."""

    whole: NDArray[np.float32]
    length: float
    keys: NDArray[np.int32]
    parts: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Latent:
    """The latent space on disk: a row of the basis for each of `keys`, and a row of whole numbers for each paper."""

    keys: NDArray[np.int32]
    basis: NDArray[np.float32]
    papers: NDArray[np.float32]
    lengths: NDArray[np.float64]

    @classmethod
    def load(cls, arrays: Arrays) -> Latent | None:
        """The space that `save_latent` wrote; None for a corpus that has none."""
        keys = arrays["latent.keys"]
        if not len(keys):
            return None
        return cls(keys, arrays["latent.basis"], arrays["latent.papers"], arrays["latent.lengths"])

    def direction(self, vector: Vector) -> Direction | None:
        """Where a vector of word weights points; None if the space knows none of its words."""
        places, known = looked_up(self.keys, vector.keys)
        parts = vector.weights[known, None] * self.basis[places[known]].astype(np.float64)
        exact = parts.sum(axis=0)
        whole, lengths = rounded(exact[None, :])
        if not lengths[0]:
            return None
        return Direction(whole[0], float(lengths[0]), vector.keys[known], parts * (_WHOLE / np.abs(exact).max()))

    def cosines(self, direction: Direction, papers: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """The cosine of every paper (or of some) with a direction, −1 to 1; 0 for a paper outside of the space."""
        places, lengths = (self.papers, self.lengths) if papers is None else (self.papers[papers], self.lengths[papers])
        # sums of whole numbers below 2²⁴ are exact in 32 bits, whatever their order; einsum starts no threads for them
        return np.einsum("ij,j->i", places, direction.whole).astype(np.float64) / (direction.length * lengths)

    def cosine(self, direction: Direction, paper: int) -> float:
        """The cosine of one paper."""
        return float(self.papers[paper] @ direction.whole) / float(direction.length * self.lengths[paper])

    def parts(self, direction: Direction, paper: int) -> NDArray[np.float64]:
        """What each of the direction's keys gives to the cosine of a paper, up to rounding; some less than nothing."""
        return direction.parts @ self.papers[paper].astype(np.float64) / (direction.length * self.lengths[paper])


def save_latent(arrays: Arrays, matrix: Matrix, ids: Sequence[str]) -> None:
    """Fits the space to the papers of a matrix and writes it; four empty arrays for a corpus that is too small."""
    keys, basis = np.empty(0, np.int32), np.empty((0, DIMENSIONS), np.float32)
    papers, lengths = np.empty((0, DIMENSIONS), np.float32), np.empty(0)
    if len(ids) >= LEAST_PAPERS:
        keys, basis = _fitted(matrix, _sample(ids))
        papers, lengths = _projected(matrix, keys, basis)
    for name, values in (("keys", keys), ("basis", basis), ("papers", papers), ("lengths", lengths)):
        arrays[f"latent.{name}"] = values


def _sample(ids: Sequence[str]) -> NDArray[np.int64]:
    """The numbers of `SAMPLE` papers, those whose ids have the smallest hashes, in order."""
    hashes = np.array([int.from_bytes(hashlib.blake2b(each.encode(), digest_size=7).digest()) for each in ids])
    return np.sort(np.argsort(hashes, kind="stable")[:SAMPLE])


def _fitted(matrix: Matrix, papers: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The keys that two papers of a sample share at least, and their rows of the basis, by randomized iteration."""
    rows = matrix.rows(papers)
    frequencies = np.bincount(rows.indices, minlength=rows.shape[1])
    keys = np.flatnonzero(frequencies > 1).astype(np.int32)
    kept = rows[:, keys]
    turned = kept.T.tocsr()
    wanted = min(DIMENSIONS, len(papers) // PAPERS_PER_DIMENSION)
    size = min(wanted + _MORE, *kept.shape)
    basis = turned @ np.random.RandomState(_SEED).standard_normal((kept.shape[0], size))
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(turned @ (kept @ np.linalg.qr(basis)[0]))[0]
    # of what the iteration found, the directions in which papers differ most
    _, _, rotation = np.linalg.svd(kept @ basis, full_matrices=False)
    found = (basis @ rotation.T)[:, :wanted].astype(np.float32)
    return keys, np.pad(found, ((0, 0), (0, DIMENSIONS - found.shape[1])))


def _projected(
    matrix: Matrix, keys: NDArray[np.int32], basis: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    number = len(matrix.norms)
    papers, lengths = np.zeros((number, DIMENSIONS), np.float32), np.ones(number)
    whole = np.zeros((len(matrix.idf), DIMENSIONS))
    whole[keys] = basis
    for start in range(0, number, _BLOCK):
        block = np.arange(start, min(number, start + _BLOCK))
        projections = matrix.rows(block) @ whole
        papers[block], found = rounded(projections)
        lengths[block] = np.where(found > 0, found, 1.0)
    return papers, lengths


def rounded(projections: NDArray[np.float64]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Each row as whole numbers up to 127, which keep its direction, and their length."""
    most = np.abs(projections).max(axis=1, keepdims=True)
    whole = np.rint(projections / np.where(most > 0, most, 1.0) * _WHOLE)
    return whole.astype(np.float32), np.sqrt((whole * whole).sum(axis=1))
