"""The schema under the library's own executor: the reference, and the way for whatever is not planned."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, execute
from strawberry.dataloader import DataLoader

from api.execution.nodes import EVERYTHING, Handle, load
from graph.deadline import check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import DocumentNode, ExecutionResult, GraphQLResolveInfo, GraphQLSchema

    from api.execution.ask import Ask
    from api.execution.fields import Field


class Context:
    """What the resolvers of one request share."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self._loader: DataLoader[Any, Any] = DataLoader(load_fn=self._load, cache=False)

    async def loaded(self, handle: Handle) -> Handle | None:
        """A handle, once it is loaded with all others of its level; None for a node that is not there."""
        return await self._loader.load(handle)

    async def _load(self, handles: list[Handle]) -> list[Handle | None]:
        load(self.ask, [(handles, EVERYTHING)])
        return [None if each.value is None else each for each in handles]


def make_resolvers(schema: GraphQLSchema, fields: Mapping[tuple[str, str], Field]) -> None:
    """Gives every field of a schema its resolver."""
    for (parent, name), field in fields.items():
        kind = schema.type_map[parent]
        if isinstance(kind, GraphQLObjectType):
            kind.fields[name].resolve = _resolver(field)
            kind.is_type_of = None
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLInterfaceType):
            kind.resolve_type = _typename


def run(
    schema: GraphQLSchema, document: DocumentNode, ask: Ask, variables: Any, operation: str | None
) -> ExecutionResult:
    """The answer to one request, in an event loop of its own: nothing of it goes on when it is there."""

    async def answered() -> ExecutionResult:
        result = execute(
            schema, document, context_value=Context(ask), variable_values=variables, operation_name=operation
        )
        return await result if asyncio.iscoroutine(result) or asyncio.isfuture(result) else result  # type: ignore[return-value]

    return asyncio.run(answered())


def _typename(value: Any, *_: Any) -> str:
    return value.typename


def _resolver(field: Field) -> Any:
    function = field.answer.function

    def told(source: Any, info: GraphQLResolveInfo[Context], arguments: dict[str, Any]) -> Any:
        check()
        value = source.value if isinstance(source, Handle) else source
        if field.attribute:
            return function(value)
        return function(value, info.context.ask, **field.arguments(arguments))

    def leaf(source: Any, info: GraphQLResolveInfo[Context], **arguments: Any) -> Any:
        return told(source, info, arguments)

    async def resolve(source: Any, info: GraphQLResolveInfo[Context], **arguments: Any) -> Any:
        answer = told(source, info, arguments)
        if isinstance(answer, Handle):
            return await info.context.loaded(answer)
        if not field.listed:
            return answer
        there = await asyncio.gather(*(_there(each, info.context) for each in answer))
        if field.nullable:
            return [each if kept else None for each, kept in zip(answer, there, strict=True)]
        return [each for each, kept in zip(answer, there, strict=True) if kept]

    return leaf if field.leaf else resolve


async def _there(item: Any, context: Context) -> bool:
    """Whether an item of a list, or the node whose place in the list it is, is in the store; it is loaded by that."""
    if isinstance(item, Handle) and await context.loaded(item) is None:
        return False
    node = getattr(item, "node", None)
    return not isinstance(node, Handle) or await context.loaded(node) is not None
