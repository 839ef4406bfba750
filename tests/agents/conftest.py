"""The real command, in a process of its own, and the protocol's own client. The smallest fixture is `call`."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

from tests.web.sample import sample_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterator
    from pathlib import Path

    from mcp_types import CallToolResult, ListToolsResult

    from api.library import Library

COMMAND = [sys.executable, "-c", "from api.cli import main; main()", "mcp"]


class Agent:
    """A client, and the process that it started; may be asked from a thread without an event loop."""

    def __init__(self, session: ClientSession, loop: asyncio.AbstractEventLoop, tools: ListToolsResult) -> None:
        self.session = session
        self.tools = {each.name: each for each in tools.tools}
        self._loop = loop

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(120)

    def result(self, tool: str, **arguments: Any) -> CallToolResult:
        # the client compares the structured answer with the schema of the tool
        return self.run(self.session.call_tool(tool, arguments))

    def __call__(self, tool: str, **arguments: Any) -> Any:
        """The answer; there must be one."""
        result = self.result(tool, **arguments)
        assert not result.is_error, result.content
        return result.structured_content

    def refused(self, tool: str, **arguments: Any) -> str:
        """What is said instead of an answer, in one line."""
        result = self.result(tool, **arguments)
        assert result.is_error
        (said,) = result.content
        assert said.type == "text"
        assert "\n" not in said.text
        return said.text


@pytest.fixture(scope="package", params=["sqlite", "neo4j"])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample corpus on either store."""
    with sample_on(request, tmp_path_factory.mktemp("agents")) as opened:
        opened.refresh()
        yield opened


@pytest.fixture(scope="package")
def call(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    """Calls a tool of a server on the sample, over standard input and output."""
    errors = tmp_path_factory.mktemp("stderr") / "stderr.txt"
    with connected(started(arguments(library), errors)) as agent:
        yield agent
    assert errors.read_text("utf-8") == ""


def arguments(library: Library) -> list[str]:
    """What has a server answer from the same store and index."""
    return ["--store", library.store.url, "--index", str(library.folder)]


@asynccontextmanager
async def started(options: list[str], errors: Path) -> AsyncIterator[Any]:
    """A server as agents start it."""
    program, *rest = COMMAND
    parameters = StdioServerParameters(command=program, args=[*rest, *options], env=dict(os.environ))
    with errors.open("w") as log:
        async with stdio_client(parameters, errlog=log) as streams:
            yield streams


@contextmanager
def connected(streams: Any) -> Iterator[Agent]:
    """A client at the end of some streams, in a thread of its own as long as the block lasts."""
    loop, ready, done = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found: list[Any] = []

    async def stay() -> None:
        try:
            async with streams as (coming, going, *_), ClientSession(coming, going) as session:
                await session.initialize()
                found.append(Agent(session, loop, await session.list_tools()))
                ready.set()
                await done.wait()
        finally:
            ready.set()

    def work() -> None:
        loop.run_until_complete(stay())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    thread = threading.Thread(target=work)
    thread.start()
    ready.wait(120)
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(30)
    assert not thread.is_alive()
