"""The HTTP application: GraphQL over HTTP, health, and the explorer."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.config import LOGS, Config, load_config
from api.http.access import Gate, let_in
from api.http.compression import sent
from api.http.crossing import LetIn
from api.http.endpoint import GraphQLEndpoint
from api.http.executor import executed
from api.http.headers import SecurityHeaders
from api.http.health import Pulse
from api.http.ingests import Ingests
from api.http.journal import Journal, Log
from api.http.metrics import Metrics
from api.http.operations import Wanted
from api.http.persisted import Persisted
from api.http.pool import Pool
from api.http.record import GRAPHQL_PATH
from api.http.refusals import RefusedError
from api.http.revisions import Revisions
from api.http.shelf import Shelf
from api.http.state import State
from api.http.tracing import Tracing
from api.library import Library
from api.lines import say_in
from api.pack.serving import add_pack
from api.schema.whole import schema_with
from api.web.explorer import add_explorer
from api.web.graphiql import Browsable, add_files
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.exchange import Executor

log = logging.getLogger("litgraph")


def create_app(
    source: Library | Callable[[], Library], config: Config | None = None, execute: Executor = executed
) -> FastAPI:
    """The application over an opened library, or over one that `source()` opens at the start."""
    config = config or Config(log="off")
    tracing = Tracing() if config.trace else None
    shelf = Shelf(source, tracing.refreshed if tracing else None)
    pool, gate = Pool(config.threads, carrying=config.trace), Gate(config)
    revisions = Revisions(shelf.library, pool)
    journal = Log(config.log, queries=config.log_queries) if config.log != "off" else None
    metrics = Metrics() if config.metrics else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        try:
            await asyncio.to_thread(shelf.library)
        except LitgraphError as error:
            log.warning("starting without a store: %s", error)
        yield
        if journal:
            await journal.close()
        if metrics:
            metrics.close()
        await asyncio.to_thread(pool.close)
        await asyncio.to_thread(shelf.close)
        if tracing:
            await asyncio.to_thread(tracing.close)

    telemetry = tracing.http if tracing else TelemetryConfig(tracing=False, metrics=False, logs=False)
    app = FastAPI(
        title="litgraph", lifespan=lifespan, telemetry=telemetry, openapi_url=None, docs_url=None, redoc_url=None
    )
    persisted = Persisted(config.persisted, config.safelist)
    limits = config.compress_above, config.seconds, config.body_seconds
    graphql = GraphQLEndpoint(shelf.library, execute, pool, gate, persisted, revisions, *limits, tracing)
    there = Browsable(graphql, config.compress_above) if config.page else graphql
    app.add_middleware(At, path=GRAPHQL_PATH, there=there)
    _add_layers(app, config)
    app.add_middleware(Journal, metrics=metrics, log=journal, tracing=tracing)
    pulse = Pulse(shelf.library)
    _add_health(app, pulse)
    if metrics:
        _add_metrics(app, metrics, pulse, Ingests(shelf.library), gate)

    @app.get("/schema.graphql")
    async def schema(request: Request) -> Response:
        from api.schema.export import sdl

        let_in(gate, request.scope, Wanted(introspects=True))
        try:
            own = await asyncio.to_thread(lambda: shelf.library().own_kinds())
        except LitgraphError:  # the schema can be read without a store
            own = ()
        plain = {"Content-Type": "text/plain; charset=utf-8"}
        return sent(request, sdl(own).encode(), plain, config.compress_above)

    add_pack(app, shelf.library, pool, gate, config)
    if config.page:
        asked = tracing.tracing(execute) if tracing else execute
        asked = metrics.counting(asked) if metrics else asked
        add_explorer(app, shelf.library, asked, pool, gate, config)
        add_files(app, config.compress_above)
    return app


def app_from_environment() -> FastAPI:
    """The application over LITGRAPH_STORE (`litgraph.db`), LITGRAPH_INDEX and LITGRAPH_LEXICON, to start by name.

    LITGRAPH_CONFIG names the file that says how it is set up, LITGRAPH_TIMEOUT says anew how long an
    answer may take, LITGRAPH_ACCESS_LOG and LITGRAPH_LOG_QUERIES how requests are logged, LITGRAPH_TRACE whether traces
    are sent; raises ConfigError where the
    file is not as agreed.
    """
    index = os.environ.get("LITGRAPH_INDEX")
    url = os.environ.get("LITGRAPH_STORE") or "litgraph.db"
    lexicons = [Path(each) for each in os.environ.get("LITGRAPH_LEXICON", "").split(os.pathsep) if each]
    file = os.environ.get("LITGRAPH_CONFIG")
    config = load_config(Path(file)) if file else Config()
    if (form := os.environ.get("LITGRAPH_ACCESS_LOG", "")) in LOGS:
        config = replace(config, log=form)
    if seconds := os.environ.get("LITGRAPH_TIMEOUT"):
        config = replace(config, seconds=float(seconds) or None)
    if os.environ.get("LITGRAPH_LOG_QUERIES"):
        config = replace(config, log_queries=True)
    if os.environ.get("LITGRAPH_TRACE"):
        config = replace(config, trace=True)
    say_in(config.log)
    app = create_app(lambda: Library.open(url, Path(index) if index else None, lexicons=lexicons), config)
    schema_with(())
    # what is loaded by now stays: looking through all of it for garbage, now and then, would hold up everybody
    gc.collect()
    gc.freeze()
    return app


class At:
    """An application that another one answers for at a path, without a look at any route."""

    def __init__(self, app: ASGIApp, path: str, there: ASGIApp) -> None:
        self._app = app
        self._path = path
        self._there = there

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the one or the other does."""
        here = scope["type"] == "http" and scope["path"] == self._path
        await (self._there if here else self._app)(scope, receive, send)


def _add_layers(app: FastAPI, config: Config) -> None:
    """What every request and response goes through, the outermost last."""
    if config.hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=config.hosts, www_redirect=False)
    app.add_middleware(LetIn, origins=config.origins)
    app.add_middleware(SecurityHeaders)

    @app.exception_handler(RefusedError)
    async def refused(_: Request, error: RefusedError) -> Response:
        return JSONResponse({"error": str(error), "code": error.code}, error.status, error.headers)


def _add_health(app: FastAPI, pulse: Pulse) -> None:
    @app.get("/health/live")
    async def live() -> Response:
        return JSONResponse({"status": "live"})

    @app.get("/health/ready")
    async def ready() -> Response:
        beat = await pulse.feel()
        return JSONResponse(beat.told, status_code=200 if beat.ready else 503)


def _add_metrics(app: FastAPI, metrics: Metrics, pulse: Pulse, ingests: Ingests, gate: Gate) -> None:
    @app.get("/metrics")
    async def figures(request: Request) -> Response:
        let_in(gate, request.scope)
        beat = await pulse.feel()
        state = State(beat, await ingests.now(beat.revision))
        text, media = metrics.written(state, request.headers.get("accept", ""))
        return Response(text, headers={"Content-Type": media, "Cache-Control": "no-store"})
