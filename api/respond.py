"""The answer to one GraphQL request: planned where that is possible, else by the library's own executor."""

from __future__ import annotations

import logging
from time import thread_time
from typing import TYPE_CHECKING, Any, Final

from graphql import GraphQLError

from api.exchange import ForbiddenError, Role
from api.execution import standard
from api.execution.ask import Ask
from api.execution.plan import UnplannedError
from api.execution.run import PlannedRun
from api.limits import CostError
from api.requests import Prepared, prepared
from graph.deadline import current, waits, within
from graph.errors import GivenUpError, LitgraphError, NotQuickError, StoreError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from api.exchange import Noted
    from api.library import Library

log = logging.getLogger("litgraph")

Response = dict[str, Any]

SAID: Final = 1_000
"""Characters of a message."""


def execute(
    library: Library,
    query: str,
    variables: Mapping[str, Any] | None = None,
    operation: str | None = None,
    *,
    role: Role = Role.READ,
    planned: bool = True,
    confirm: Callable[[int], bool] | None = None,
    noted: Noted | None = None,
) -> Response:
    """The GraphQL response to one request, as it is written in JSON: `data`, `errors` or both, and `extensions`.

    It works in the calling thread and leaves nothing behind. With `planned` false the library's own executor answers,
    which must come to the same. `confirm` says whether the store is still at a revision; left out, the store is asked.
    In `noted` stands what is asked for.

    What is not ready by the thread's deadline is answered by TIMEOUT, with null for all of `data`; what was to be done
    at once, and cannot be, raises NotQuickError. A mutation is finished once it was begun, however long that takes and
    whoever waits for it.
    """
    extensions: Response = {}
    try:
        request = prepared(library, query, operation)
        if noted is not None:
            noted.root = request.root
        values = dict(variables or {})
        extensions["cost"] = request.costing.of(values).shown
        if request.errors:
            return {**_failed(request.errors), "extensions": extensions}
        if request.changes and role < Role.WRITE:
            raise ForbiddenError("what changes something wants the role write", "ask whoever runs the server for it")
        coerced = request.coerced(values)
        if isinstance(coerced, list):
            return {**_failed(coerced), "extensions": extensions}
        with within(None if request.changes else current()):
            try:
                response = _planned(library, request, coerced, confirm) if planned else None
                response = response or _standard(library, request, values)
            except NotQuickError:
                request.was_slow()
                raise
    except GraphQLError as error:
        return _failed([error])
    except CostError as error:
        refusal = _failed([GraphQLError(str(error), original_error=error)])
        return {**refusal, "extensions": {"cost": error.cost}} if error.cost else refusal
    except (StoreError, GivenUpError) as error:
        waits()  # what was to be done at once is not answered, but done elsewhere
        # answered as if each of the request's fields had said so
        return {**_failed([GraphQLError(str(error), original_error=error)]), "data": None, "extensions": extensions}
    except LitgraphError as error:
        return _failed([GraphQLError(str(error), original_error=error)])
    response["extensions"] = extensions
    return response


def _planned(
    library: Library, request: Prepared, variables: Any, confirm: Callable[[int], bool] | None
) -> Response | None:
    """The response of the planned way, or None where it has none: what goes wrong is said by the other one.

    It trusts the similarity index as it is, and looks at the store's revision with what it reads anyway, or at the end.
    If that tells that the index is behind, the answer is made once more, papers and concepts from the store.
    """
    try:
        start, plan = thread_time(), request.plan(variables)
        ask = Ask(library, trusting=not library.refreshing)
        data = PlannedRun(ask, variables).data(plan)
        if ask.trusting and not ask.of_one_state(confirm):
            data = PlannedRun(Ask(library), variables).data(plan)
    except (GivenUpError, StoreUnavailableError):
        raise  # the other way would fare no better
    except (UnplannedError, LitgraphError):
        return None
    except Exception:
        log.exception("a plan failed: the library's own executor answers")
        return None
    request.took(thread_time() - start)  # not what other threads took meanwhile
    return {"data": data}


def _standard(library: Library, request: Prepared, variables: Mapping[str, Any]) -> Response:
    waits()
    result = standard.run(request.schema, request.document, Ask(library), dict(variables), request.operation_name)
    for each in result.errors or ():
        if isinstance(each.original_error, GivenUpError):
            raise each.original_error  # if there was no time for one of the fields, there is none for any
    response = _failed(result.errors) if result.errors else {}
    # `data` is left out, by the specification, where nothing was executed
    if result.data is not None or any(each.path for each in result.errors or ()):
        response["data"] = result.data
    return response


def _failed(errors: Sequence[GraphQLError]) -> Response:
    return {"errors": [_shown(each) for each in errors]}


def _shown(error: GraphQLError) -> Response:
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
    extensions: Response = {"code": code, **(cause.numbers if isinstance(cause, CostError) else {})}
    return {**error.formatted, "message": message, "extensions": extensions}
