"""What is told of the graph as a whole: a piece of it, what it holds, and in which state it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from api.execution.nodes import ConceptNode, NodeHandle, node_of
from api.library import pasted
from api.limits import HOPS, NODES, PAGE, TEXT_CHARACTERS, at_most, within
from api.schema.answers.labels import kind_label
from api.schema.answers.nodes import NODE_ID
from api.schema.answers.texts import QuotedMention
from api.schema.base import ID, Locale, argument
from graph.neighbourhood import ALL_RELATIONS, Link, Relation
from graph.paths import MOST_HOPS
from graph.rows import concept_row
from graph.sentences import sentences
from nlp.quality import report_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.execution.ask import Ask
    from graph.model import Counts
    from graph.paths import Hop, Path
    from nlp.quality import Quality


class Piece(NamedTuple):
    """A piece of the graph."""

    nodes: list[NodeHandle]
    links: Sequence[Link]
    truncated: bool


class KindCount(NamedTuple):
    """A kind, and how many concepts the store has of it."""

    name: str
    concept_count: int


def neighbourhood(
    _: None,
    ask: Ask,
    of: Annotated[ID, argument(NODE_ID)],
    hops: Annotated[int | None, argument("How many steps to walk, 1 to 3.")] = 1,
    via: Annotated[list[Relation] | None, argument("Which relations to follow; null: all.")] = None,
    limit: Annotated[int | None, argument("How many nodes at most, 1 to 1,000.")] = 100,
) -> Piece:
    """What surrounds a node, nearest and heaviest first; NOT_FOUND for an unknown id."""
    found = ask.reading.neighbourhood(
        of,
        ALL_RELATIONS if via is None else via,
        within("hops", 1 if hops is None else hops, HOPS),
        within("limit", 100 if limit is None else limit, NODES),
    )
    return Piece([node_of(each) for each in found.nodes], found.links, found.truncated)


class WalkedPath:
    """A path, with its ends and what lies between them as nodes."""

    __slots__ = ("hops", "nodes")

    def __init__(self, path: Path) -> None:
        self.nodes = [node_of(each) for each in path.nodes]
        self.hops = [WalkedHop(each) for each in path.hops]

    @property
    def length(self) -> int:
        """How many hops it has."""
        return len(self.hops)


class WalkedHop:
    """A step of a path."""

    __slots__ = ("backwards", "evidence", "relation", "source", "target")

    def __init__(self, hop: Hop) -> None:
        self.relation = hop.relation
        self.source = node_of(hop.source)
        self.target = node_of(hop.target)
        self.backwards = hop.backwards
        self.evidence = hop.evidence


def paths(
    _: None,
    ask: Ask,
    source: Annotated[ID, argument(NODE_ID, name="from")],
    target: Annotated[ID, argument(NODE_ID, name="to")],
    via: Annotated[list[Relation] | None, argument("Which relations to walk, in both directions; null: all.")] = None,
    max_hops: Annotated[int | None, argument("How long they may be, 1 to 6 hops.")] = 4,
    first: Annotated[int | None, argument("How many of the shortest, 1 to 100.")] = 5,
) -> list[WalkedPath]:
    """The shortest paths between two nodes, each hop with its evidence; empty where there is none of that length.

    Of equally short ones those come first that lead through the rarest concepts. NOT_FOUND for an unknown id.
    """
    found = ask.reading.paths(
        source,
        target,
        ALL_RELATIONS if via is None else via,
        within("maxHops", 4 if max_hops is None else max_hops, MOST_HOPS),
        within("first", 5 if first is None else first, PAGE),
    )
    return [WalkedPath(each) for each in found.paths]


def annotate(
    _: None, ask: Ask, text: Annotated[str, argument("Up to 100,000 characters, read as an abstract.")]
) -> list[QuotedMention]:
    """What the pipeline finds in a text, without storing it."""
    at_most("text", len(text), TEXT_CHARACTERS, "characters")
    found = ask.library.annotate(text)
    paper, bounds = pasted(text), sentences(text)
    rows = {each.id: concept_row(each) for each in found.concepts}
    return [
        QuotedMention(each, paper.text(each.field), bounds, ConceptNode(each.concept, rows[each.concept]))
        for each in found.mentions
    ]


def concept_kinds(_: None, ask: Ask) -> list[KindCount]:
    """The kinds of concepts in the store, with how many there are of each."""
    return [KindCount(*each) for each in ask.library.store.concept_kinds().items()]


def kind(counted: KindCount, ask: Ask, locale: Locale = "en") -> str:
    """The kind as people read it, in English or Chinese."""
    return kind_label(counted.name, ask.library.kinds.get(counted.name), locale)


def stats(_: None, ask: Ask) -> Counts:
    """How much the store holds, and in which state it is."""
    return ask.library.store.counts()


def store(_: Counts, ask: Ask) -> str:
    """The store's url, without a password."""
    return ask.library.store.url


def fingerprint(_: Counts, ask: Ask) -> str:
    """A hash of what the graph says, equal on every store; it reads the whole store once per revision."""
    return ask.library.fingerprint()


def index_revision(_: Counts, ask: Ask) -> int:
    """The revision of the store that the similarity index was built from."""
    return ask.reading.index.revision


def store_revision(_: Counts, ask: Ask) -> int:
    """The store's revision; it grows with every batch that changes something."""
    return ask.library.store.revision()


def quality(_: Counts, ask: Ask) -> Sequence[Quality]:
    """How well the shipped pipeline reads the kinds that were judged: not topics, nor kinds of your own lexicon."""
    return report_card().kinds


def judged_on(card: Any, ask: Ask) -> str:
    """The day it was judged, like `2026-01-31`."""
    return report_card().date.isoformat()
