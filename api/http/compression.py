"""Bytes made smaller for clients that ask for it, where it is worth the while."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from api.http.negotiation import takes_gzip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

LEVEL: Final = 5
"""Of 9: nearly as small as the smallest, in half the time."""


def packed(body: bytes, accept_encoding: bytes, above: int) -> tuple[bytes, dict[str, str]]:
    """The body as it is sent, and the headers that say so: gzip where it is asked for and the body has more bytes."""
    if len(body) <= above or not accept_encoding or not takes_gzip(accept_encoding.decode("latin-1")):
        return body, {}
    return gzip.compress(body, LEVEL, mtime=0), {"Content-Encoding": "gzip"}


def sent(request: Request, body: bytes, headers: Mapping[str, str], above: int, status: int = 200) -> Response:
    """The response to a request: these bytes, smaller where it takes that, under these headers."""
    smaller, coding = packed(body, request.headers.get("accept-encoding", "").encode("latin-1"), above)
    return Response(smaller, status, {"Vary": "Accept-Encoding", **headers, **coding})
