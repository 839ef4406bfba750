"""GraphQL over HTTP: the way of a request from its bytes to the bytes of its answer."""

from __future__ import annotations

import asyncio
import logging
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import orjson

from api.exchange import Answer, Asked
from api.http.compression import packed
from api.http.negotiation import GRAPHQL, JSON, media_type
from api.http.operations import READS, operation_name, wanted
from api.http.reading import got, joined, posted
from api.http.record import GRAPHQL_PATH, KEY, Record
from api.http.refusals import ASKING_BACK, STATUS, GoneError, RefusedError
from api.requests import is_quick
from graph.deadline import Deadline
from graph.errors import LitgraphError, NotQuickError, TimedOutError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import Receive, Scope, Send

    from api.exchange import Executor
    from api.http.access import Gate
    from api.http.persisted import Persisted
    from api.http.pool import Pool
    from api.http.revisions import Revisions
    from api.http.tracing import Tracing
    from api.library import Library

    Done = tuple[Answer, bytes, dict[str, str]]

log = logging.getLogger("litgraph")

ALLOWED: Final = "GET, HEAD, OPTIONS, POST"
PATIENCE_SECONDS: Final = 0.05
"""Answers that take longer are given up when their client goes away."""

AT_ONCE_SECONDS: Final = 0.02
"""So long the whole server may stand still for an answer that was thought to be quick."""

GRACE_SECONDS: Final = 0.25
"""So much longer than it may take an answer is waited for, if the thread that works on it does not say by itself."""


