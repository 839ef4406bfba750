"""A shelf whose papers and concepts lead to one another too; all its links and paths, by looping over everything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from graph.identity import author_id
from graph.paths import Hop, Path
from graph.walk import Link, Relation
from tests.unit.similarity.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from graph.model import Concept


@dataclass
class Web(Shelf):
    """What the walk reads of a store besides papers and mentions."""

    def concepts(self, ids: Sequence[str]) -> dict[str, Concept]:
        return {each: replace(self.known[each], paper_count=self.spread[each]) for each in ids if each in self.known}

    @property
    def spread(self) -> Counter[str]:
        return Counter(name for each in self.held.values() for name in {one.concept for one in each.mentions})

    def papers_mentioning(self, concept_ids: Sequence[str], limit: int) -> dict[str, tuple[tuple[str, int], ...]]:
        counts = {key: Counter(one.concept for one in each.mentions) for key, each in self.held.items()}
        return {
            name: tuple(
                sorted(
                    ((key, each[name]) for key, each in counts.items() if each[name]), key=lambda one: (-one[1], one[0])
                )[:limit]
            )
            for name in concept_ids
            if name in self.known
        }

    def narrower(self, concept_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        below = {wide: tuple(sorted(c.id for c in self.known.values() if wide in c.broader)) for wide in concept_ids}
        return {wide: each for wide, each in below.items() if each}

    def references(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        owner = {known: key for key, each in self.held.items() for known in (key, *each.paper.other_ids)}
        return {
            key: tuple(sorted({owner[each] for each in self.held[key].paper.references if each in owner} - {key}))
            for key in ids
            if key in self.held
        }

    def cited_by(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        cited = self.references(sorted(self.held))
        return {key: tuple(other for other in cited if key in cited[other]) for key in ids if key in self.held}

    def mentioning(self, concepts: Sequence[str], limit: int) -> dict[str, tuple[tuple[str, int], ...]]:
        return self.papers_mentioning(concepts, limit)

    def bridging(self, ones: Sequence[str], others: Sequence[str], limit: int) -> list[str]:
        named = {key: {one.concept for one in each.mentions} for key, each in self.held.items()}
        return sorted(key for key, each in named.items() if each & {*ones} and each & {*others})[:limit]


def web_of(shelf: Shelf) -> Web:
    return Web(**{each.name: getattr(shelf, each.name) for each in fields(Shelf)})


def every_link(web: Web, likes: Mapping[str, Sequence[tuple[str, float]]]) -> list[Link]:
    found: list[Link] = []
    for key, each in web.held.items():
        named = Counter(one.concept for one in each.mentions)
        found += [Link(Relation.MENTIONS, key, name, float(count)) for name, count in named.items()]
        found += [Link(Relation.AUTHORED_BY, key, author_id(key, at), 1.0) for at in range(len(each.paper.authors))]
        found += [Link(Relation.CITES, key, other, 1.0) for other in web.references([key])[key]]
        found += [Link(Relation.SIMILAR_TO, key, other, score) for other, score in likes.get(key, ())]
    for concept in web.known.values():
        found += [Link(Relation.BROADER, concept.id, wide, 1.0) for wide in concept.broader]
    return found


def shortest(
    web: Web, links: Sequence[Link], source: str, target: str, via: Collection[Relation], most: int
) -> list[Path]:
    """Every shortest path in its order, without evidence: breadth first, one list of paths after the other."""
    hops: dict[tuple[str, str, Relation], tuple[float, bool]] = {}
    for each in links:
        directed = each.relation is not Relation.SIMILAR_TO
        for start, end, backwards in ((each.source, each.target, False), (each.target, each.source, directed)):
            if each.relation in via and start != end:
                known = hops.setdefault((start, end, each.relation), (-each.weight, backwards))
                hops[start, end, each.relation] = min(known, (-each.weight, backwards))
    rows = [((source,), ())]
    for _ in range(most + 1):
        there = [each for each in rows if each[0][-1] == target]
        if there:
            return [Path(*each) for each in sorted(there, key=lambda each: _rank(web, each, hops))]
        rows = [
            ((*nodes, end), (*steps, Hop(relation, start, end, backwards)))
            for nodes, steps in rows
            for (start, end, relation), (_, backwards) in hops.items()
            if start == nodes[-1] and end not in nodes
        ]
    return []


def _rank(web: Web, path: tuple[tuple[str, ...], tuple[Hop, ...]], hops: Mapping[object, tuple[float, bool]]) -> object:
    nodes, steps = path
    spread = sum(web.spread[each] for each in nodes[1:-1])
    weights = sum(round(1e9 * hops[each.source, each.target, each.relation][0]) for each in steps)
    return spread, weights, nodes[1:], [(each.relation, each.backwards) for each in steps]
