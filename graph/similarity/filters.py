"""Which papers a filter lets through, how lists are sorted, and what papers can be counted by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.identity import parse_author_id
from graph.similarity.matrix import Postings
from graph.similarity.question import Facet, Order, PaperFilter
from graph.similarity.rows import LARGEST, UNKNOWN
from graph.similarity.strings import Strings, common

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.similarity.strings import Arrays


_EVERYTHING = PaperFilter()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is known of each paper beside its text: year, citations, venue, sources, language, concepts."""

    ids: Strings
    years: NDArray[np.int64]
    cited_by: NDArray[np.int64]
    facets: Mapping[Facet, Postings]
    concepts: Postings
    kinds: NDArray[np.uint16]
    kind_names: Sequence[str]

    @classmethod
    def load(cls, arrays: Arrays, concepts: Postings, kind_names: Sequence[str]) -> Catalogue:
        """The catalogue of an index on disk."""
        facets = {facet: Postings.load(arrays, facet.lower()) for facet in Facet}
        years, cited_by = (arrays[name].astype(np.int64) for name in ("years", "cited-by"))
        return cls(Strings.load(arrays, "ids"), years, cited_by, facets, concepts, arrays["kinds"], kind_names)

    def allowed(self, wanted: PaperFilter) -> NDArray[np.bool_] | None:
        """Which papers pass; None if all do, for nothing is asked."""
        papers = self.passing(wanted)
        return None if papers is None else self._among(papers)

    def passing(self, wanted: PaperFilter) -> NDArray[np.integer[Any]] | None:
        """The numbers of the papers that pass, ascending; None if all do, for nothing is asked.

        Where a concept or an author leaves few, only these are looked at.
        """
        if wanted == _EVERYTHING:
            return None
        few = self._fewest(wanted)
        these = slice(None) if few is None else few
        passed = np.ones(len(self.ids) if few is None else len(few), dtype=np.bool_)
        if wanted.year_from is not None:
            passed &= self.years[these] >= max(wanted.year_from, UNKNOWN + 1)
        if wanted.year_to is not None:
            passed &= (self.years[these] <= wanted.year_to) & (self.years[these] != UNKNOWN)
        languages = () if wanted.language is None else (wanted.language,)
        asked = [(self.concepts, (each,)) for each in wanted.all_concepts]
        asked += [(self.concepts, wanted.any_concepts)]
        asked += [(self.facets[Facet.VENUE], wanted.venues), (self.facets[Facet.SOURCE], wanted.sources)]
        asked += [(self.facets[Facet.LANGUAGE], languages)]
        for postings, names in asked:
            if names:
                passed &= self._are(postings.having(names), few)
        if wanted.no_concepts:
            passed &= ~self._are(self.concepts.having(wanted.no_concepts), few)
        if wanted.authors:
            passed &= self._are(self._written_by(wanted.authors), few)
        return np.flatnonzero(passed) if few is None else few[passed]

    def sort_keys(self, order: Order, papers: NDArray[Any]) -> NDArray[np.int64]:
        """One number for each of some papers, the smaller the earlier; without a text the most relevant are new."""
        if order is Order.ID:
            return np.zeros(len(papers), np.int64)
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

    def _written_by(self, authors: Iterable[str]) -> NDArray[np.int32]:
        owners = [owner[0] for author in authors if (owner := parse_author_id(author))]
        return np.array([number for each in owners if (number := self.ids.find(each)) is not None], dtype=np.int32)

    def _fewest(self, wanted: PaperFilter) -> NDArray[np.int32] | None:
        """The papers, ascending, of the rarest of the concepts that must be there, or else of the authors."""
        if wanted.all_concepts:
            return min((self.concepts.having([each]) for each in wanted.all_concepts), key=len)
        return np.unique(self._written_by(wanted.authors)) if wanted.authors else None

    def _are(self, those: NDArray[np.int32], few: NDArray[np.int32] | None) -> NDArray[np.bool_]:
        """Which papers, or which of a few, are among those."""
        return self._among(those) if few is None else common(few, those, len(self.ids))

    def _among(self, papers: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
        among = np.zeros(len(self.ids), dtype=np.bool_)
        among[papers] = True
        return among
