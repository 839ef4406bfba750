"""What texts mean, as an encoder says it: papers are as alike as the cosine of their sentence vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.similarity.latent import rounded
from graph.similarity.rows import VECTORS
from graph.similarity.spaces import Parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.similarity.question import Seed
    from graph.similarity.strings import Arrays

NOWHERE: Final = 1e-9
"""Vectors whose mean is shorter say nothing together."""

_BLOCK: Final = 20_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """Where a seed stands: a direction in whole numbers, and what its length is, if the place itself is 1 away."""

    whole: NDArray[np.float32]
    length: float


class Semantic:
    """The space of the vectors that the store keeps; of a paper without one nothing is known."""

    finds = False
    exact = False

    def __init__(self, arrays: Arrays) -> None:
        self._vectors: NDArray[np.int8] = arrays[VECTORS]

    def place(self, like: Sequence[int], seed: Seed, unlike: Sequence[int]) -> Meaning | None:
        pasted = np.frombuffer(seed.vector, np.int8)
        wanted, unwanted = (
            [vector for each in papers if (vector := self._vectors[each]).any()] for papers in (like, unlike)
        )
        if pasted.any() and len(pasted) == self._vectors.shape[1]:
            wanted.append(pasted)
        if not wanted:
            return None
        mean = _units(wanted).mean(axis=0) - (_units(unwanted).mean(axis=0) if unwanted else 0.0)
        far = float(np.sqrt((mean * mean).sum()))
        if far < NOWHERE:
            return None
        # one vector is whole already
        whole = wanted[0] if len(wanted) == 1 and not unwanted else rounded(mean[None, :])[0][0]
        return Meaning(whole.astype(np.float32), float(np.sqrt((whole.astype(np.float64) ** 2).sum())) / far)

    def rough(self, place: Meaning, entries: int, share: float) -> NDArray[np.float64]:
        papers = np.arange(len(self._vectors))
        blocks = (papers[start : start + _BLOCK] for start in range(0, len(papers), _BLOCK))
        return np.concatenate([np.empty(0), *(share * self.likeness(place, block) for block in blocks)])

    def refined(self, place: Meaning, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.zeros(len(papers))

    def likeness(self, place: Meaning, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        # sums of whole numbers below 2²⁴ are exact in 32 bits, whatever their order
        rows = self._vectors[papers].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows).astype(np.float64))
        alike = np.einsum("ij,j->i", rows, place.whole).astype(np.float64)
        return alike / np.where(lengths > 0, place.length * lengths, 1.0)

    def has(self, papers: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.any(self._vectors[papers] != 0, axis=1)

    def parts(self, place: Meaning, paper: int) -> Parts:
        return Parts((), float(self.likeness(place, np.array([paper]))[0]))


def _units(vectors: Sequence[NDArray[np.int8]]) -> NDArray[np.float64]:
    rows = np.stack(vectors).astype(np.float64)
    return rows / np.sqrt((rows * rows).sum(axis=1, keepdims=True))
