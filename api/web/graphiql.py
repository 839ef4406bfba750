"""The page that browsers are shown at /graphql: GraphiQL, or a plain console where its files are missing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request, Response

from api.http.compression import sent
from api.http.negotiation import prefers_page
from api.http.reading import PARAMETERS, joined
from api.web import vendored

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Receive, Scope, Send

HERE: Final = Path(__file__).parent / "console"
KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
}
OURS: Final = ("console.css", "console.js", "graphiql.css", "graphiql.js", "queries.js", "queries.json")
FILES: Final = {each: HERE / each for each in OURS} | {
    each: vendored.FOLDER / each for package in vendored.PACKAGES for each in package.served
}
"""What is served below /graphql/, by its name there."""

TEXTS: Final = {
    "en": {"lang": "en", "title": "litgraph: ask in GraphQL", "graph": "The graph", "schema": "Schema"},
    "zh": {"lang": "zh", "title": "litgraph：用 GraphQL 查询", "graph": "文献图谱", "schema": "模式"},
}
"""What the page around GraphiQL says; GraphiQL itself speaks English."""


class Browsable:
    """The endpoint as browsers see it: a page where they come without a query, else what the endpoint answers."""

    def __init__(self, endpoint: ASGIApp, compress_above: int) -> None:
        self._endpoint = endpoint
        self._compress_above = compress_above

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["method"] not in ("GET", "HEAD"):
            await self._endpoint(scope, receive, send)
            return
        headers, said = joined(scope["headers"]), _said(scope["query_string"])
        browses = prefers_page(headers.get(b"accept", b"").decode("latin-1"))
        if not browses or said is None or {"query", "extensions"} & set(said):
            await self._endpoint(scope, receive, send)
            return
        body = page(said.get("lang", ""))
        answer = _answer(Request(scope), body, "text/html; charset=utf-8", self._compress_above)
        answer.headers["Vary"] = "Accept, Accept-Encoding"
        await answer(scope, receive, send)


def page(lang: str) -> bytes:
    """The page in a language, English unless it is one of `TEXTS`; what it links to is below /graphql/."""
    if not vendored.are_there():
        return (HERE / "console.html").read_bytes()
    texts = TEXTS.get(lang.lower().partition("-")[0], TEXTS["en"])
    return Template((HERE / "graphiql.html").read_text("utf-8")).substitute(texts).encode()


def add_files(app: FastAPI, compress_above: int) -> None:
    """Serves what the page links to."""

    def file(name: str, request: Request) -> Response:  # in a thread: to compress GraphiQL takes a tenth of a second
        path = FILES.get(name)
        if path is None or not path.is_file():
            raise HTTPException(404)
        return _answer(request, path.read_bytes(), KINDS[path.suffix], compress_above)

    app.add_api_route("/graphql/{name}", file, methods=["GET", "HEAD"])


def _said(query_string: bytes) -> dict[str, str] | None:
    """The parameters of an address; None where they cannot be read, which the endpoint has words for."""
    try:
        return dict(parse_qsl(query_string.decode("ascii"), keep_blank_values=True, max_num_fields=PARAMETERS))
    except ValueError:
        return None


def _answer(request: Request, body: bytes, kind: str, above: int) -> Response:
    """The bytes, or that whoever asks has them already."""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    about = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"Vary": "Accept-Encoding", **about})
    answer = sent(request, body, {"Content-Type": kind, **about}, above)
    if request.method == "HEAD":
        answer.body = b""
    return answer
