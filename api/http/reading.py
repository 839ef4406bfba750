"""The GraphQL request in an HTTP request: which are understood, and how much of one is read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import orjson

from api.http.negotiation import JSON
from api.http.refusals import GoneError, RefusedError
from api.limits import BODY_BYTES

if TYPE_CHECKING:
    from starlette.types import Message, Receive

DIGITS: Final = 18
PARAMETERS: Final = 100
"""So many parameters of an address are looked at."""


def joined(headers: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Headers by their names, those sent in several lines in one."""
    single = dict(headers)
    if len(single) != len(headers):
        for name in single:
            single[name] = b", ".join(value for key, value in headers if key == name)
    return single


async def posted(headers: dict[bytes, bytes], receive: Receive, seconds: float) -> dict[str, Any]:
    """The request in the body of a POST, which is to come within some seconds, its parts of the right types.

    Raises RefusedError (400, 408, 413, 415).
    """
    _check_kind(headers)
    return _checked(_parsed(await _body(headers, receive, seconds), "the body"))


def got(query_string: bytes) -> dict[str, Any]:
    """The request in the address of a GET, as `posted`."""
    if len(query_string) > BODY_BYTES:
        raise _too_large()
    try:
        asked: dict[str, Any] = dict(
            parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=PARAMETERS)
        )
    except ValueError as error:
        raise RefusedError(400, "the address is no UTF-8, or has too many parameters") from error
    for name in ("variables", "extensions"):
        if name in asked:
            asked[name] = _parsed(asked[name].encode() or b"null", name)
    return _checked({**asked, "operationName": asked.get("operationName") or None})


def _check_kind(headers: dict[bytes, bytes]) -> None:
    kind, *parameters = headers.get(b"content-type", b"").decode("latin-1").lower().split(";")
    # what a form or a page of another site can send without asking first is none of ours
    if kind.strip() != JSON:
        raise RefusedError(415, f"send the query as {JSON}")
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in ("utf-8", "utf8"):
            raise RefusedError(415, "send the query in UTF-8")
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise RefusedError(415, "send the query uncompressed")


async def _body(headers: dict[bytes, bytes], receive: Receive, seconds: float) -> bytes:
    announced = headers.get(b"content-length", b"0")
    if not announced.isdigit():
        raise RefusedError(400, "the length of the request is no number")
    if len(announced) > DIGITS or int(announced) > BODY_BYTES:
        raise _too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while len(body) <= BODY_BYTES:
                message = await receive()
                body += _part(message)
                if not message.get("more_body"):
                    break
    except TimeoutError as error:
        late = f"the request was not sent within {seconds:g} seconds"
        raise RefusedError(408, late, headers={"Connection": "close"}) from error
    return bytes(body)


def _part(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise GoneError
    return message.get("body", b"")


def _parsed(text: bytes, what: str) -> Any:
    if len(text) > BODY_BYTES:
        raise _too_large()
    try:
        return orjson.loads(text)  # which refuses half characters, NaN, and what is nested too deeply
    except orjson.JSONDecodeError as error:
        raise RefusedError(400, f"{what} is no JSON") from error


def _checked(asked: Any) -> dict[str, Any]:
    if not isinstance(asked, dict):
        raise RefusedError(400, 'send one JSON object with a text "query"; lists of requests are not answered')
    for name, kind, what in (
        ("query", str, "a text"),
        ("operationName", str, "a text"),
        ("variables", dict, "a JSON object"),
        ("extensions", dict, "a JSON object"),
    ):
        value = asked.get(name)
        if value is not None and not isinstance(value, kind):
            raise RefusedError(400, f'"{name}" is {what}')
    return asked


def _too_large() -> RefusedError:
    return RefusedError(413, f"a request has at most {BODY_BYTES:,} bytes")
