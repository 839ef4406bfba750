"""How alike every paper is to a seed: a weighted sum of one cosine per signal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.errors import NotFoundError, QueryError
from graph.similarity.analysis import terms
from graph.similarity.matrix import Vector
from graph.similarity.paging import NANO
from graph.similarity.question import Seed, Signal, Weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.similarity.latent import Direction, Latent
    from graph.similarity.matrix import Matrix
    from graph.similarity.strings import Strings


WORDS: Final = 0.7
"""What the cosine of the words is of the similarity of two texts; the rest is that of the latent space."""

FEW: Final = 5_000
"""A corpus of no more papers is compared whole; in a larger one candidates are."""

STRONGEST: Final = 40
"""How many of a seed's words find candidates."""

BEST: Final = 1_000
"""How many candidates words and concepts find."""

NEAREST: Final = 300
"""How many candidates the latent space finds."""


@dataclass(frozen=True, slots=True)
class Spaces:
    """Where papers are compared: a matrix per signal, and the latent space of the texts if the corpus has one."""

    matrices: Mapping[Signal, Matrix]
    latent: Latent | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared: the seed and its vector per signal, each signal's share of the score, its latent direction."""

    seed: Seed
    vectors: Mapping[Signal, Vector]
    shares: Mapping[Signal, float]
    direction: Direction | None = None

    @property
    def weights(self) -> Weights:
        """The shares as weights that sum to 1."""
        return Weights(**{signal.lower(): share for signal, share in self.shares.items()})


def compare(seed: Seed, weights: Weights, spaces: Spaces, ids: Strings) -> Compared:
    """The seed as vectors; what a signal cannot say of it, the others say.

    Raises NotFoundError for a paper that the index does not hold, QueryError if no weighted signal is left.
    """
    like, unlike = _numbers(seed.papers, ids), _numbers(seed.unlike, ids)
    pasted = {
        Signal.TEXT: Counter(terms(seed.text)),
        Signal.CONCEPTS: seed.concepts or Counter(each.concept for each in seed.mentions),
    }
    vectors: dict[Signal, Vector] = {}
    for signal, matrix in spaces.matrices.items():
        vector = _between(matrix, [*(matrix.of_paper(each) for each in like), matrix.of_counts(pasted[signal])], unlike)
        if vector and weights.of(signal) > 0:
            vectors[signal] = vector
    total = sum(weights.of(signal) for signal in vectors)
    if not vectors:
        raise QueryError("there is nothing to compare by", "give a paper or a longer text, and a signal some weight")
    text = vectors.get(Signal.TEXT)
    direction = spaces.latent.direction(text) if text and spaces.latent else None
    return Compared(seed, vectors, {signal: weights.of(signal) / total for signal in vectors}, direction)


def ranked(
    compared: Compared, spaces: Spaces, ids: Strings, allowed: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The allowed papers that are like the seed, in no order, and their scores in whole nanos.

    Of more than `FEW` papers only candidates are scored: the `BEST` by the strongest words and the concepts, and the
    `NEAREST` in the latent space. No paper of the seed is among them.
    """
    wanted = allowed.copy()
    wanted[_numbers((*compared.seed.papers, *compared.seed.unlike), ids)] = False
    papers = np.flatnonzero(wanted) if len(ids) <= FEW else _candidates(compared, spaces, wanted)
    nanos = np.rint(_scores(compared, spaces, papers) * NANO).astype(np.int64)
    return papers[nanos > 0], nanos[nanos > 0]


def _scores(compared: Compared, spaces: Spaces, papers: NDArray[np.int64]) -> NDArray[np.float64]:
    total = np.zeros(len(papers))
    for signal, share in compared.shares.items():
        cosines = spaces.matrices[signal].cosines_of(compared.vectors[signal], papers)
        if signal is Signal.TEXT and compared.direction and spaces.latent:
            latent = np.where(cosines > 0, spaces.latent.cosines(compared.direction, papers), 0.0)
            cosines = WORDS * cosines + (1 - WORDS) * latent
        total += share * cosines
    return total


def _candidates(compared: Compared, spaces: Spaces, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    rough = np.zeros(len(wanted))
    for signal, share in compared.shares.items():
        vector = compared.vectors[signal]
        strongest = vector.strongest(STRONGEST) if signal is Signal.TEXT else vector
        rough += share * spaces.matrices[signal].cosines(strongest)
    best = most(np.where(wanted, rough, 0.0), BEST)
    if compared.direction is None or spaces.latent is None:
        return best
    nearest = most(np.where(wanted, spaces.latent.cosines(compared.direction), 0.0), NEAREST)
    return np.union1d(best, nearest)


def most(values: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    """Where the highest positive values stand; of equal ones at the end, the first."""
    positive = np.flatnonzero(values > 0)
    if len(positive) <= number:
        return positive
    least = np.partition(values[positive], len(positive) - number)[len(positive) - number]
    above = positive[values[positive] > least]
    return np.union1d(above, positive[values[positive] == least][: number - len(above)])


def _numbers(papers: Sequence[str], ids: Strings) -> list[int]:
    found = {each: ids.find(each) for each in papers}
    for paper, number in found.items():
        if number is None:
            raise NotFoundError(
                f"the similarity index has no paper {paper}", "is the id right, and the paper ingested?"
            )
    return [number for number in found.values() if number is not None]


def _between(matrix: Matrix, like: Sequence[Vector], unlike: Sequence[int]) -> Vector:
    """The mean of some vectors, less the mean of the unlike papers' where that leaves something."""
    wanted = [each for each in like if each]
    unwanted = [vector for each in unlike if (vector := matrix.of_paper(each))]
    if not wanted:
        return Vector(np.empty(0, np.int32), np.empty(0))
    keys, which = np.unique(np.concatenate([each.keys for each in (*wanted, *unwanted)]), return_inverse=True)
    parts = [each.weights / len(wanted) for each in wanted] + [each.weights / -len(unwanted) for each in unwanted]
    weights = np.bincount(which, np.concatenate(parts), len(keys)).astype(np.float64)
    return Vector(keys[weights > 0], weights[weights > 0])
