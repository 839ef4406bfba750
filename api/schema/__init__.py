"""The GraphQL schema, and the answer to one request in it."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionContext

from api.library import Library
from api.limits import TOKENS, check_document
from api.loaders import Loaders
from api.schema.query import Query
from graph.errors import LitgraphError

log = logging.getLogger("litgraph")


class Limits(SchemaExtension):
    """Refuses what is too long to parse and, before it is validated, what is too wide or too deep."""

    def on_operation(self) -> Iterator[None]:
        """Counts tokens while parsing."""
        self.execution_context.parse_options["max_tokens"] = TOKENS
        yield

    def on_parse(self) -> Iterator[None]:
        """Measures the parsed document."""
        yield
        if self.execution_context.graphql_document is not None:
            check_document(self.execution_context.graphql_document)


class Schema(strawberry.Schema):
    """The schema; errors are logged where they are masked, not before."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Logs nothing: `answer` does, once it knows which errors nobody expected."""


schema = Schema(Query, extensions=[Limits])


async def answer(
    library: Library, query: str, variables: Mapping[str, Any] | None = None, operation: str | None = None
) -> dict[str, Any]:
    """The GraphQL response to one request, as it is written in JSON: `data`, `errors` or both."""
    try:
        result = await schema.execute(
            query, dict(variables or {}), context_value=Loaders(library), operation_name=operation
        )
    except (CannotGetOperationTypeError, InvalidOperationTypeError):
        named = f"no operation is called {operation}" if operation else "there is not exactly one operation"
        return {"errors": [{"message": named, "extensions": {"code": "BAD_REQUEST"}}]}
    response: dict[str, Any] = {}
    if result.errors:
        response["errors"] = [_shown(each) for each in result.errors]
    # `data` is left out, by the specification, where nothing was executed
    if result.data is not None or any(each.path for each in result.errors or ()):
        response["data"] = result.data
    return response


def execute(
    library: Library, query: str, variables: Mapping[str, Any] | None = None, operation: str | None = None
) -> dict[str, Any]:
    """The same response, waited for: for callers without an event loop."""
    return asyncio.run(answer(library, query, variables, operation))


def _shown(error: GraphQLError) -> dict[str, Any]:
    """An error as clients may see it: what nobody expected is logged, and stays inside."""
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    shown = error.formatted
    if isinstance(cause, LitgraphError):
        message, code = str(cause), cause.code
    elif isinstance(cause, GraphQLError):
        message, code = error.message, "BAD_REQUEST"
    else:
        log.error("a query failed", exc_info=cause)
        message, code = "internal error", "INTERNAL"
    return {**shown, "message": message, "extensions": {"code": code}}
