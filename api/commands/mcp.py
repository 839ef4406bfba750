"""litgraph mcp: the graph as tools for agents."""

from __future__ import annotations

import signal
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import click

from api.console import index_option, lexicon_option, open_library, store_option
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from pathlib import Path

    from api.library import Library

INSTALL: Final = "install it with `make mcp`, or `pip install --require-hashes -r requirements/mcp.txt`"


@click.command("mcp")
@click.option("--http", is_flag=True, help="Serve over streamable HTTP, at /mcp, instead of standard input and output.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http: the address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="With --http: the port; 0 takes a free one.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST[:PORT]",
    help="With --http: a name that clients reach it by, besides its address; may be repeated.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, 3600),
    default=50,
    show_default=True,
    metavar="SECONDS",
    help="How long an answer may take; 0 for as long as it takes.",
)
@store_option
@index_option
@lexicon_option
def command(
    http: bool,
    host: str,
    port: int,
    names: tuple[str, ...],
    timeout: float,
    store: str,
    index: Path | None,
    lexicons: tuple[Path, ...],
) -> None:
    """Serve the graph to agents, as tools of the Model Context Protocol; all of them only read.

    Agents start it by themselves and talk to it over standard input and output; their settings name it:

    \b
      {"mcpServers": {"litgraph": {"command": "litgraph", "args": ["mcp", "--store", "/data/litgraph.db"]}}}

    \b
    Tools:
      search      papers that have some words
      paper       one paper: record, citation, mentions with their sentences
      similar     papers like a paper or a text, each with the parts of its score and the sentences behind them
      path        how two papers or concepts connect
      concept     what a concept is, its papers, what goes together with it

    \b
    Examples:
      litgraph mcp --store litgraph.db
      litgraph mcp --http --port 8001          for clients that want http://127.0.0.1:8001/mcp

    Only the store is contacted. Needs an extra: make mcp. docs/agents.md shows each tool with an answer.
    """
    if not find_spec("mcp"):
        raise LitgraphError("the Model Context Protocol is not installed", INSTALL)
    seconds = timeout or None
    with open_library(store, index, lexicons=lexicons) as library:
        if http:
            _over_http(library, seconds, host, port, names)
        else:
            _on_stdio(library, seconds)


def _on_stdio(library: Library, seconds: float | None) -> None:
    import anyio

    from api.agents.server import make_server, on_stdio, warm

    warm(library)
    anyio.run(on_stdio, make_server(library, seconds), library.close)


def _over_http(library: Library, seconds: float | None, host: str, port: int, names: tuple[str, ...]) -> None:
    import uvicorn

    from api.agents.server import make_server, over_http, warm
    from api.commands.serve import free

    port = free(host, port)
    warm(library)
    app = over_http(make_server(library, seconds), host, port, names)
    click.echo(f"litgraph serves {library.store.url} to agents: http://{host}:{port}/mcp (Ctrl-C stops it)", err=True)
    # uvicorn ends what it is at, and then has the signal do what it would have done
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
