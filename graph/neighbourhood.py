"""What surrounds a node: breadth first over the store's relations, one batch of reads per relation and hop."""

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


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Node ids, the seed first, and the links between them; `truncated` where the limit left something out."""

    nodes: tuple[str, ...]
    links: tuple[Link, ...]
    truncated: bool


def neighbourhood(
    store: StoreReader,
    seed: str,
    *,
    similar: Similar,
    via: Collection[Relation] = ALL_RELATIONS,
    hops: int = 1,
    limit: int = 100,
) -> Subgraph:
    """Every link that a walk of at most `hops` steps from a paper, a concept or an author uses, up to `limit` nodes.

    Each hop's new nodes come heaviest link first, then by id. `similar` answers with the papers most like each paper
    and their scores, best first.
    """
    nodes = {seed: None}
    links: dict[tuple[Relation, str, str], Link] = {}
    frontier = [seed]
    truncated = False
    for _ in range(hops):
        found = list(_links(store, frontier, similar=similar, via=via, limit=limit))
        reached: dict[str, float] = {}
        for each in found:
            for end in (each.source, each.target):
                if end not in nodes:
                    reached[end] = max(each.weight, reached.get(end, 0.0))
        ranked = sorted(reached, key=lambda end: (-reached[end], end))
        frontier = ranked[: limit - len(nodes)]
        truncated = truncated or len(ranked) > len(frontier)
        nodes |= dict.fromkeys(frontier)
        links |= {
            (each.relation, each.source, each.target): each
            for each in found
            if each.source in nodes and each.target in nodes
        }
        if not frontier:
            break
    ordered = sorted(links.values(), key=lambda each: (-each.weight, each.relation, each.source, each.target))
    return Subgraph(tuple(nodes), tuple(ordered), truncated)


def _links(
    store: StoreReader, frontier: Sequence[str], *, similar: Similar, via: Collection[Relation], limit: int
) -> Iterator[Link]:
    papers = [each for each in frontier if is_paper_id(each)]
    authors = [each for each in frontier if parse_author_id(each)]
    concepts = [each for each in frontier if not is_paper_id(each) and not parse_author_id(each)]
    if Relation.MENTIONS in via:
        yield from _mentions(store, papers, concepts, limit)
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


def _mentions(store: StoreReader, papers: list[str], concepts: list[str], limit: int) -> Iterator[Link]:
    if papers:
        for paper, mentions in store.mentions(papers).items():
            for concept, count in Counter(each.concept for each in mentions).items():
                yield Link(Relation.MENTIONS, paper, concept, float(count))
    if concepts:
        # one more than there is room for, so that what is cut off shows
        for concept, counts in store.papers_mentioning(concepts, limit + 1).items():
            yield from (Link(Relation.MENTIONS, paper, concept, float(count)) for paper, count in counts)


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
