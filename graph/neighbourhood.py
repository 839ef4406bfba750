"""What surrounds a node: breadth first over the store's relations, one batch of reads per relation and hop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.deadline import checked
from graph.walk import ALL_RELATIONS, Link, Relation, links_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.store import StoreReader
    from graph.walk import Similar

__all__ = ["ALL_RELATIONS", "Link", "Relation", "Subgraph", "neighbourhood"]


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
    for _ in checked(range(hops)):
        found = list(links_of(store, frontier, similar=similar, via=via, limit=limit))
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
