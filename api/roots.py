"""What an operation asks for at its top, said so that there are few answers: requests are counted by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode, OperationType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode, SelectionSetNode

NONE: Final = "none"
SEVERAL: Final = "several"
INTROSPECTION: Final = frozenset({"__schema", "__type", "__typename"})


def root_of(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> str:
    """The one field of the schema that an operation asks for, however often, else `several` or `none`.

    Names that clients make up, those of operations, aliases and fields that are not there, never come out of it.
    """
    changes = operation.operation is OperationType.MUTATION
    top = schema.mutation_type if changes else schema.query_type
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    asked = {*_names(operation.selection_set, fragments, set())} & {*(top.fields if top else ()), *INTROSPECTION}
    return SEVERAL if len(asked) > 1 else next(iter(asked), NONE)


def _names(
    selected: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], seen: set[str]
) -> Iterator[str]:
    for each in selected.selections:
        match each:
            case FieldNode():
                yield each.name.value
            case InlineFragmentNode():
                yield from _names(each.selection_set, fragments, seen)
            case FragmentSpreadNode() if each.name.value in fragments and each.name.value not in seen:
                seen.add(each.name.value)
                yield from _names(fragments[each.name.value].selection_set, fragments, seen)
            case _:
                pass
