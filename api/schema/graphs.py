"""The graph as a whole: a piece of it, what it holds, and in which state it is."""

import asyncio
from dataclasses import asdict

import strawberry

from api.schema.base import ID, Info, Locale, Node, described, output, resolved
from api.schema.labels import kind_label
from graph import model, neighbourhood
from graph.neighbourhood import Relation
from nlp.quality import report_card


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
    def label(self, info: Info, locale: Locale = "en") -> str:
        """The kind as people read it, in English or Chinese."""
        return kind_label(self.name, info.context.library.kinds.get(self.name), locale)


@output
class KindQuality:
    """How well concepts of one kind are found, judged on annotated abstracts whose errors nobody looked at."""

    kind: str = described("The kind: `COUNTRY`, `AGENCY` …")
    precision: float = described("The share of the mentions found that are right: their span and kind, exactly.")
    recall: float = described("The share of the annotated mentions that are found.")
    f1: float = described("The harmonic mean of precision and recall.")
    f1_low: float = described("The lower end of the 95 % interval of `f1`.")
    f1_high: float = described("The upper end of the 95 % interval of `f1`.")
    linked_f1: float = described("The same as `f1`, but a mention is right only if its concept is right too.")
    judgements: int = described("How many mentions of this kind the annotations hold.")
    date: str = described("The day it was judged, like `2026-01-31`.")


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

    @resolved
    def quality(self) -> list[KindQuality]:
        """How well the shipped pipeline reads the kinds that were judged: not topics, nor kinds of your own lexicon."""
        card = report_card()
        return [KindQuality(**asdict(each), date=card.date.isoformat()) for each in card.kinds]
