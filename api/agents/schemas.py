"""JSON Schemas of a query: of the variables that it takes, and of the data that it answers.

Made of the GraphQL schema, they cannot say something else than the API does, and say it in its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
    parse,
    type_from_ast,
    value_from_ast_untyped,
    visit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphql import ArgumentNode, GraphQLSchema, ObjectFieldNode, SelectionNode, SelectionSetNode

Json = dict[str, Any]

SCALARS: Final = {"Int": "integer", "Float": "number", "Boolean": "boolean", "String": "string", "ID": "string"}


def taken(schema: GraphQLSchema, query: str, told: Mapping[str, str]) -> Json:
    """The schema of the variables of a query; `told` describes those that the API does not, or not for this query."""
    operation, _ = _parts(query)
    info = TypeInfo(schema)
    described = _Described(info)
    visit(operation, TypeInfoVisitor(info, described))
    properties: Json = {}
    required: list[str] = []
    for each in operation.variable_definitions or ():
        name = each.variable.name.value
        of = type_from_ast(schema, each.type)  # pyright: ignore[reportCallIssue, reportArgumentType]
        properties[name] = _told(_input(of), told.get(name) or described.by_variable.get(name))
        if each.default_value is not None:
            properties[name]["default"] = value_from_ast_untyped(each.default_value)
        elif is_non_null_type(of):
            required.append(name)
    return _object(properties, required)


def answered(schema: GraphQLSchema, query: str) -> Json:
    """The schema of the data that a query answers."""
    operation, fragments = _parts(query)
    return _Answer(schema, fragments).fields(schema.query_type, [operation.selection_set])


class _Described(Visitor):
    """Finds how the API describes what a variable stands for."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info
        self.by_variable: dict[str, str | None] = {}

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        """Notes the description of an argument that is a variable."""
        argument = self._info.get_argument()
        if isinstance(node.value, VariableNode) and argument:
            self.by_variable[node.value.name.value] = argument.description

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        """Notes the description of a field of an argument."""
        parent = get_nullable_type(self._info.get_parent_input_type())
        if isinstance(node.value, VariableNode) and isinstance(parent, GraphQLInputObjectType):
            self.by_variable[node.value.name.value] = parent.fields[node.name.value].description


class _Answer:
    """The schema of what is selected."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._schema = schema
        self._fragments = fragments

    def of(self, of: Any, selected: Sequence[SelectionSetNode]) -> Json:
        """What a value of a type looks like."""
        if not is_non_null_type(of):
            schema = self._known(of, selected)
            return {"anyOf": [schema, {"type": "null"}]} if selected or "enum" in schema else _or_null(schema)
        return self._known(of.of_type, selected)

    def _known(self, of: Any, selected: Sequence[SelectionSetNode]) -> Json:
        if is_list_type(of):
            return {"type": "array", "items": self.of(of.of_type, selected)}
        if isinstance(of, GraphQLInterfaceType):
            kinds = [self.fields(each, selected) for each in self._schema.get_possible_types(of)]
            apart = [each for at, each in enumerate(kinds) if each not in kinds[:at]]
            return apart[0] if len(apart) == 1 else {"anyOf": apart}
        return self.fields(of, selected) if isinstance(of, GraphQLObjectType) else _leaf(of)

    def fields(self, of: Any, selected: Sequence[SelectionSetNode]) -> Json:
        """What an object looks like."""
        fields: dict[str, list[FieldNode]] = {}
        for each in self._applying(of, (node for one in selected for node in one.selections)):
            fields.setdefault((each.alias or each.name).value, []).append(each)
        always = [key for key, nodes in fields.items() if not all(node.directives for node in nodes)]
        return _object({key: self._field(of, nodes) for key, nodes in fields.items()}, always)

    def _field(self, of: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Json:
        name = nodes[0].name.value
        if name == "__typename":
            return {"const": of.name}
        field = of.fields[name]
        below = [node.selection_set for node in nodes if node.selection_set]
        return _told(self.of(field.type, below), field.description)

    def _applying(self, of: GraphQLObjectType, nodes: Iterable[SelectionNode]) -> Iterable[FieldNode]:
        """The fields that are selected of a type of objects, those of fragments that are for it too."""
        for node in nodes:
            if isinstance(node, FieldNode):
                yield node
                continue
            part: Any = self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            asked = part.type_condition and part.type_condition.name.value
            if asked in {None, of.name, *(each.name for each in of.interfaces)}:
                yield from self._applying(of, part.selection_set.selections)


def _parts(query: str) -> tuple[OperationDefinitionNode, dict[str, FragmentDefinitionNode]]:
    definitions = parse(query).definitions
    (operation,) = (each for each in definitions if isinstance(each, OperationDefinitionNode))
    return operation, {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}


def _input(of: Any) -> Json:
    if is_non_null_type(of):
        return _input(of.of_type)
    if is_list_type(of):
        return {"type": "array", "items": _input(of.of_type)}
    if isinstance(of, GraphQLInputObjectType):
        fields = {name: _told(_input(each.type), each.description) for name, each in of.fields.items()}
        return _object(fields, [name for name, each in of.fields.items() if is_non_null_type(each.type)])
    return _leaf(of)


def _leaf(of: Any) -> Json:
    return (
        {"type": "string", "enum": list(of.values)} if isinstance(of, GraphQLEnumType) else {"type": SCALARS[of.name]}
    )


def _or_null(schema: Json) -> Json:
    return {**schema, "type": [schema["type"], "null"]}


def _object(properties: Json, required: Sequence[str]) -> Json:
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": properties, **needed, "additionalProperties": False}


def _told(schema: Json, description: str | None) -> Json:
    return {**schema, "description": " ".join(description.split())} if description else schema
