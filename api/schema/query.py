"""The questions: everything that can be asked at the top of a query."""

from __future__ import annotations

from api.schema.answers import concepts as of_concepts
from api.schema.answers import graphs as of_graphs
from api.schema.answers import lists as of_lists
from api.schema.answers import nodes as of_nodes
from api.schema.answers import similar as of_similar
from api.schema.base import Node, answered, output
from api.schema.graphs import ConceptKind, GraphStats, Path, Subgraph
from api.schema.types import Author, Concept, ConceptConnection, Mention, Paper, PaperConnection, SimilarPaperConnection


@output
class Query:
    """What can be asked of the literature graph."""

    node: Node | None = answered(of_nodes.node)
    nodes: list[Node | None] = answered(of_nodes.nodes)
    paper: Paper | None = answered(of_nodes.paper)
    papers: PaperConnection = answered(of_lists.papers)
    concept: Concept | None = answered(of_nodes.concept)
    concepts: ConceptConnection = answered(of_concepts.concepts)
    author: Author | None = answered(of_nodes.author)
    similar: SimilarPaperConnection = answered(of_similar.similar)
    paths: list[Path] = answered(of_graphs.paths)
    neighbourhood: Subgraph = answered(of_graphs.neighbourhood)
    annotate: list[Mention] = answered(of_graphs.annotate)
    concept_kinds: list[ConceptKind] = answered(of_graphs.concept_kinds)
    stats: GraphStats = answered(of_graphs.stats)
