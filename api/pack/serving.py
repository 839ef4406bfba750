"""The pack over HTTP, made for the graph as it is now: where Neo4j Browser reads it from."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Final

from fastapi import Request, Response

from api.http.access import let_in
from api.http.compression import sent
from api.http.crossing import PACK
from api.http.refusals import STATUS, RefusedError
from api.pack import MEDIA, check_neo4j
from graph.deadline import Deadline, held, within
from graph.errors import LitgraphError, StoreMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from api.config import Config
    from api.http.access import Gate
    from api.http.pool import Pool
    from api.library import Library
    from api.pack.making import Pack


BEHIND_SECONDS: Final = 0.2
"""Neo4j Browser asks for guide and style at once, and shows on top what comes last: that shall be the guide."""


def add_pack(app: FastAPI, library: Callable[[], Library], pool: Pool, gate: Gate, config: Config) -> None:
    """Has the application answer for the files of the pack."""
    app.add_api_route(PACK + "{name}", Served(library, pool, gate, config).file, methods=["GET", "HEAD"])


class Served:
    """Answers requests for the pack's files; it is made anew when the store says something else."""

    def __init__(self, library: Callable[[], Library], pool: Pool, gate: Gate, config: Config) -> None:
        self._library = library
        self._pool = pool
        self._gate = gate
        self._config = config
        self._pack: Pack | None = None
        self._making = threading.Lock()

    async def file(self, request: Request, name: str) -> Response:
        """One file; raises RefusedError: 404 for any other name, and where the store is no Neo4j."""
        let_in(self._gate, request.scope)
        if name not in MEDIA:
            raise RefusedError(404, f"there is no {name} in the pack, only {', '.join(MEDIA)}", "NOT_FOUND")
        api = str(request.base_url) if self._config.page else ""
        until = Deadline(self._config.seconds)
        body = await self._pool.run(lambda: self._current(until).file(name, api))
        if name == "guide.html":
            await asyncio.sleep(BEHIND_SECONDS)
        headers = {"Content-Type": MEDIA[name], "Cache-Control": "no-cache"}
        answer = sent(request, body, headers, self._config.compress_above)
        return Response(headers=answer.headers) if request.method == "HEAD" else answer

    def _current(self, until: Deadline) -> Pack:
        try:
            with within(until):
                store = self._library().store
                check_neo4j(store.url)
                with held(self._making):  # guide and style are asked for at once
                    if self._pack is None or self._pack.revision != store.revision():
                        from api.pack.making import Pack  # and with it Neo4j's driver, which no other store needs

                        self._pack = Pack.of(store)
                    return self._pack
        except StoreMissingError as error:
            raise RefusedError(404, str(error), error.code) from error
        except LitgraphError as error:
            raise RefusedError(STATUS.get(error.code, 503), str(error), error.code) from error
