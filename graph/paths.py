"""How two nodes hang together: the shortest paths between them, each hop with what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from graph.deadline import checked
from graph.errors import QueryError
from graph.evidence import evidence
from graph.meeting import Meeting
from graph.walk import ALL_RELATIONS, Relation, is_concept

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from graph.meeting import Lists
    from graph.model import TextSpan
    from graph.store import StoreReader
    from graph.walk import Link, Similar

MOST_HOPS: Final = 6
"""Paths are not looked for beyond so many hops."""

NANO: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path, as it is walked; `backwards` where the relation reads from target to source.

    Being similar has no direction, although only one of the two may have the other in its list. `evidence` is a
    sentence of the paper that names the concept for MENTIONS, and None for all others.
    """

    relation: Relation
    source: str
    target: str
    backwards: bool
    evidence: TextSpan | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """Node ids from end to end, each once, and the hops between them; no hop where both ends are one node."""

    nodes: tuple[str, ...]
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths of one length; `truncated` where a limit left links unread, so that there may be more or shorter ones."""

    paths: tuple[Path, ...]
    truncated: bool


@dataclass(frozen=True, slots=True, order=True)
class _Way:
    """The rest of a path from a node on: of several the smaller is shown first."""

    spread: int
    lightness: int
    nodes: tuple[str, ...] = ()
    hops: tuple[tuple[Relation, bool], ...] = ()


def paths(
    store: StoreReader,
    source: str,
    target: str,
    *,
    similar: Similar,
    index: Lists | None = None,
    via: Collection[Relation] = ALL_RELATIONS,
    max_hops: int = 4,
    first: int = 5,
) -> Paths:
    """The first of the shortest paths between two papers, concepts or authors that are in the store, by their ids.

    Relations are walked in both directions, SIMILAR_TO from the papers whose lists are read. The first are those whose
    concepts between the ends have the fewest papers in all, then those whose links weigh most (`Link.weight`, summed),
    then by the ids of their nodes and the names of their relations: on every store the same. Between two nodes a path
    uses a relation once, where both cite each other or are similar the heavier link, then the one it walks forwards.

    `similar` answers as in `neighbourhood`; `index`, of the store's revision, finds the papers of frequent concepts
    fast, and those between two of them that have too many to read. Nothing if no path of `max_hops` is found. Limits:
    `graph.meeting`; where they left something out it is `truncated`. Raises QueryError for `max_hops` that are not 1
    to 6, or a negative `first`.
    """
    if not 1 <= max_hops <= MOST_HOPS:
        raise QueryError(f"maxHops is {max_hops}", f"ask for 1 to {MOST_HOPS}")
    if first < 0:
        raise QueryError(f"first is {first}", "ask for 0 or more")
    if source == target:
        return Paths((Path((source,), ()),)[:first], truncated=False)
    meeting = Meeting(store, similar, index, via)
    layers = meeting.read(source, target, max_hops)
    ways = _ways(store, meeting.links, layers, target, first) if layers else []
    found = [Path((source, *each.nodes), _hops(source, each)) for each in ways]
    return Paths(_shown(store, found), meeting.truncated)


def _ways(
    store: StoreReader,
    links: Mapping[str, Mapping[tuple[Relation, str, str], Link]],
    layers: Sequence[set[str]],
    target: str,
    first: int,
) -> list[_Way]:
    """The first ways from the first layer's node to the target, a node of each layer after the other."""
    steps: list[dict[str, dict[tuple[str, Relation], tuple[int, bool]]]] = []
    after = {target}
    for layer in reversed(layers[:-1]):
        leading: dict[str, dict[tuple[str, Relation], tuple[int, bool]]] = {}
        for node in after:
            for (relation, start, end), link in links[node].items():
                other = start if node == end else end
                if other in layer:
                    step = (-round(link.weight * NANO), other == end and relation is not Relation.SIMILAR_TO)
                    known = leading.setdefault(other, {})
                    known[node, relation] = min(step, known.get((node, relation), step))
        steps.append(leading)
        after = {*leading}
    between = sorted(node for leading in steps[:-1] for node in leading if is_concept(node))
    spread = {key: each.paper_count for key, each in (store.concepts(between) if between else {}).items()}
    best = {target: [_Way(0, 0)]}
    for leading in checked(steps):
        best = {
            node: nsmallest(
                first,
                (
                    _Way(
                        way.spread + (spread.get(other, 0) if other != target else 0),
                        way.lightness + lightness,
                        (other, *way.nodes),
                        ((relation, backwards), *way.hops),
                    )
                    for (other, relation), (lightness, backwards) in onwards.items()
                    for way in best[other]
                ),
            )
            for node, onwards in leading.items()
        }
    return next(iter(best.values()), [])


def _hops(source: str, way: _Way) -> tuple[Hop, ...]:
    starts = (source, *way.nodes)
    return tuple(
        Hop(relation, start, end, backwards)
        for start, end, (relation, backwards) in zip(starts, way.nodes, way.hops, strict=False)
    )


def _shown(store: StoreReader, found: Sequence[Path]) -> tuple[Path, ...]:
    """The paths with their evidence, read at once."""
    sentences = evidence(
        store, {_pair(hop) for path in found for hop in path.hops if hop.relation is Relation.MENTIONS}
    )
    return tuple(
        Path(
            path.nodes,
            tuple(
                Hop(hop.relation, hop.source, hop.target, hop.backwards, sentences.get(_pair(hop)))
                if hop.relation is Relation.MENTIONS
                else hop
                for hop in path.hops
            ),
        )
        for path in found
    )


def _pair(hop: Hop) -> tuple[str, str]:
    return (hop.target, hop.source) if hop.backwards else (hop.source, hop.target)
