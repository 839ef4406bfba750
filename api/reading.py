"""What people ask of the library, answered from one state of the similarity index."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final, NoReturn

import numpy as np

from graph.errors import AmbiguousIdError, NotFoundError, QueryError
from graph.identity import author_id, parse_author_id, parse_id
from graph.links import likes
from graph.neighbourhood import ALL_RELATIONS, Subgraph, neighbourhood
from graph.paths import paths
from graph.similarity import Order, Ranking, Seed
from graph.similarity.analysis import unspaced

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from api.library import Library
    from graph.model import Mention, Paper, TextSpan
    from graph.neighbourhood import Relation
    from graph.paths import Paths
    from graph.similarity import Hit, Index, Named, Page, PaperFilter, Reason, Weights
    from graph.similarity.explain import Part
    from graph.store import Store

NEARBY: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A ranking, the index that made it, the milliseconds that took, and what of a search text named concepts."""

    ranking: Ranking
    index: Index
    store: Store
    took_ms: float
    named: tuple[Named, ...] = ()

    def page(
        self, first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
    ) -> Page:
        """A stretch of the ranking, from either end or from a cursor."""
        return self.ranking.page(first, after, last, before)

    def facets(self, by: str, first: int) -> list[tuple[str, int]]:
        """The most frequent values among all the papers found, with how many have each."""
        return self.index.facets(self.ranking, by, first)

    def reasons(self, ids: Sequence[str]) -> Mapping[str, tuple[Reason, ...]]:
        """Why each of these papers is in the ranking; the contributions add up to its score."""
        return self.index.explain(self.ranking, ids, self.store)

    def parts(self, hits: Sequence[Hit]) -> Mapping[str, Sequence[Part]]:
        """The same for hits of it, without words and sentences of the papers, for which nothing needs to be read."""
        return self.index.parts(self.ranking, hits)

    def highlights(self, text: str, paper: Paper, mentions: Sequence[Mention] = ()) -> list[TextSpan]:
        """Where a paper has what was searched for; its mentions tell where it names a concept of the search."""
        return self.index.highlights(text, paper, self.named, mentions)


