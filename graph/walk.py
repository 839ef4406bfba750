"""The links of nodes, as the store and the index have them: what a walk through the graph takes its steps by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from graph.identity import author_id, is_paper_id, parse_author_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from graph.store import StoreReader

    Similar = Callable[[Sequence[str]], Mapping[str, Sequence[tuple[str, float]]]]
    Mentioning = Callable[[Sequence[str], int], Mapping[str, Sequence[tuple[str, int]]]]


class Relation(StrEnum):
    """How two nodes hang together, read from source to target: a paper MENTIONS a concept."""

    MENTIONS = "MENTIONS"
    AUTHORED_BY = "AUTHORED_BY"
    SIMILAR_TO = "SIMILAR_TO"
    BROADER = "BROADER"
    CITES = "CITES"


ALL_RELATIONS: Final = tuple(Relation)


@dataclass(frozen=True, slots=True)
class Link:
    """One edge: a paper mentions a concept `weight` times, is similar by a score of `weight`; otherwise 1."""

    relation: Relation
    source: str
    target: str
    weight: float


def is_concept(node: str) -> bool:
    """Whether a node is a concept: neither a paper nor an author by its id."""
    return not is_paper_id(node) and not parse_author_id(node)


def links_of(
    store: StoreReader,
    nodes: Sequence[str],
    *,
    similar: Similar,
    via: Collection[Relation],
    limit: int,
    mentioning: Mentioning | None = None,
) -> Iterator[Link]:
    """Every link of some nodes, one batch of reads per relation.

    A concept leads to the `limit` papers that mention it most, and to one more where there are more, so that what is
    left out shows; `mentioning` finds them faster than the store's `papers_mentioning`, if given. `similar` answers
    with the papers most like each paper and their scores, best first; who has a paper in such a list is not asked.
    """
    papers = [each for each in nodes if is_paper_id(each)]
    authors = [each for each in nodes if parse_author_id(each)]
    concepts = [each for each in nodes if is_concept(each)]
    if Relation.MENTIONS in via:
        yield from mentions_of(store, papers)
        if concepts:
            for concept, counts in (mentioning or store.papers_mentioning)(concepts, limit + 1).items():
                yield from (Link(Relation.MENTIONS, paper, concept, float(count)) for paper, count in counts)
    if Relation.AUTHORED_BY in via:
        yield from _authored(store, papers, authors)
    if Relation.CITES in via and papers:
        yield from _cited(store, papers)
    if Relation.SIMILAR_TO in via and papers:
        for paper, likes in similar(papers).items():
            yield from (Link(Relation.SIMILAR_TO, paper, other, score) for other, score in likes)
    if Relation.BROADER in via and concepts:
        for concept in store.concepts(concepts).values():
            yield from (Link(Relation.BROADER, concept.id, wide, 1.0) for wide in concept.broader)
        for wide, narrows in store.narrower(concepts).items():
            yield from (Link(Relation.BROADER, narrow, wide, 1.0) for narrow in narrows)


def mentions_of(store: StoreReader, papers: Sequence[str]) -> Iterator[Link]:
    """The links from papers to the concepts that they mention."""
    if papers:
        for paper, mentions in store.mentions(papers).items():
            for concept, count in Counter(each.concept for each in mentions).items():
                yield Link(Relation.MENTIONS, paper, concept, float(count))


def _cited(store: StoreReader, papers: list[str]) -> Iterator[Link]:
    for paper, cited in store.references(papers).items():
        yield from (Link(Relation.CITES, paper, other, 1.0) for other in cited)
    for paper, citing in store.cited_by(papers).items():
        yield from (Link(Relation.CITES, other, paper, 1.0) for other in citing)


def _authored(store: StoreReader, papers: list[str], authors: list[str]) -> Iterator[Link]:
    for paper in store.papers(papers).values() if papers else ():
        for position in range(len(paper.authors)):
            yield Link(Relation.AUTHORED_BY, paper.id, author_id(paper.id, position), 1.0)
    for author in authors:
        owner = parse_author_id(author)
        if owner:
            yield Link(Relation.AUTHORED_BY, owner[0], author, 1.0)
