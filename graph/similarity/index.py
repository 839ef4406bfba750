"""The similarity index in use: what is like this, what has these words, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.identity import order_ids
from graph.similarity import explain, rank, search
from graph.similarity.filters import Catalogue
from graph.similarity.keyed import Citations, Concepts, Text
from graph.similarity.matrix import Postings
from graph.similarity.overlap import Overlap
from graph.similarity.paging import NANO, Hit, Ranking
from graph.similarity.question import DEFAULT_WEIGHTS, Named, Order, PaperFilter, Reason, Seed, Signal, Weights, digest
from graph.similarity.semantic import Semantic
from graph.similarity.stored import StoredFields
from graph.similarity.strings import common
from graph.similarity.together import CoMentions, Together
from graph.similarity.versions import VERSIONS, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.model import Mention, Paper, TextSpan
    from graph.rows import Fetched, Wanted
    from graph.similarity.explain import Part
    from graph.similarity.spaces import Space
    from graph.similarity.strings import Arrays, Strings
    from graph.store import StoreReader


class Index:
    """Answers from memory-mapped arrays that never change; safe to use from any thread."""

    def __init__(self, arrays: Arrays, revision: int, kinds: Sequence[str], model: str | None = None) -> None:
        self.revision = revision
        """The store's revision that it was built from."""
        self.model = model
        """The model whose sentence vectors it holds, if the store has any."""
        self._spaces: dict[Signal, Space] = {
            Signal.TEXT: Text(arrays),
            Signal.CONCEPTS: Concepts(arrays),
            Signal.CITATIONS: Citations(arrays),
            Signal.SEMANTIC: Semantic(arrays),
            Signal.OVERLAP: Overlap(arrays),
        }
        self._words = Postings.load(arrays, "text")
        self._catalogue = Catalogue.load(arrays, self._words, kinds)
        self._stored = StoredFields(arrays, self._catalogue.ids, self._catalogue.concepts.names)
        self._together = Together.load(arrays, self._catalogue.concepts)
        self._scale = search.Scale(arrays["lengths"].astype(np.int64))
        self._versions: NDArray[np.int32] = arrays[VERSIONS]
        self._sorted: dict[Order, NDArray[np.int64]] = {}

    @property
    def ids(self) -> Strings:
        """The ids of the papers it holds, sorted."""
        return self._catalogue.ids

    @property
    def papers(self) -> int:
        """How many papers it holds."""
        return len(self._catalogue.ids)

    def similar(
        self,
        seed: Seed,
        weights: Weights | None = None,
        filter: PaperFilter | None = None,  # noqa: A002
        *,
        fold: bool = True,
    ) -> Ranking:
        """Every paper that shares something with the seed and passes the filter, the most similar first.

        Of several versions of one paper the best stands for all, unless `fold` is false.
        Raises NotFoundError for a seed paper it does not hold, QueryError if no weighted signal says anything.
        """
        asked, wanted = weights or DEFAULT_WEIGHTS, filter or PaperFilter()
        ids = self._catalogue.ids
        compared = rank.compare(seed, asked, self._spaces, ids)
        papers, nanos = rank.ranked(compared, self._spaces, len(ids), self._catalogue.allowed(wanted))
        if fold:
            best = folded(self._versions, papers, nanos)
            papers, nanos = papers[best], nanos[best]
        concepts, mentions = sorted(seed.concepts.items()), [each.concept for each in seed.mentions]
        question = digest("similar", seed.papers, seed.text, concepts, mentions, seed.unlike, asked, wanted, fold)
        places = ((NANO - nanos) << 32) + papers
        return Ranking(places, ids, question, scored=True, weights=compared.weights, compared=compared)

    def search(
        self,
        text: str | None,
        filter: PaperFilter | None = None,  # noqa: A002
        order: Order = Order.RELEVANCE,
        named: Sequence[Named] = (),
    ) -> Ranking:
        """Every paper that has the text's words and passes the filter; without a text, every paper that passes.

        Where the text names concepts (`named`, in its order, none overlapping), a paper may mention one of them instead
        of having the name's words. If no paper at all has everything, those with any of it. Relevance without a text is
        the newest first.
        """
        wanted = filter or PaperFilter()
        given = (text or "").strip()
        scored = bool(given) and order is Order.RELEVANCE
        question = digest("search", given, wanted, order, *named)
        papers, nanos = self._catalogue.passing(wanted), None
        if given:
            asked = search.asked(text or "", named)
            found, nanos = search.relevance(asked, self._words, self._catalogue.concepts, self._scale)
            if papers is not None:
                passed = common(found, papers, self.papers)
                found, nanos = found[passed], nanos[passed]
            papers = found
        if papers is None:
            return Ranking(self._everything(order), self.ids, question, scored=False, ordered=True)
        papers = papers.astype(np.int64)
        keys = NANO - nanos if scored and nanos is not None else self._catalogue.sort_keys(order, papers)
        return Ranking((keys << 32) + papers, self.ids, question, scored=scored, ordered=order is Order.ID)

    def fetch(self, wanted: Wanted) -> Fetched | None:
        """What is wanted, as `StoreReader.fetch` had it at the index's revision; None unless all of it is kept here."""
        return self._stored.fetch(wanted, self.revision)

    def versions(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The ids of the other versions of papers, sorted; of papers that it does not hold nothing."""
        return {
            each: tuple(self.ids[other] for other in self._group(number).tolist() if other != number)
            for each, number in self._numbers(ids).items()
        }

    def mains(self) -> dict[str, str]:
        """Of each paper that is a version of another one, the id of the one with the best id, papers sorted."""
        first = self._versions
        others = np.flatnonzero(first != np.arange(len(first)))
        groups: dict[int, list[str]] = {each: [self.ids[each]] for each in first[others].tolist()}
        for paper, root in zip(others.tolist(), first[others].tolist(), strict=True):
            groups[root].append(self.ids[paper])
        found = {each: main for main, *rest in map(order_ids, groups.values()) for each in rest}
        return dict(sorted(found.items()))

    def co_mentioned(self, concept: str, kinds: Sequence[str] | None = None) -> CoMentions:
        """The concepts, of these kinds, that papers mention beside this one more often than chance has it.

        The strongest association first. Empty for a concept that no paper mentions.
        """
        question = digest("co-mentioned", concept, None if kinds is None else sorted(set(kinds)))
        return self._together.beside(concept, self._catalogue.of_kinds(kinds), question)

    def years(self, concept: str) -> list[tuple[int, int]]:
        """How many papers of each year mention a concept: (year, papers), ascending, only years that have some."""
        return self._catalogue.years_of(concept)

    def bridging(self, ones: Sequence[str], others: Sequence[str], limit: int) -> list[str]:
        """The ids of up to `limit` papers that mention one of some concepts and one of others.

        Those come first whose two concepts are the rarest, then by how often they mention them, then by id.
        """
        found = self._together.bridging(ones, others, limit)
        return [self._catalogue.ids[paper] for paper in found.tolist()]

    def mentioning(self, concepts: Sequence[str], limit: int) -> dict[str, tuple[tuple[str, int], ...]]:
        """For each concept up to `limit` (paper id, count of mentions), as `StoreReader.papers_mentioning` has it.

        At once for concepts that half of all papers mention, where a store sorts them first. Counts go up to 247;
        concepts that no paper mentions are left out.
        """
        ids = self._catalogue.ids
        return {
            concept: tuple((ids[paper], count) for paper, count in zip(papers.tolist(), counts.tolist(), strict=True))
            for concept, (papers, counts) in self._together.mentioning(concepts, limit).items()
        }

    def facets(self, ranking: Ranking, by: str, first: int) -> list[tuple[str, int]]:
        """How many papers of the whole ranking have each value of a Facet or each concept of a kind, most first."""
        return self._catalogue.counts(ranking.papers, by, first)

    def explain(self, ranking: Ranking, ids: Sequence[str], store: StoreReader) -> dict[str, tuple[Reason, ...]]:
        """Why these papers are in a ranking of similar papers: reasons whose contributions sum to the score.

        Papers that the index does not hold are left out; a search has no reasons.
        """
        papers = self._numbers(ids)
        if ranking.compared is None:
            return dict.fromkeys(papers, ())
        return explain.explain(ranking.compared, self._spaces, papers, store)

    def parts(self, ranking: Ranking, hits: Sequence[Hit]) -> dict[str, list[Part]]:
        """The same for hits of a ranking, without words and sentences, for which nothing needs to be read."""
        numbers = {each.id: each.number for each in hits}
        return explain.parts(ranking.compared, self._spaces, numbers) if ranking.compared else {}

    def highlights(
        self, text: str, paper: Paper, named: Sequence[Named] = (), mentions: Sequence[Mention] = ()
    ) -> list[TextSpan]:
        """Where a paper has the words of a search, or which of its mentions are of concepts named there, in order."""
        return search.highlights(search.asked(text, named), paper, mentions)

    def close(self) -> None:
        """Lets go of the arrays; rankings that were handed out stay readable."""
        self.__dict__.clear()

    def _numbers(self, ids: Sequence[str]) -> dict[str, int]:
        return {each: number for each in ids if (number := self.ids.find(each)) is not None}

    def _group(self, paper: int) -> NDArray[np.int64]:
        return np.flatnonzero(self._versions == self._versions[paper])

    def _everything(self, order: Order) -> NDArray[np.int64]:
        """The places of all papers, sorted; what everybody asks for first is sorted once."""
        if order not in self._sorted:
            papers = np.arange(self.papers)
            self._sorted[order] = np.sort((self._catalogue.sort_keys(order, papers) << 32) + papers)
        return self._sorted[order]
