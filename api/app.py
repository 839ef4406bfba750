"""The HTTP application: GraphQL over HTTP, health, and a console page that loads nothing from elsewhere."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from api.http.endpoint import GraphQLEndpoint
from api.http.executor import executed
from api.http.headers import SecurityHeaders
from api.http.pool import Pool
from api.library import Library
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from api.exchange import Executor

log = logging.getLogger("litgraph")

THREADS: Final = 8
PAGE_FILES: Final = {
    "/": ("console.html", "text/html; charset=utf-8"),
    "/console.js": ("console.js", "text/javascript; charset=utf-8"),
    "/console.css": ("console.css", "text/css; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}


class Shelf:
    """The library that requests are answered from, opened when one is first needed; a failed opening is tried again."""

    def __init__(self, source: Library | Callable[[], Library]) -> None:
        self._library = source if isinstance(source, Library) else None
        self._open = source if callable(source) else lambda: source
        self._owns = callable(source)
        self._guard = threading.Lock()

    def library(self) -> Library:
        """The opened library; raises the StoreError that says why there is none."""
        with self._guard:
            if self._library is None:
                self._library = self._open()
            return self._library

    def close(self) -> None:
        """Closes the library if it was opened here."""
        with self._guard:
            if self._owns and self._library is not None:
                self._library.close()
                self._library = None


def create_app(source: Library | Callable[[], Library], execute: Executor = executed) -> FastAPI:
    """The application over an opened library, or over one that `source()` opens at the start."""
    shelf, pool = Shelf(source), Pool(THREADS)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        try:
            await asyncio.to_thread(shelf.library)
        except LitgraphError as error:
            log.warning("starting without a store: %s", error)
        yield
        await asyncio.to_thread(pool.close)
        await asyncio.to_thread(shelf.close)

    app = FastAPI(title="litgraph", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)

    app.add_middleware(SecurityHeaders)
    app.router.routes.append(Route("/graphql", GraphQLEndpoint(shelf.library, execute, pool)))

    @app.get("/health/live")
    async def live() -> Response:
        return JSONResponse({"status": "live"})

    @app.get("/health/ready")
    async def ready() -> Response:
        try:
            library = await asyncio.to_thread(shelf.library)
            revision = await asyncio.to_thread(library.store.revision)
        except LitgraphError as error:
            return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
        return JSONResponse({"status": "ready", "revision": revision})

    @app.get("/schema.graphql")
    async def schema() -> Response:
        from api.schema.export import sdl

        try:
            own = await asyncio.to_thread(lambda: shelf.library().own_kinds())
        except LitgraphError:  # the schema can be read without a store
            own = ()
        return PlainTextResponse(sdl(own))

    for address in PAGE_FILES:
        app.add_api_route(address, _page, methods=["GET"])
    return app


def app_from_environment() -> FastAPI:
    """The application over LITGRAPH_STORE (`litgraph.db`), LITGRAPH_INDEX and LITGRAPH_LEXICON, to start by name."""
    index = os.environ.get("LITGRAPH_INDEX")
    url = os.environ.get("LITGRAPH_STORE") or "litgraph.db"
    lexicons = [Path(each) for each in os.environ.get("LITGRAPH_LEXICON", "").split(os.pathsep) if each]
    return create_app(lambda: Library.open(url, Path(index) if index else None, lexicons=lexicons))


async def _page(request: Request) -> Response:
    name, kind = PAGE_FILES[request.url.path]
    return Response(files("api").joinpath("web", name).read_bytes(), media_type=kind)
