"""What is known of a request when it has been answered: counted for /metrics, and written as one line of the log."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, TextIO

from api.http.record import GRAPHQL_PATH, KEY, PROBES, Record
from api.lines import FORMS, now

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.http.metrics import Metrics
    from api.http.tracing import Tracing

HUNG_UP: Final = 499
"""The status of a request whose client did not wait for one."""

EVERY_SECONDS: Final = 0.2
LINES: Final = 10_000
"""So many lines wait to be written; what comes after them is counted, not kept."""


class Journal:
    """An application whose requests are counted and logged, one line each."""

    def __init__(self, app: ASGIApp, metrics: Metrics | None, log: Log | None, tracing: Tracing | None = None) -> None:
        self._app = app
        self._metrics = metrics
        self._log = log
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the application does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, size, start = HUNG_UP, 0, perf_counter()
        record = scope[KEY] = Record()
        metrics = self._metrics if scope["path"] == GRAPHQL_PATH else None
        trace = self._tracing.here() if self._tracing else None

        async def noted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                if trace:
                    message["headers"] = [*message.get("headers", ()), (b"traceparent", trace.parent)]
            else:
                size += len(message.get("body", b""))
            await send(message)

        if metrics:
            metrics.began()
        try:
            await self._app(scope, receive, noted)
        finally:
            seconds = perf_counter() - start
            if metrics:
                gone = status == HUNG_UP and not record.codes
                metrics.ended("graphql", "GONE" if gone else record.outcome, record, seconds)
            if self._log and not (scope["path"].startswith(PROBES) and status < 400):
                told = _told(scope, record, status, size, seconds)
                self._log.write(told | {"trace": trace.id} if trace else told)


class Log:
    """Writes lines to a stream, several at a time and never in the way of a request."""

    def __init__(self, form: str, *, queries: bool = False, stream: TextIO | None = None) -> None:
        self._line = FORMS[form]
        self._queries = queries
        self._stream = stream
        self._lines: list[str] = []
        self._lost = 0
        self._writing: asyncio.Task[None] | None = None

    def write(self, told: dict[str, Any]) -> None:
        """Has a request written down, within a fifth of a second or so."""
        if not self._queries:
            told.pop("query")
        if len(self._lines) >= LINES:
            self._lost += 1
            return
        self._lines.append(self._line(told))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._later())

    async def close(self) -> None:
        """Writes what has not been written yet."""
        if self._writing is not None:
            self._writing.cancel()
        await self._drain()

    async def _later(self) -> None:
        await asyncio.sleep(EVERY_SECONDS)
        await self._drain()

    async def _drain(self) -> None:
        while self._lines:
            lines, self._lines = self._lines, []
            if self._lost:
                lines.append(self._line({"time": now(), "lost": self._lost}))
                self._lost = 0
            await asyncio.to_thread(self._put, "\n".join([*lines, ""]))

    def _put(self, text: str) -> None:
        stream = self._stream or sys.stdout
        with suppress(OSError, ValueError):  # whoever read it may have gone
            stream.write(text)
            stream.flush()


def _told(scope: Scope, record: Record, status: int, size: int, seconds: float) -> dict[str, Any]:
    told: dict[str, Any] = {"time": now(), "method": scope["method"], "path": scope["path"], "status": status}
    if scope["path"] == GRAPHQL_PATH:
        told |= {"operation": record.operation, "token": record.token, "role": record.role}
        told |= {"codes": ",".join(record.codes), "cost": record.cost}
    return told | {"ms": round(seconds * 1000, 2), "bytes": size, "query": record.query}
