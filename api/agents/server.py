"""The tools over the Model Context Protocol: on standard input and output, or over HTTP."""

from __future__ import annotations

import logging
import os
import signal
import threading
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import anyio
import mcp_types as types
import orjson
from anyio import to_thread
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings

from api.agents.tools import INSTRUCTIONS, QUERIES, TOOLS
from api.respond import SAID, execute
from api.web.asking import AnswerError, query_of
from graph.deadline import Deadline, within
from graph.errors import LitgraphError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mcp.server.context import ServerRequestContext
    from starlette.applications import Starlette

    from api.agents.schemas import Json
    from api.library import Library

THREADS: Final = 8
"""So many answers are worked out side by side; further ones wait."""

LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")

log = logging.getLogger("litgraph")


def make_server(library: Library, seconds: float | None) -> Server[Any]:
    """The tools over an opened library; an answer may take so many seconds, None for as long as it takes."""
    own, places = version("litgraph"), anyio.CapacityLimiter(THREADS)
    hints = types.ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )

    async def listed(_: ServerRequestContext, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=each.name,
                    title=each.title,
                    description=each.purpose,
                    input_schema=each.arguments,
                    output_schema=each.answers,
                    annotations=hints,
                )
                for each in TOOLS.values()
            ]
        )

    async def called(_: ServerRequestContext, asked: types.CallToolRequestParams) -> types.CallToolResult:
        deadline = Deadline(seconds)
        work = partial(_called, library, asked.name, asked.arguments or {}, deadline, own)
        try:
            return await to_thread.run_sync(work, abandon_on_cancel=True, limiter=places)
        finally:
            deadline.stop()  # the thread of a call that was given up ends soon

    server: Server[Any] = Server(
        "litgraph",
        title="litgraph",
        version=own,
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )
    server.middleware.clear()  # traces, which are nobody else's business
    return server


def _called(library: Library, name: str, arguments: Json, deadline: Deadline, own: str) -> types.CallToolResult:
    """The result of one call, worked out in the calling thread: an answer, or what is wrong and what to do."""

    def ask(query: str, variables: Json) -> Json:
        response = execute(library, query_of(query, QUERIES), variables)
        for error in response.get("errors", ()):
            raise AnswerError(error["message"], error["extensions"]["code"])
        return response["data"]

    try:
        if name not in TOOLS:
            raise NotFoundError(f"there is no tool {name[:100]}", f"there are {', '.join(TOOLS)}")
        with within(deadline):
            answer = TOOLS[name].answer(ask, arguments, own)
    except LitgraphError as error:
        return _refused(str(error))
    except Exception:
        log.exception("the tool %s failed", name)
        return _refused("internal error: what the server wrote says more")
    text = orjson.dumps(answer).decode()
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=answer)


def _refused(message: str) -> types.CallToolResult:
    # what was asked for is repeated in messages, however long it is
    text = message if len(message) <= SAID else f"{message[:SAID]} …"
    return types.CallToolResult(content=[types.TextContent(text=" ".join(text.split()))], is_error=True)


def warm(library: Library) -> None:
    """Has the index opened and the fingerprint worked out behind the scenes: both are wanted by the first call."""

    def ready() -> None:
        try:
            library.refresh()
            library.fingerprint()
        except LitgraphError as error:  # the first call says so
            log.warning("not ready yet: %s", error)

    threading.Thread(target=ready, name="litgraph-warm", daemon=True).start()


async def on_stdio(server: Server[Any], close: Callable[[], object]) -> None:
    """Serves one client until it closes our input; a signal to stop ends the process, after `close`."""
    told = anyio.Event()
    async with stdio_server() as (coming, going):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_until_a_signal, told, tasks.cancel_scope)
            await server.run(coming, going, server.create_initialization_options())
            tasks.cancel_scope.cancel("the client has gone")
        if told.is_set():
            close()
            # the thread that reads the input cannot be woken, and the interpreter would wait for it
            os._exit(0)


async def _until_a_signal(told: anyio.Event, scope: anyio.CancelScope) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async for _ in signals:
            told.set()
            scope.cancel("told to stop")


def over_http(server: Server[Any], host: str, port: int, names: Sequence[str] = ()) -> Starlette:
    """The application that serves at /mcp; it answers to its address and to these names only, whoever leads there.

    So no page of another site can point its own name here, and have a browser ask.
    """
    known = [f"[{host}]" if ":" in host else host, *LOCAL, *names]
    places = [*names, *(f"{each}:{port}" for each in known)]
    origins = [f"{scheme}://{each}" for each in places for scheme in ("http", "https")]
    guard = TransportSecuritySettings(allowed_hosts=places, allowed_origins=origins)
    return server.streamable_http_app(json_response=True, stateless_http=True, transport_security=guard)
