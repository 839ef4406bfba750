"""The graph as a whole: a piece of it, what it holds, and in which state it is."""

import asyncio

import strawberry

from api.schema.base import ID, Info, Locale, Node, described, output, resolved
from api.schema.labels import kind_label
from graph import model, neighbourhood
from graph.neighbourhood import Relation


@output
class Link:
    """An edge between two nodes."""

    relation: Relation = described("What hangs them together.")
    source: ID = strawberry.field(name="from", description="The node it starts at.")
    target: ID = strawberry.field(name="to", description="The node it leads to.")
    weight: float = described("How strong it is; what that means depends on the relation.")

    @classmethod
    def of(cls, link: neighbourhood.Link) -> "Link":
        """The domain's link as the schema shows it."""
        return cls(relation=link.relation, source=ID(link.source), target=ID(link.target), weight=link.weight)


@output
class Subgraph:
    """A piece of the graph."""

    nodes: list[Node] = described("Its nodes, the one asked about first, then nearest and heaviest first.")
    links: list[Link] = described("The links between them, heaviest first.")
    truncated: bool = described("True where the limit left nodes out.")


@output
class ConceptKind:
    """A kind of concept."""

    name: str = described("Its name, as `kinds` takes it: `COUNTRY`, `AGENCY` …")
    concept_count: int = described("How many concepts of this kind the store holds.")

    @resolved
    def label(self, locale: Locale = "en") -> str:
        """The kind as people read it, in English or Chinese."""
        return kind_label(self.name, locale)


@output
class GraphStats:
    """How much the store holds, and in which state it is."""

    papers: int = described("Papers.")
    concepts: int = described("Concepts that a paper mentions, and wider ones above them.")
    mentions: int = described("Places in the papers that name a concept.")
    authors: int = described("Author entries of papers.")
    runs: int = described("Ingest runs.")
    store: str = described("The store's url, without a password.")

    @classmethod
    def of(cls, counts: model.Counts, store: str) -> "GraphStats":
        """The domain's counts as the schema shows them."""
        return cls(
            papers=counts.papers,
            concepts=counts.concepts,
            mentions=counts.mentions,
            authors=counts.authors,
            runs=counts.runs,
            store=store,
        )

    @resolved
    async def fingerprint(self, info: Info) -> str:
        """A hash of what the graph says, equal on every store; it reads the whole store once per revision."""
        return await asyncio.to_thread(info.context.library.fingerprint)

    @resolved
    async def index_revision(self, info: Info) -> int:
        """The revision of the store that the similarity index was built from."""
        return (await info.context.ask(lambda: info.context.library.index)).revision

    @resolved
    async def store_revision(self, info: Info) -> int:
        """The store's revision; it grows with every batch that changes something."""
        return await asyncio.to_thread(info.context.library.store.revision)
