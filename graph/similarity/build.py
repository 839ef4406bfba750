"""Reads a whole store and writes the arrays of an index."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graph.model import TextField
from graph.similarity.analysis import terms
from graph.similarity.filters import stored_number
from graph.similarity.latent import save_latent
from graph.similarity.matrix import UNNAMED_CONCEPTS, Collector, Matrix
from graph.similarity.question import Facet
from graph.similarity.strings import save_strings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from graph.model import Paper
    from graph.similarity.strings import Save
    from graph.store import StoreReader

TITLE_COUNTS: Final = 2
"""A word of the title counts as much as this many in the abstract."""


def build(store: StoreReader, save: Save, progress: Callable[[int, int], None]) -> dict[str, object]:
    """Writes every array through `save`; answers with what the manifest must remember of them."""
    text, concepts = Collector(), Collector()
    facets = {facet: Collector() for facet in Facet}
    ids: list[str] = []
    lengths: list[int] = []
    years: list[int] = []
    cited_by: list[int] = []
    total = store.counts().papers
    for batch in store.scan_papers():
        for each in batch:
            paper, words = each.paper, _words(each.paper)
            text.add(words)
            concepts.add(Counter(mention.concept for mention in each.mentions))
            for facet, collector in facets.items():
                collector.add(dict.fromkeys(_values(paper, facet), 1))
            ids.append(paper.id)
            lengths.append(words.total())
            years.append(stored_number(paper.year))
            cited_by.append(stored_number(paper.cited_by))
        progress(len(ids), max(total, len(ids)))
    save_strings(save, "ids", ids)
    for name, numbers in (("lengths", lengths), ("years", years), ("cited-by", cited_by)):
        save(name, np.array(numbers, dtype=np.int32))
    saved: dict[str, NDArray[Any]] = {}

    def keep(name: str, values: NDArray[Any]) -> None:
        saved[name] = values
        save(name, values)

    text.save_matrix(keep, "text")
    save_latent(save, Matrix.load(saved.__getitem__, "text"), ids)
    kinds = _save_kinds(store, save, concepts.save_matrix(save, "concepts", UNNAMED_CONCEPTS))
    for facet, collector in facets.items():
        collector.save_postings(save, facet.lower())
    return {"papers": len(ids), "kinds": kinds}


def _words(paper: Paper) -> Counter[str]:
    words: Counter[str] = Counter()
    for field, text in paper.texts:
        words.update(terms(text) * (TITLE_COUNTS if field is TextField.TITLE else 1))
    return words


def _values(paper: Paper, facet: Facet) -> Sequence[str]:
    if facet is Facet.SOURCE:
        return [source.name for source in paper.sources]
    value = {Facet.YEAR: paper.year, Facet.VENUE: paper.venue, Facet.LANGUAGE: paper.language}[facet]
    return [] if value is None else [str(value)]


def _save_kinds(store: StoreReader, save: Save, concepts: Sequence[str]) -> list[str]:
    kind_of = {concept.id: concept.kind for batch in store.scan_concepts() for concept in batch}
    # a concept that was removed while the store was read has no kind; the next revision rebuilds
    kinds = [kind_of.get(each, "") for each in concepts]
    names = sorted(set(kinds))
    save("kinds", np.array([names.index(kind) for kind in kinds], dtype=np.uint16))
    return names
