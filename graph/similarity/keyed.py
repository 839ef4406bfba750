"""Papers are alike by the keys they share: words and their company, concepts, citations."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.similarity.analysis import terms
from graph.similarity.cited import UNNAMED as UNNAMED_CITATIONS
from graph.similarity.latent import Latent
from graph.similarity.matrix import Matrix, Vector
from graph.similarity.spaces import Parts
from graph.similarity.strings import looked_up
from graph.similarity.table import MOST
from graph.similarity.wider import UNNAMED as UNNAMED_CONCEPTS
from graph.similarity.wider import Steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.similarity.latent import Direction
    from graph.similarity.question import Seed
    from graph.similarity.strings import Arrays

WORDS: Final = 0.7
"""What the cosine of the words is of the similarity of two texts; the rest is that of the latent space."""

NAMED: Final = 5
"""How many shared words, and how many works, are named."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place among keyed papers: a vector, the keys that may be named, and where it points in the latent space."""

    vector: Vector
    named: frozenset[int]
    direction: Direction | None = None


class Keyed:
    """Papers are alike by the keys they share: the cosine of their vectors."""

    finds = True
    exact = False
    _most_named: int | None = NAMED

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix

    def place(self, like: Sequence[int], seed: Seed, unlike: Sequence[int]) -> Place | None:
        pasted = self._pasted(seed)
        vector = self._between([*map(self.matrix.of_paper, like), self.matrix.of_cells(pasted)], unlike)
        if not vector:
            return None
        own = self.matrix.by_key.names.find_all([name for name, cell in pasted.items() if cell <= MOST])
        named = {key for paper in like for key in self._named(paper)}
        return Place(vector, frozenset(named.union(key for key in own if key is not None)))

    def rough(self, place: Place, entries: int, share: float) -> NDArray[np.float64]:
        return self.matrix.rough(place.vector, entries, share)

    def refined(self, place: Place, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.zeros(len(papers))

    def likeness(self, place: Place, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        return self.matrix.cosines_of(place.vector, papers)

    def has(self, papers: NDArray[np.int64]) -> NDArray[np.bool_]:
        # a paper without words or concepts was read, and had none: that is unlike one with some
        return np.ones(len(papers), np.bool_)

    def parts(self, place: Place, paper: int) -> Parts:
        keys, products = self.matrix.shared(place.vector, paper)
        named = place.named.intersection(self._named(paper))
        shared = [each in named for each in keys.tolist()]
        return self._parts(keys[shared], products[shared], math.fsum(products))

    def _pasted(self, seed: Seed) -> Mapping[str, int]:
        """The cells of what is pasted; none where this signal finds nothing in it."""
        return {}

    def _named(self, paper: int) -> list[int]:
        """The keys that a paper has itself."""
        part = self.matrix.of(paper)
        return self.matrix.keys[part][self.matrix.counts[part] <= MOST].tolist()

    def _parts(self, keys: NDArray[np.int32], products: NDArray[np.float64], total: float) -> Parts:
        names = self.matrix.by_key.names
        order = np.argsort(-products, kind="stable")[: self._most_named]
        shared = [(names[int(keys[each])], float(products[each])) for each in order if products[each] > 0]
        return Parts(shared, total - math.fsum(part for _, part in shared))

    def _between(self, like: Sequence[Vector], unlike: Sequence[int]) -> Vector | None:
        """The mean of some vectors, less the mean of the unlike papers' where that leaves something."""
        wanted = [each for each in like if each]
        unwanted = [vector for each in unlike if (vector := self.matrix.of_paper(each))]
        if not wanted:
            return None
        keys, which = np.unique(np.concatenate([each.keys for each in (*wanted, *unwanted)]), return_inverse=True)
        parts = [each.weights / len(wanted) for each in wanted] + [each.weights / -len(unwanted) for each in unwanted]
        weights = np.bincount(which, np.concatenate(parts), len(keys)).astype(np.float64)
        return Vector(keys[weights > 0], weights[weights > 0])


class Text(Keyed):
    """By their words, and by the company that these keep in the corpus, where the corpus has a latent space."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(Matrix.load(arrays, "text"))
        self._latent = Latent.load(arrays)

    def place(self, like: Sequence[int], seed: Seed, unlike: Sequence[int]) -> Place | None:
        place = super().place(like, seed, unlike)
        return replace(place, direction=self._latent.direction(place.vector)) if place and self._latent else place

    def rough(self, place: Place, entries: int, share: float) -> NDArray[np.float64]:
        return self.matrix.rough(place.vector, entries, share * WORDS if place.direction else share)

    def refined(self, place: Place, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        if place.direction is None or self._latent is None:
            return np.zeros(len(papers))
        return (1 - WORDS) * self._latent.cosines(place.direction, papers)

    def likeness(self, place: Place, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        words = self.matrix.cosines_of(place.vector, papers)
        if place.direction is None:
            return words
        return np.where(words > 0, WORDS * words + self.refined(place, papers), 0.0)

    def parts(self, place: Place, paper: int) -> Parts:
        keys, products = self.matrix.shared(place.vector, paper)
        total = math.fsum(products)
        if place.direction is None or self._latent is None or not len(keys):
            return self._parts(keys, products, total)
        total = WORDS * total + (1 - WORDS) * self._latent.cosine(place.direction, paper)
        given = self._latent.parts(place.direction, paper)
        places, known = looked_up(place.direction.keys, keys)
        company = np.where(known, given[places], 0.0)
        return self._parts(keys, WORDS * products + (1 - WORDS) * company, total)

    def _pasted(self, seed: Seed) -> Mapping[str, int]:
        return {term: min(count, MOST) for term, count in Counter(terms(seed.text)).items()}


class Concepts(Keyed):
    """By the concepts they mention, which are all named, and, counted down, the wider ones, which are not."""

    _most_named = None

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(Matrix.load(arrays, "wider", UNNAMED_CONCEPTS))
        self._steps = Steps.load(arrays)

    def _pasted(self, seed: Seed) -> Mapping[str, int]:
        counted = seed.concepts or Counter(each.concept for each in seed.mentions)
        return self._steps.widened(counted, self.matrix.by_key.names)


class Citations(Keyed):
    """By the works that both cite, the papers that cite both, and each other; nothing that is pasted cites."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(Matrix.load(arrays, "cited", UNNAMED_CITATIONS))

    def has(self, papers: NDArray[np.int64]) -> NDArray[np.bool_]:
        # most sources say nothing of references: that is no sign of being unlike
        return self.matrix.starts[papers + 1] > self.matrix.starts[papers]
