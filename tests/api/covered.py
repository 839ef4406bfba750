"""Which names of a schema requests ask for: fields, arguments, input fields, enum values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import (
    ArgumentNode,
    EnumValueNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    ObjectFieldNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_introspection_type,
    parse,
    type_from_ast,
    visit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql import GraphQLInputType, VariableDefinitionNode


def names(schema: GraphQLSchema) -> set[str]:
    """Everything that can be asked for: `Paper.title`, `Paper.similar(first)`, `IntRange.gte`, `Signal.TEXT`."""
    found: set[str] = set()
    for name, kind in schema.type_map.items():
        if is_introspection_type(kind):
            continue
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for each, field in kind.fields.items():
                found |= {f"{name}.{each}", *(f"{name}.{each}({argument})" for argument in field.args)}
        elif isinstance(kind, GraphQLInputObjectType):
            found |= {f"{name}.{each}" for each in kind.fields}
        elif isinstance(kind, GraphQLEnumType):
            found |= {f"{name}.{each}" for each in kind.values}
    return found


def asked(schema: GraphQLSchema, query: str, variables: Mapping[str, Any] | None = None) -> set[str]:
    """What a valid request asks for, its variables included."""
    document = parse(query)
    types = TypeInfo(schema)
    seen = _Seen(schema, types, variables or {})
    visit(document, TypeInfoVisitor(types, seen))
    return seen.found


def answered(answer: Any, schema: GraphQLSchema) -> set[str]:
    """Which values of enums stand somewhere in an answer, under the name of a field that returns such."""
    returning: dict[str, GraphQLEnumType] = {}
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not is_introspection_type(kind):
            for name, field in kind.fields.items():
                if isinstance(returned := get_named_type(field.type), GraphQLEnumType):
                    returning[name] = returned
    return {
        f"{kind.name}.{value}"
        for name, value in _leaves(answer)
        if (kind := returning.get(name)) and value in kind.values
    }


def _leaves(answer: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(answer, dict):
        for key, each in answer.items():
            yield from _leaves(each, key)
    elif isinstance(answer, list):
        for each in answer:
            yield from _leaves(each, name)
    elif isinstance(answer, str):
        yield name, answer


class _Seen(Visitor):
    def __init__(self, schema: GraphQLSchema, types: TypeInfo, variables: Mapping[str, Any]) -> None:
        super().__init__()
        self.schema, self.types, self.variables = schema, types, variables
        self.found: set[str] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent = self.types.get_parent_type()
        if parent is not None:
            self.found.add(f"{parent.name}.{node.name.value}")

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        parent, (_, field) = self.types.get_parent_type(), self._field()
        if parent is not None and field and not self.types.get_directive():
            self.found.add(f"{parent.name}.{field}({node.name.value})")

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        owner = get_named_type(self.types.get_parent_input_type())
        if owner is not None:
            self.found.add(f"{owner.name}.{node.name.value}")

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        kind = get_named_type(self.types.get_input_type())
        if kind is not None:
            self.found.add(f"{kind.name}.{node.value}")

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        kind = type_from_ast(self.schema, node.type)
        if kind is not None:
            self._value(kind, self.variables.get(node.variable.name.value))

    def _value(self, kind: GraphQLInputType, value: Any) -> None:
        bare = get_named_type(kind)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(bare, GraphQLInputObjectType) and isinstance(each, dict):
                for name in each.keys() & bare.fields.keys():  # a fault may have names that are none of the type's
                    self.found.add(f"{bare.name}.{name}")
                    self._value(bare.fields[name].type, each[name])
            elif isinstance(bare, GraphQLEnumType) and isinstance(each, str):
                self.found.add(f"{bare.name}.{each}")

    def _field(self) -> tuple[Any, str]:
        definition, parent = self.types.get_field_def(), self.types.get_parent_type()
        found = [name for name, each in getattr(parent, "fields", {}).items() if each is definition]
        return definition, found[0] if found else ""
