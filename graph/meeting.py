"""Walking from two nodes towards each other, until what was read holds a shortest way between them.

Nobody walks from a hub to all that hangs on it: of one relation a node leads to its `FAN` heaviest links, and of what a
side has reached in one hop it goes on from so many papers and concepts only. What is left out is said. A link counts
whichever of its ends was walked from, so a paper leads to a concept that does not lead back to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nsmallest
from typing import TYPE_CHECKING, Final, Protocol

from graph.deadline import check
from graph.identity import is_paper_id
from graph.walk import Relation, is_concept, links_of, mentions_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from graph.store import StoreReader
    from graph.walk import Link, Similar


class Lists(Protocol):
    """What an index knows of concepts at once, and a store only by reading all papers of a hub (`graph.similarity`)."""

    def bridging(self, ones: Sequence[str], others: Sequence[str], limit: int, /) -> Sequence[str]:
        """The ids of papers that mention one of some concepts and one of others, the rarest two first."""
        ...

    def mentioning(self, concepts: Sequence[str], limit: int, /) -> Mapping[str, Sequence[tuple[str, int]]]:
        """For each concept (paper id, count of mentions): most mentions first, then by id."""
        ...


FAN: Final = 100
"""So many links of one relation a node leads to at most: the heaviest, then by id."""

PAPERS: Final = 1_000
"""From so many papers a side goes on in one hop at most: those it reached by the heaviest links, then by id."""

CONCEPTS: Final = 100
"""From so many concepts likewise."""

LIKED: Final = 30
"""Of so many papers a hop asks what is similar."""


@dataclass(slots=True)
class _Side:
    """One of the two ends: what it has reached, from where it goes on, and how many hops it has made."""

    frontier: list[str]
    reached: set[str]
    hops: int = 0


@dataclass(slots=True)
class Meeting:
    """The links that were read, by both their ends; `truncated` where a limit left some out."""

    store: StoreReader
    similar: Similar
    index: Lists | None
    via: Collection[Relation]
    links: dict[str, dict[tuple[Relation, str, str], Link]] = field(
        default_factory=dict[str, "dict[tuple[Relation, str, str], Link]"]
    )
    truncated: bool = False

    def read(self, source: str, target: str, most: int) -> list[set[str]]:
        """Reads links from both ends, the side with fewer nodes first, until a shortest way of `most` hops is known.

        Answers with the nodes at each distance from the source, up to that of the target; nothing if it is not found.
        """
        ends = tuple(_Side([each], {each}) for each in (source, target))
        while True:
            check()
            made = sum(each.hops for each in ends)
            layers = self._layers(source, target, most)
            # with so many hops made, every way of that length has been read, whichever of its ends a link hangs on
            if layers and len(layers) - 1 <= made:
                return layers
            open_ends = [each for each in ends if each.frontier]
            if made >= max(most, 2) or not open_ends:
                return layers
            if made + 2 <= most:
                self._bridge(ends[0].frontier, ends[1].frontier)
            # both ends are walked from once, even for one hop: a hub may not lead to what leads to it
            self._expand(min(open_ends, key=lambda each: (each.hops > 0 and made < 2, len(each.frontier))))

    def _bridge(self, ones: Sequence[str], others: Sequence[str]) -> None:
        """Reads what joins the concepts that two hubs are, where the papers of either are too many to read."""
        here, there = ([each for each in side if is_concept(each)][:CONCEPTS] for side in (ones, others))
        if self.index is None or Relation.MENTIONS not in self.via or not here or not there:
            return
        papers = self.index.bridging(here, there, FAN + 1)
        self.truncated |= len(papers) > FAN
        concepts = {*here, *there}
        self._take(each for each in mentions_of(self.store, papers[:FAN]) if each.target in concepts)

    def _expand(self, side: _Side) -> None:
        nodes = self._room(side.frontier)
        # an author has one paper, so no way leads through an author: papers need not be read for theirs
        papers_via = [each for each in self.via if each is not Relation.AUTHORED_BY or not any(map(is_paper_id, nodes))]
        found = links_of(
            self.store,
            nodes,
            similar=self._alike,
            via=papers_via,
            limit=FAN,
            mentioning=self.index.mentioning if self.index else None,
        )
        kept = self._heaviest(found, {*nodes})
        self._take(kept)
        weights: dict[str, float] = {}
        for each in kept:
            for end in (each.source, each.target):
                if end not in side.reached:
                    weights[end] = max(each.weight, weights.get(end, 0.0))
        side.frontier = sorted(weights, key=lambda each: (-weights[each], each))
        side.reached.update(weights)
        side.hops += 1

    def _room(self, frontier: Sequence[str]) -> list[str]:
        papers = [each for each in frontier if is_paper_id(each)]
        concepts = [each for each in frontier if is_concept(each)]
        others = [each for each in frontier if not is_paper_id(each) and not is_concept(each)]
        self.truncated |= len(papers) > PAPERS or len(concepts) > CONCEPTS
        return [*papers[:PAPERS], *concepts[:CONCEPTS], *others]

    def _alike(self, papers: Sequence[str]) -> Mapping[str, Sequence[tuple[str, float]]]:
        self.truncated |= len(papers) > LIKED
        return self.similar(papers[:LIKED])

    def _heaviest(self, found: Iterable[Link], nodes: set[str]) -> list[Link]:
        fans: dict[tuple[Relation, str], list[Link]] = {}
        for each in found:
            for end in {each.source, each.target} & nodes:
                fans.setdefault((each.relation, end), []).append(each)
        kept: list[Link] = []
        for fan in fans.values():
            self.truncated |= len(fan) > FAN
            kept += (
                fan
                if len(fan) <= FAN
                else nsmallest(FAN, fan, key=lambda each: (-each.weight, each.source, each.target))
            )
        return kept

    def _take(self, links: Iterable[Link]) -> None:
        for each in links:
            key = (each.relation, each.source, each.target)
            for end in (each.source, each.target):
                self.links.setdefault(end, {})[key] = each

    def _layers(self, source: str, target: str, most: int) -> list[set[str]]:
        layers, seen = [{source}], {source}
        while target not in seen:
            if len(layers) > most or not layers[-1]:
                return []
            near = {end for node in layers[-1] for _, *ends in self.links.get(node, ()) for end in ends}
            layers.append(near - seen)
            seen |= near
        return layers
