"""How many objects each field of the schema can return, and which fields rank: the tables that costs are read from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graphql import (
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_interface_type,
    is_list_type,
    is_object_type,
)

from api.limits import IDS, NODES, PAGE

if TYPE_CHECKING:
    from graphql import GraphQLField, GraphQLNamedType, GraphQLSchema

RANKED: Final = {
    "Author.papers": 1,
    "Concept.coMentioned": 1,
    "Concept.papers": 1,
    "Concept.papersByYear": 1,
    "Paper.citation": 1,
    "Paper.similar": 1,
    "PaperConnection.facets": 1,
    "Query.annotate": 1,
    "Query.conceptKinds": 1,
    "Query.concepts": 1,
    "Query.neighbourhood": 1,
    "Query.papers": 1,
    "Query.paths": 10,
    "Query.similar": 1,
}
"""Fields that put many papers or concepts in an order, count over them, walk the graph, or read a text.

Where they read a text or walk, they rank once more for so many characters of it, and nodes of their page:
"""

CHARACTERS: Final = 1_000
STEPS: Final = 50
WALKS: Final = "Query.neighbourhood"
TEXTS: Final = ("text", "to")
"""The arguments that are a text, or an object with a `text`."""

DEFAULTS: Final = {"Paper.authors": PAGE}
"""The page of a field that is given no number, where the schema does not say it."""

PLAIN_DEFAULT: Final = 20

ASSUMED: Final = {
    "Concept.broader": 3,
    "Concept.narrower": 20,
    "Concept.papersByYear": 30,
    "GraphStats.quality": 6,
    "IngestReport.rejected": 20,
    "Paper.mentions": 20,
    "Paper.sources": 2,
    "Paper.versions": 2,
    "Path.hops": 4,
    "Path.nodes": 5,
    "Query.annotate": 100,
    "Query.conceptKinds": 10,
    "SimilarPaperEdge.why": 10,
    "PaperEdge.highlights": 10,
    "__Directive.args": 1,
    "__Field.args": 2,
    "__Schema.directives": 8,
    "__Schema.types": 60,
    "__Type.enumValues": 5,
    "__Type.fields": 10,
    "__Type.inputFields": 5,
    "__Type.interfaces": 1,
    "__Type.possibleTypes": 3,
}
"""The length of lists without a page: what a rich paper, a wide concept or a long list has."""

PER_ITEM: Final = {"Subgraph.nodes": 1, "Subgraph.links": 3}
"""Lists that the page of the field above fills, and how many of theirs there are for one of the page."""

ARGUMENTS: Final = {"first": PAGE, "last": PAGE, "limit": NODES, "ids": IDS}
"""The arguments that say how long a list is, and the most they can say."""


class Shape(Enum):
    """What stands behind a field."""

    PART = auto()
    """A value, or an object that is part of the one above it."""
    ONE = auto()
    """An object with an id of its own."""
    MANY = auto()
    """A list of objects, as long as its own page."""
    HELD = auto()
    """An object that holds a page: a connection, a piece of the graph."""
    ITEMS = auto()
    """A list in an object that holds a page."""
    SPREAD = auto()
    """No field: a fragment."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a field returns: how it is shaped, of which type, and how many unless `arguments` say otherwise.

    `size` is the default of the page, the assumed length, or for ITEMS how many there are for one item of the page.
    """

    shape: Shape = Shape.PART
    type: GraphQLNamedType | None = None
    size: int = 1
    arguments: tuple[str, ...] = ()
    ranked: int = 0
    walks: bool = False
    texts: tuple[str, ...] = ()


UNKNOWN: Final = Rule()
FRAGMENT: Final = Rule(Shape.SPREAD)


class Rules:
    """The rules of a schema's fields, made when they are first needed."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._known: dict[tuple[str, str], Rule] = {}

    def of(self, parent: GraphQLNamedType | None, name: str) -> Rule:
        """The rule of a type's field; of a field or type that is not there, one that returns nothing."""
        if parent is None:
            return UNKNOWN
        known = self._known.get((parent.name, name))
        if known is None:
            field = self._field(parent, name)
            if field is None:
                return UNKNOWN
            known = self._known[parent.name, name] = self._rule(parent, name, field)
        return known

    def _field(self, parent: GraphQLNamedType, name: str) -> GraphQLField | None:
        if parent is self._schema.query_type and name in ("__schema", "__type"):
            return SchemaMetaFieldDef if name == "__schema" else TypeMetaFieldDef
        return parent.fields.get(name) if is_object_type(parent) or is_interface_type(parent) else None

    def _rule(self, parent: GraphQLNamedType, name: str, field: GraphQLField) -> Rule:
        place = f"{parent.name}.{name}"
        type_ = get_named_type(field.type)
        ranked = RANKED.get(place, 0)
        texts = tuple(each for each in TEXTS if ranked and each in field.args)
        if not is_composite_type(type_):
            return Rule(ranked=ranked)
        arguments = tuple(each for each in ARGUMENTS if each in field.args)
        if is_list_type(get_nullable_type(field.type)):
            if place in PER_ITEM or (_holds_page(parent) and name in ("edges", "nodes")):
                return Rule(Shape.ITEMS, type_, PER_ITEM.get(place, 1), ranked=ranked)
            return Rule(Shape.MANY, type_, _default(place, field, arguments), arguments, ranked, texts=texts)
        if _holds_page(type_):
            size = _default(place, field, arguments)
            return Rule(Shape.HELD, type_, size, arguments, ranked, place == WALKS, texts)
        # the node of an edge is counted as its edge
        one = "id" in _fields(type_) and not (name == "node" and "cursor" in _fields(parent))
        return Rule(Shape.ONE if one else Shape.PART, type_, ranked=ranked)


rules_of = lru_cache(maxsize=16)(Rules)
"""The rules of a schema, the same ones whenever it is asked."""


def _holds_page(type_: GraphQLNamedType) -> bool:
    return "pageInfo" in _fields(type_) or any(each.startswith(f"{type_.name}.") for each in PER_ITEM)


def _fields(type_: GraphQLNamedType) -> dict[str, GraphQLField]:
    return type_.fields if is_object_type(type_) or is_interface_type(type_) else {}


def _default(place: str, field: GraphQLField, arguments: tuple[str, ...]) -> int:
    for each in arguments:
        argument = field.args[each]
        said = argument.default.value if argument.default else argument.default_value
        if isinstance(said, int):
            return said
    return DEFAULTS.get(place) or ASSUMED.get(place) or PLAIN_DEFAULT
