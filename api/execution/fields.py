"""How each field of the schema is answered: from an attribute, or by a function of what has the field."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
)
from strawberry.types.arguments import convert_argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from graphql import GraphQLField

    from api.schema.whole import Schema

ANSWER: Final = "answer"

STORED: Final = ("Paper", "Concept")
"""Types whose attributes the store has."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a field is answered: `function(value, ask, **arguments)`, and which attributes of it that reads.

    `needs` are those of the paper or the concept that has the field, or that it quotes from; `mentioned` those of the
    concepts that the paper mentions.
    """

    function: Callable[..., Any]
    needs: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    plain: Callable[..., str | None] | None = None
    """Names the attribute that is the answer, for arguments with which there is one."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an object type: how it is answered, and with what."""

    parent: str
    name: str
    answer: Answer
    attribute: str | None
    """The attribute that is the whole answer, where no function is asked."""
    type: Any
    """The named type of the answer."""
    leaf: bool
    listed: bool
    nullable: bool
    """Whether the field, or an item of its list, may be null."""
    definition: GraphQLField
    arguments: Callable[[dict[str, Any]], dict[str, Any]]
    """Makes what the function is called with of coerced arguments."""


def fields_of(schema: Schema) -> Mapping[tuple[str, str], Field]:
    """Every field of every object type, by type and name."""
    found: dict[tuple[str, str], Field] = {}
    for kind in schema.underlying.type_map.values():
        if isinstance(kind, GraphQLObjectType) and "strawberry-definition" in kind.extensions:
            for name, each in kind.fields.items():
                found[kind.name, name] = _field(schema, kind.name, name, each)
    return found


def _field(schema: Schema, parent: str, name: str, field: GraphQLField) -> Field:
    definition = field.extensions["strawberry-definition"]
    answer = definition.metadata.get(ANSWER)
    attribute = None
    if not isinstance(answer, Answer):
        attribute = answer or definition.python_name
        answer = Answer(attrgetter(attribute), (attribute,) if parent in STORED else ())
    outer = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    listed = isinstance(outer, GraphQLList)
    inner = outer.of_type if listed else field.type
    return Field(
        parent,
        name,
        answer,
        attribute,
        get_named_type(field.type),
        is_leaf_type(get_named_type(field.type)),
        listed,
        not isinstance(inner, GraphQLNonNull),
        field,
        _converter(schema, definition.arguments),
    )


def _converter(schema: Schema, arguments: Iterable[Any]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    config, scalars = schema.config, schema.schema_converter.scalar_registry
    named = {config.name_converter.from_argument(each): (each.python_name, each.type) for each in arguments}

    def converted(coerced: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for name, value in coerced.items():
            own, kind = named[name]
            told[own] = convert_argument(value, kind, scalars, config, path=(name,))
        return told

    return converted
