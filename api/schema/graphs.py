"""The graph as a whole: a piece of it, what it holds, and in which state it is."""

from __future__ import annotations

from api.schema.answers import graphs as of_graphs
from api.schema.base import ID, Node, answered, column, output
from api.schema.types import TextSpan
from graph.neighbourhood import Relation


@output
class Link:
    """An edge between two nodes."""

    relation: Relation = column("What hangs them together.")
    source: ID = column("The node it starts at.", name="from")
    target: ID = column("The node it leads to.", name="to")
    weight: float = column("How strong it is; what that means depends on the relation.")


@output
class Subgraph:
    """A piece of the graph."""

    nodes: list[Node] = column("Its nodes, the one asked about first, then nearest and heaviest first.")
    links: list[Link] = column("The links between them, heaviest first.")
    truncated: bool = column("True where the limit left nodes out.")


@output
class Hop:
    """One step of a path, as it is walked."""

    relation: Relation = column("What hangs the two together.")
    source: Node = column("The node it starts at.", name="from")
    target: Node = column("The node it leads to.", name="to")
    backwards: bool = column("Whether the relation reads from `to` to `from`: a concept is mentioned by a paper.")
    evidence: TextSpan | None = column("For MENTIONS a sentence of the paper that names the concept; else null.")


@output
class Path:
    """A way from one node to another, each node on it once."""

    length: int = column("How many hops it has; 0 from a node to itself.")
    nodes: list[Node] = column("Its nodes, from end to end.")
    hops: list[Hop] = column("The steps between them.")


@output
class ConceptKind:
    """A kind of concept."""

    name: str = column("Its name, as `kinds` takes it: `COUNTRY`, `AGENCY` …")
    concept_count: int = column("How many concepts of this kind the store holds.")
    label: str = answered(of_graphs.kind)


@output
class KindQuality:
    """How well concepts of one kind are found, judged on annotated abstracts whose errors nobody looked at."""

    kind: str = column("The kind: `COUNTRY`, `AGENCY` …")
    precision: float = column("The share of the mentions found that are right: their span and kind, exactly.")
    recall: float = column("The share of the annotated mentions that are found.")
    f1: float = column("The harmonic mean of precision and recall.")
    f1_low: float = column("The lower end of the 95 % interval of `f1`.")
    f1_high: float = column("The upper end of the 95 % interval of `f1`.")
    linked_f1: float = column("The same as `f1`, but a mention is right only if its concept is right too.")
    judgements: int = column("How many mentions of this kind the annotations hold.")
    date: str = answered(of_graphs.judged_on)


@output
class GraphStats:
    """How much the store holds, and in which state it is."""

    papers: int = column("Papers.")
    concepts: int = column("Concepts that a paper mentions, and wider ones above them.")
    mentions: int = column("Places in the papers that name a concept.")
    authors: int = column("Author entries of papers.")
    citations: int = column("Papers of the store that cite another one of it, counted for each that they cite.")
    runs: int = column("Ingest runs.")
    store: str = answered(of_graphs.store)
    fingerprint: str = answered(of_graphs.fingerprint)
    index_revision: int = answered(of_graphs.index_revision)
    store_revision: int = answered(of_graphs.store_revision)
    quality: list[KindQuality] = answered(of_graphs.quality)