class Reading:
    """A library as one request sees it: every ranking is of the same index. Methods may be called from any thread."""

    def __init__(self, library: Library, index: Index) -> None:
        self.library = library
        self.store: Store = library.store
        self.index = index

    def find(self, known: str) -> str:
        """The own id of the paper that answers to an id, in any spelling.

        Raises NotFoundError with the nearest ids, and AmbiguousIdError where several papers carry this record id.
        """
        return self.find_all([known])[0]

    def find_all(self, known: Sequence[str]) -> list[str]:
        """The own ids of several papers, as `find` answers for one."""
        owners = self.owners(known)
        return [only_owner(each, owners[each]) or self._missing(each) for each in known]

    def owners(self, known: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The own ids of the papers that answer to each id, in any spelling: none, one, or several for a record id."""
        spelt = {each: parse_id(each) or each for each in known}
        found = self.store.resolve([*spelt.values(), *spelt])
        return {each: found.get(spelt[each]) or found.get(each, ()) for each in known}

    def answering(self, known: Sequence[str]) -> tuple[str, ...]:
        """The own ids, sorted, of all the papers that answer to any of these ids; an unknown one has none."""
        return tuple(sorted({own for owners in self.owners(known).values() for own in owners}))

    def nearest(self, unknown: str) -> list[str]:
        """Up to three paper ids that are spelt much like this one."""
        ids = self.index.ids
        spelt = parse_id(unknown) or unknown
        # ids that differ late in their spelling are neighbours in sorted order: no need to compare with all of them
        at, _ = ids.place(spelt)
        near = range(max(0, at - NEARBY), min(len(ids), at + NEARBY))
        return difflib.get_close_matches(spelt, [ids[each] for each in near], n=3)

    def seed(self, papers: Sequence[str] = (), text: str = "", unlike: Sequence[str] = ()) -> Seed:
        """What to compare with: papers by any of their ids, a pasted text, or both, and away from which papers."""
        if not papers and not text.strip():
            raise QueryError("there is nothing to compare with", "name one or more papers, paste a text, or both")
        own, away = (tuple(dict.fromkeys(self.find_all(each))) for each in (papers, unlike))
        if both := sorted({*own} & {*away}):
            raise QueryError(f"{both[0]} is asked for and against", "name each paper on one side only")
        if not text.strip():
            return Seed(papers=own, unlike=away)
        mentions = self.library.annotate(text).mentions
        concepts = Counter(each.concept for each in mentions)
        return Seed(own, text, concepts, mentions, away, self.library.vector(text, self.index.model))

    def similar(
        self, seed: Seed, weights: Weights | None = None, where: PaperFilter | None = None, *, fold: bool = True
    ) -> Found:
        """The papers most like the seed, best first, without it; with `fold` only the best of several versions."""
        start = perf_counter()
        return self._found(self.index.similar(seed, weights, where, fold=fold), start)

    def versions(self, papers: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The ids of the other versions of papers, given by their own ids."""
        return self.index.versions(papers)

    def search(self, text: str = "", where: PaperFilter | None = None, order: Order = Order.RELEVANCE) -> Found:
        """The papers that a search finds; without a text, all of them that pass the filter.

        Where the text names concepts in Chinese, papers that mention them are found too, in any language.
        """
        start = perf_counter()
        named = self.library.chinese(self.index).find(text) if unspaced(text) else ()
        return self._found(self.index.search(text, where, order, named), start, named)

    def listed(self, papers: Sequence[str]) -> Found:
        """These papers as a ranking by id, to count facets over them; what the index does not hold is left out."""
        ids, start = self.index.ids, perf_counter()
        places = sorted(place for each in papers if (place := ids.find(each)) is not None)
        return self._found(Ranking(np.array(places, np.int64), ids, b"listed", scored=False), start)

    def locate(self, known: str) -> str:
        """The id of the node, paper or concept or author, that answers to an id; raises as `find` does."""
        author = parse_author_id(known)
        if author:
            own = self.find(author[0])
            if author[1] < len(self.store.papers([own])[own].authors):
                return author_id(own, author[1])
            raise NotFoundError(f"no author has the id {known}", "ids of authors are on the papers they wrote")
        if self.store.concepts([known]):
            return known
        return self.find(known)

    def neighbourhood(
        self, of: str, via: Collection[Relation] = ALL_RELATIONS, hops: int = 1, limit: int = 100
    ) -> Subgraph:
        """What surrounds a paper, a concept or an author, up to `limit` nodes."""
        return neighbourhood(self.store, self.locate(of), similar=self._likes, via=via, hops=hops, limit=limit)

    def paths(self, source: str, target: str, via: Collection[Relation], max_hops: int, first: int) -> Paths:
        """The shortest paths between two papers, concepts or authors, by any of their ids."""
        ends = self.locate(source), self.locate(target)
        # the lists in the store are quick to read; where nobody wrote any, each is a ranking
        likes = self.store.similar if self.store.similar_revision() else self._likes
        index = self.index if self.index.revision == self.store.revision() else None
        return paths(self.store, *ends, similar=likes, index=index, via=via, max_hops=max_hops, first=first)

    def _missing(self, known: str) -> NoReturn:
        near = self.nearest(known)
        advice = "did you mean " + " or ".join(near) + "?" if near else "search for it by its words"
        raise NotFoundError(f"no paper has the id {known}", advice)

    def _likes(self, papers: Sequence[str]) -> dict[str, tuple[tuple[str, float], ...]]:
        return likes(self.index, papers)

    def _found(self, ranking: Ranking, start: float, named: tuple[Named, ...] = ()) -> Found:
        return Found(ranking, self.index, self.store, round((perf_counter() - start) * 1000, 3), named)


def only_owner(known: str, owners: Sequence[str]) -> str | None:
    """The one paper that answers to an id, or None; raises AmbiguousIdError where a record id has several."""
    if len(owners) > 1:
        raise AmbiguousIdError(f"{known} is a record id of several papers", f"use one of: {', '.join(owners)}")
    return owners[0] if owners else None
