"""Which papers a filter lets through, how lists are sorted, and what papers can be counted by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.identity import parse_author_id
from graph.similarity.fields import Fields
from graph.similarity.matrix import Postings
from graph.similarity.question import Facet, Order, PaperFilter
from graph.similarity.rows import LARGEST, UNKNOWN
from graph.similarity.sourced import RANKS
from graph.similarity.strings import Strings, common

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.similarity.strings import Arrays


_EVERYTHING = PaperFilter()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is known of each paper beside its text: year, citations, venue, sources, language, concepts."""

    ids: Strings
    years: NDArray[np.int64]
    cited_by: NDArray[np.int64]
    record_ranks: NDArray[np.int32]
    facets: Mapping[Facet, Postings]
    concepts: Postings
    fields: Fields
    kinds: NDArray[np.uint16]
    kind_names: Sequence[str]

    @classmethod
    def load(cls, arrays: Arrays, words: Postings, kind_names: Sequence[str]) -> Catalogue:
        """The catalogue of an index on disk; `words` are those of its papers' texts."""
        ids, concepts = Strings.load(arrays, "ids"), Postings.load(arrays, "concepts")
        facets = {facet: Postings.load(arrays, facet.lower()) for facet in Facet}
        fields = Fields.load(arrays, words, len(ids))
        years, cited_by = (arrays[name].astype(np.int64) for name in ("years", "cited-by"))
        return cls(ids, years, cited_by, arrays[RANKS], facets, concepts, fields, arrays["kinds"], kind_names)

    def allowed(self, wanted: PaperFilter) -> NDArray[np.bool_] | None:
        """Which papers pass; None if all do, for nothing is asked."""
        papers = self.passing(wanted)
        return None if papers is None else self._among(papers)

    def passing(self, wanted: PaperFilter) -> NDArray[np.integer[Any]] | None:
        """The numbers of the papers that pass, ascending; None if all do, for nothing is asked.

        Where an id, a concept, an author or a word leaves few, only these are looked at.
        """
        if wanted == _EVERYTHING:
            return None
        must = list(self._must_be_of(wanted))
        few = min(must, key=len, default=None)
        these = slice(None) if few is None else few
        passed = np.ones(len(self.ids) if few is None else len(few), dtype=np.bool_)
        if wanted.year_from is not None:
            passed &= self.years[these] >= max(wanted.year_from, UNKNOWN + 1)
        if wanted.year_to is not None:
            passed &= (self.years[these] <= wanted.year_to) & (self.years[these] != UNKNOWN)
        languages = () if wanted.language is None else (wanted.language,)
        asked = [(self.concepts, wanted.any_concepts)]
        asked += [(self.facets[Facet.VENUE], wanted.venues), (self.facets[Facet.SOURCE], wanted.sources)]
        asked += [(self.facets[Facet.LANGUAGE], languages)]
        for postings, names in asked:
            if names:
                passed &= self._are(postings.having(names), few)
        if wanted.no_concepts:
            passed &= ~self._are(self.concepts.having(wanted.no_concepts), few)
        for each in must:
            if each is not few:
                passed &= self._are(each, few)
        return np.flatnonzero(passed) if few is None else few[passed]

    def sort_keys(self, order: Order, papers: NDArray[Any]) -> NDArray[np.int64]:
        """One number for each of some papers, the smaller the earlier; without a text the most relevant are new.

        By record they are ranks, which change when papers come or go.
        """
        if order is Order.ID:
            return np.zeros(len(papers), np.int64)
        if order is Order.RECORD:
            return self.record_ranks[papers].astype(np.int64)
        values = (self.cited_by if order is Order.CITED_BY_DESC else self.years)[papers]
        keys = LARGEST + (values if order is Order.YEAR_ASC else -values)
        return np.where(values == UNKNOWN, 2 * LARGEST + 1, keys)

    def counts(self, papers: NDArray[np.int64], by: str, first: int) -> list[tuple[str, int]]:
        """The values that most of these papers have, then by name: a facet's, or concept ids of a kind."""
        chosen = np.zeros(len(self.ids), dtype=np.bool_)
        chosen[papers] = True
        postings = self.facets[Facet(by)] if by in Facet.__members__ else self.concepts
        counted = postings.counted(chosen)
        if postings is self.concepts:
            kind = self.kind_names.index(by) if by in self.kind_names else -1
            counted = np.where(self.kinds == kind, counted, 0)
        best = np.argsort(-counted, kind="stable")[: max(0, first)]
        return [(postings.names[int(key)], int(counted[key])) for key in best if counted[key]]

    def of_kinds(self, kinds: Iterable[str] | None) -> NDArray[np.bool_] | None:
        """Which concepts are of these kinds; None if any kind will do."""
        if kinds is None:
            return None
        wanted = {*kinds}
        return np.array([name in wanted for name in self.kind_names], np.bool_)[self.kinds]

    def years_of(self, concept: str) -> list[tuple[int, int]]:
        """How many of a concept's papers are of each year, ascending."""
        years = self.years[self.concepts.having([concept])]
        found, counts = np.unique(years[years != UNKNOWN], return_counts=True)
        return list(zip(found.tolist(), counts.tolist(), strict=True))

    def _must_be_of(self, wanted: PaperFilter) -> Iterator[NDArray[np.integer[Any]]]:
        """Papers, each time ascending, of which the wanted ones are some."""
        yield from (self.concepts.having([each]) for each in wanted.all_concepts)
        if wanted.authors:
            owners = [owner[0] for author in wanted.authors if (owner := parse_author_id(author))]
            yield self._numbers(owners)
        if wanted.ids is not None:
            yield self._numbers(wanted.ids)
        yield from self.fields.having(wanted)

    def _numbers(self, ids: Sequence[str]) -> NDArray[np.int32]:
        return np.unique(np.array([each for each in self.ids.find_all(ids) if each is not None], np.int32))

    def _are(self, those: NDArray[np.integer[Any]], few: NDArray[np.integer[Any]] | None) -> NDArray[np.bool_]:
        """Which papers, or which of a few, are among those."""
        return self._among(those) if few is None else common(few, those, len(self.ids))

    def _among(self, papers: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
        among = np.zeros(len(self.ids), dtype=np.bool_)
        among[papers] = True
        return among