class GraphQLEndpoint:
    """The application at /graphql: reads a request, has it executed in a thread, and writes the answer."""

    def __init__(
        self,
        library: Callable[[], Library],
        execute: Executor,
        pool: Pool,
        gate: Gate,
        persisted: Persisted,
        revisions: Revisions,
        compress_above: int,
        seconds: float | None = None,
        body_seconds: float = 10.0,
        tracing: Tracing | None = None,
    ) -> None:
        self._library = library
        self._execute = tracing.tracing(execute) if tracing else execute
        self._tracing = tracing
        self._pool = pool
        self._gate = gate
        self._persisted = persisted
        self._revisions = revisions
        self._compress_above = compress_above
        self._seconds = seconds
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request: 200 with data, 4xx for no request at all, 503 without a store."""
        media, headers = JSON, joined(scope["headers"])
        extra: Mapping[str, str] = {}
        record = scope.get(KEY) or Record()
        if self._tracing:
            self._tracing.entered(scope, GRAPHQL_PATH)
        try:
            if scope["method"] == "OPTIONS":
                await _send(scope, send, 204, None, b"", {"Allow": ALLOWED})
                return
            media = media_type(headers.get(b"accept", b"").decode("latin-1"))
            asked, new = await self._asked(scope, headers, receive, record)
            answer, body, extra = await self._answered(asked, headers.get(b"accept-encoding", b""), receive)
            if new and answer.executed:
                self._persisted.remember(new, asked.query)
            status, record.codes = _status(answer, media), answer.codes
            record.cost, record.limit = answer.cost, answer.limit
        except RefusedError as error:
            status, body, extra, record.codes = error.status, _failed(error), error.headers, (error.code,)
            if media == JSON and error.code in ASKING_BACK:
                status = 200
        except LitgraphError as error:
            status, body, record.codes = 503, _failed(error), (error.code,)
        except GoneError:
            return
        except Exception:
            log.exception("a request failed")
            internal = RefusedError(500, "internal error", "INTERNAL")
            status, body, record.codes = 500, _failed(internal), ("INTERNAL",)
        await _send(scope, send, status, media, body, extra)

    async def _asked(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, record: Record
    ) -> tuple[Asked, str | None]:
        """What is asked by whom, and the hash to remember the query by if it is answered."""
        method = scope["method"]
        if method not in ("GET", "HEAD", "POST"):
            raise RefusedError(405, "queries are posted, or got", headers={"Allow": ALLOWED})
        who = self._gate.admit(headers, client[0] if (client := scope.get("client")) else "")
        record.token, record.role = who.name, who.role.name.lower()
        self._gate.permit(who, READS)  # before anything of theirs is read
        request = await posted(headers, receive, self._body_seconds) if method == "POST" else got(scope["query_string"])
        (query, new), operation = self._persisted.find(request), request.get("operationName")
        record.operation, record.query = operation_name(query, operation), query
        wants = wanted(query, operation)
        if method != "POST" and wants.changes:
            raise RefusedError(405, "what changes something is posted", headers={"Allow": "POST"})
        self._gate.permit(who, wants)
        variables, extensions = request.get("variables") or {}, request.get("extensions") or {}
        # time in the line counts; what changes something takes as long as it takes
        deadline = Deadline(None if wants.changes else self._seconds)
        asked = Asked(query, variables, operation, extensions, who.role, deadline, confirming=True, noted=record.noted)
        return asked, new

    async def _answered(self, asked: Asked, codings: bytes, receive: Receive) -> Done:
        """The answer, its bytes and their coding; the work ends when the client goes away, or its time is over."""
        deadline, loop = asked.deadline, asyncio.get_running_loop()
        done, work = self._at_once(asked, codings), loop.create_future()
        if done and done[0].assumes is None:
            return done
        watching: list[asyncio.Task[None]] = []
        patience = loop.call_later(
            PATIENCE_SECONDS, lambda: watching.append(loop.create_task(_watch(receive, deadline, lambda: work)))
        )
        try:
            if done is None:
                work = self._pool.start(lambda: self._worked_out(asked, codings))
                done = await work
            if done[0].assumes is not None:
                work = self._revisions.now()
                if await work != done[0].assumes:
                    sure = replace(asked, confirming=False)
                    work = self._pool.start(lambda: self._worked_out(sure, codings))
                    done = await work
        except Exception:
            if deadline.stopped and not work.cancelled() and not isinstance(work.exception(), TimedOutError):
                raise GoneError from None  # whatever became of the work
            raise
        finally:
            patience.cancel()
            for each in watching:
                each.cancel()
        if deadline.stopped:
            raise GoneError
        return done

    def _at_once(self, asked: Asked, codings: bytes) -> Done | None:
        """The answer to what is known to be quick, without another thread; None where that turns out to be wrong."""
        if not is_quick(asked.query, asked.operation):
            return None
        try:
            return self._worked_out(replace(asked, deadline=Deadline(AT_ONCE_SECONDS, at_once=True)), codings)
        except NotQuickError:
            return None

    def _worked_out(self, asked: Asked, codings: bytes) -> Done:
        asked.deadline.check()
        answer = self._execute(self._library(), asked)
        body = answer.body
        text = body if isinstance(body, bytes) else orjson.dumps(body)
        return answer, *packed(text, codings, self._compress_above)


async def _watch(receive: Receive, deadline: Deadline, work: Callable[[], asyncio.Future[Any]]) -> None:
    """Stops the work on an answer when its client hangs up, or when it takes too long to say so itself."""
    try:
        async with asyncio.timeout(None if math.isinf(deadline.left) else deadline.left + GRACE_SECONDS):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        if work().done():
            return
        work().set_exception(deadline.error())
    deadline.stop()


def _status(answer: Answer, media: str) -> int:
    """200 where something was executed; else, clients of the older media type read what is wrong from a 200."""
    if answer.executed:
        return 200
    status = next((STATUS[each] for each in answer.codes if each in STATUS), 400)
    return status if media == GRAPHQL or status in (401, 403) else 200


def _failed(error: RefusedError | LitgraphError) -> bytes:
    return orjson.dumps({"errors": [{"message": str(error), "extensions": {"code": error.code}}]})


async def _send(
    scope: Scope, send: Send, status: int, media: str | None, body: bytes, extra: Mapping[str, str]
) -> None:
    headers: list[Any] = [(b"cache-control", b"no-store"), (b"vary", b"accept, accept-encoding")]
    if media:
        headers += [(b"content-type", _TYPES[media]), (b"content-length", str(len(body)).encode())]
    headers += [(name.lower().encode(), value.encode()) for name, value in extra.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


_TYPES: Final = {each: f"{each}; charset=utf-8".encode() for each in (JSON, GRAPHQL)}
