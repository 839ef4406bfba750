"""Papers of a store to be written out, all of them or some, with the concepts and citations that belong to them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from graph.model import AnnotatedPaper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.model import Concept
    from graph.store import StoreReader

BATCH: Final = 1000


class Selection:
    """Some papers by their own ids, in that order, each once; without `ids` every paper, in the order of the ids.

    Of all papers never more than a batch is in memory. `progress` hears how many papers were handed out, and of how
    many.
    """

    def __init__(
        self,
        store: StoreReader,
        ids: Sequence[str] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self._store = store
        self._places = None if ids is None else {own: at for at, own in enumerate(dict.fromkeys(ids))}
        self._progress = progress
        self.papers = 0

    def batches(self) -> Iterator[list[AnnotatedPaper]]:
        """The papers with their mentions; `papers` counts those handed out so far. A paper that went is left out."""
        total = self._store.counts().papers if self._places is None else len(self._places)
        self.papers = 0
        for batch in self._store.scan_papers(BATCH) if self._places is None else self._chosen(self._places):
            yield batch
            self.papers += len(batch)
            if self._progress:
                self._progress(self.papers, total)

    def concepts(self) -> Iterator[list[Concept]]:
        """The concepts that these papers mention and all broader ones, in the order of their ids."""
        if self._places is None:
            yield from self._store.scan_concepts(BATCH)
            return
        known: set[str] = set()
        for ids in _batched(self._places):
            mentions = chain.from_iterable(self._store.mentions(ids).values())
            found = {each.concept for each in mentions} - known
            while found:
                known |= found
                concepts = self._store.concepts(sorted(found)).values()
                found = {broader for each in concepts for broader in each.broader} - known
        for ids in _batched(sorted(known)):
            found_now = self._store.concepts(ids)
            yield [found_now[each] for each in ids if each in found_now]

    def citations(self, batch: Sequence[AnnotatedPaper]) -> Iterator[tuple[str, str]]:
        """The pairs (citing, cited) of a paper of this batch and one of this batch or an earlier one.

        Over all batches each citation between two papers of the selection comes once, when both were handed out.
        """
        ids = [each.paper.id for each in batch]
        if not ids:
            return
        here, last = set(ids), ids[-1]
        cites, cited_by = self._store.references(ids), self._store.cited_by(ids)
        for own in ids:
            yield from ((own, each) for each in cites.get(own, ()) if self._is_out(each, last))
            yield from ((each, own) for each in cited_by.get(own, ()) if each not in here and self._is_out(each, last))

    def _is_out(self, own: str, last: str) -> bool:
        """Whether a paper was handed out by the time that `last` was."""
        if self._places is None:
            return own <= last
        return own in self._places and self._places[own] <= self._places[last]

    def _chosen(self, places: dict[str, int]) -> Iterator[list[AnnotatedPaper]]:
        for ids in _batched(places):
            papers, mentions = self._store.papers(ids), self._store.mentions(ids)
            yield [AnnotatedPaper(papers[each], mentions.get(each, ())) for each in ids if each in papers]


def _batched(ids: Sequence[str] | dict[str, int]) -> Iterator[list[str]]:
    own = list(ids)
    return (own[at : at + BATCH] for at in range(0, len(own), BATCH))
