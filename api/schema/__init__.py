"""The GraphQL schema, and the answer to one request in it."""

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import strawberry
from graphql import DocumentNode, GraphQLEnumType, GraphQLEnumValue, GraphQLError, parse
from strawberry.types import ExecutionContext

from api.cost import Costing
from api.library import Library
from api.limits import QUERY_CHARACTERS, TOKENS, CostError, at_most, one_operation
from api.loaders import Loaders
from api.schema.query import Query
from graph.errors import LitgraphError, StoreError

log = logging.getLogger("litgraph")

SAID = 1_000  # characters of a message
_TELLING = re.compile("facets|__")  # no query without one of these can tell by which kinds papers are counted


class Schema(strawberry.Schema):
    """The schema; errors are logged where they are masked, not before.

    Papers can be counted by the kinds of a lexicon of one's own, too: `kinds` are further values of FacetBy.
    """

    def __init__(self, kinds: Sequence[str] = ()) -> None:
        super().__init__(Query)
        facet_by = self.schema_converter.type_map["FacetBy"].implementation
        if isinstance(facet_by, GraphQLEnumType):
            facet_by.values |= {
                kind: GraphQLEnumValue(kind, description=f"Concepts of the kind {kind} they mention.") for kind in kinds
            }

    def costing(self, document: DocumentNode, operation: str | None) -> Costing:
        """What an operation of the document can cost in this schema."""
        return Costing(self._schema, document, operation)

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Logs nothing: `answer` does, once it knows which errors nobody expected."""


schema_with = lru_cache(maxsize=16)(Schema)
"""The schema with such kinds beside the shipped ones."""


async def answer(
    library: Library, query: str, variables: Mapping[str, Any] | None = None, operation: str | None = None
) -> dict[str, Any]:
    """The GraphQL response to one request, as it is written in JSON: `data`, `errors` or both."""
    extensions: dict[str, Any] = {}
    try:
        # what is too large is refused before it is validated: validation can take long
        at_most("the query", len(query), QUERY_CHARACTERS, "characters")
        document = parse(query, max_tokens=TOKENS)
        # kinds of one's own are values of an enum, and cost alike
        costing = schema_with(()).costing(document, operation)
        one_operation(document, operation)
        extensions = {"cost": costing.of(variables).shown}
        own = await asyncio.to_thread(library.own_kinds) if _TELLING.search(query) else ()
        result = await schema_with(own).execute(
            query, dict(variables or {}), context_value=Loaders(library), operation_name=operation
        )
    except GraphQLError as error:
        return _failed([error])
    except CostError as error:
        refusal = _failed([GraphQLError(str(error), original_error=error)])
        return {**refusal, "extensions": {"cost": error.cost}} if error.cost else refusal
    except StoreError as error:  # no fault of the request: answered as if each of its fields had said so
        return {**_failed([GraphQLError(str(error), original_error=error)]), "data": None, "extensions": extensions}
    except LitgraphError as error:
        return _failed([GraphQLError(str(error), original_error=error)])
    response = _failed(result.errors) if result.errors else {}
    # `data` is left out, by the specification, where nothing was executed
    if result.data is not None or any(each.path for each in result.errors or ()):
        response["data"] = result.data
    response["extensions"] = extensions
    return response


def execute(
    library: Library, query: str, variables: Mapping[str, Any] | None = None, operation: str | None = None
) -> dict[str, Any]:
    """The same response, waited for: for callers without an event loop."""

    async def answered() -> dict[str, Any]:
        response = await answer(library, query, variables, operation)
        # an error that reaches the top ends the answer, not the fields beside it: they end before their loop does
        beside = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*beside, return_exceptions=True)
        return response

    return asyncio.run(answered())


def _failed(errors: Sequence[GraphQLError]) -> dict[str, Any]:
    return {"errors": [_shown(each) for each in errors]}


def _shown(error: GraphQLError) -> dict[str, Any]:
    """An error as clients may see it: what nobody expected is logged, and stays inside."""
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if isinstance(cause, LitgraphError):
        message, code = str(cause), cause.code
    elif error.path is None and isinstance(cause, ValueError | RecursionError):
        # nothing was executed yet: a number of thousands of digits, lists in lists without end
        message, code = "a value of the request cannot be read: it is too long, or nested too deeply", "BAD_REQUEST"
    elif isinstance(cause, GraphQLError):
        # names of the request are repeated in messages, however long they are
        message, code = error.message if len(error.message) <= SAID else f"{error.message[:SAID]} …", "BAD_REQUEST"
    else:
        log.error("a query failed", exc_info=cause)
        message, code = "internal error", "INTERNAL"
    numbers = cause.numbers if isinstance(cause, CostError) else {}
    return {**error.formatted, "message": message, "extensions": {"code": code, **numbers}}
