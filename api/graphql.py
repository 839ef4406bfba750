"""GraphQL over HTTP: which requests are understood, and with which status and media type they are answered."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final

from fastapi import Request, Response

from api.limits import BODY_BYTES
from api.schema import answer
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.library import Library

JSON: Final = "application/json"
GRAPHQL: Final = "application/graphql-response+json"


class RefusedError(Exception):
    """A request that is no GraphQL request, with the status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def graphql_response(request: Request, library: Callable[[], Library]) -> Response:
    """The response to one HTTP request: 200 with data, 4xx for no request at all, 503 without a store."""
    media = JSON
    try:
        media = _accepted(request.headers.get("accept", ""))
        query, variables, operation = await _asked(request)
        opened = await asyncio.to_thread(library)
    except RefusedError as error:
        return _written(media, error.status, {"errors": [_error(str(error), "BAD_REQUEST")]})
    except LitgraphError as error:
        return _written(media, 503, {"errors": [_error(str(error), error.code)]})
    response = await answer(opened, query, variables, operation)
    # clients of the older media type read errors from a 200; for the newer one, nothing executed is a 400
    return _written(media, 400 if media == GRAPHQL and "data" not in response else 200, response)


def _accepted(accept: str) -> str:
    kinds = [each.partition(";")[0].strip().lower() for each in accept.split(",") if each.strip()]
    for kind in kinds:
        if kind == GRAPHQL:
            return GRAPHQL
        if kind in (JSON, "*/*", "application/*"):
            return JSON
    if kinds:
        raise RefusedError(406, f"the answer comes as {GRAPHQL} or {JSON} only")
    return JSON


async def _asked(request: Request) -> tuple[str, Mapping[str, Any], str | None]:
    if request.method == "GET":
        asked: Any = dict(request.query_params)
        if asked.get("variables"):
            asked["variables"] = _parsed(asked["variables"], "variables")
    else:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
            raise RefusedError(415, f"send the query as {JSON}")
        asked = _parsed(await _body(request), "the body")
    if not _encodable(asked):
        raise RefusedError(400, "the request has half of a surrogate pair in it")
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str) or not asked["query"].strip():
        raise RefusedError(400, 'send one JSON object with a text "query"')
    variables = asked.get("variables") or {}
    if not isinstance(variables, dict):
        raise RefusedError(400, '"variables" is a JSON object')
    operation = asked.get("operationName") or None
    if operation is not None and not isinstance(operation, str):
        raise RefusedError(400, '"operationName" is a text')
    return asked["query"], variables, operation


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES:
            raise RefusedError(413, f"a request has at most {BODY_BYTES:,} bytes")
    return bytes(body)


def _parsed(text: str | bytes, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, f"{what} is no JSON") from error


def _encodable(asked: object) -> bool:
    # JSON can escape halves of characters, which no store and no answer can hold
    try:
        json.dumps(asked, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _error(message: str, code: str) -> dict[str, Any]:
    return {"message": message, "extensions": {"code": code}}


def _written(media: str, status: int, response: Mapping[str, Any]) -> Response:
    text = json.dumps(response, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, {"Cache-Control": "no-store"}, f"{media}; charset=utf-8")
