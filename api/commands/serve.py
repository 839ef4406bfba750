"""litgraph serve: the API over HTTP."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import click

from api.console import Meter, index_option, lexicon_option, open_library, store_option
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N", help="Server processes."
)
@store_option
@index_option
@lexicon_option
def command(host: str, port: int, workers: int, store: str, index: Path | None, lexicons: tuple[Path, ...]) -> None:
    """Serve the GraphQL API at /graphql, and a page to try it at /.

    The similarity index is brought up to date first. Only the store is contacted, and only HOST is listened on.
    """
    # a store that cannot be served is said before anything listens
    with open_library(store, index, lexicons=lexicons) as library, Meter("index", "papers") as meter:
        library.refresh(meter)
    serve(host, port, workers, store, index, lexicons)


def serve(host: str, port: int, workers: int, store: str, index: Path | None, lexicons: Sequence[Path]) -> None:
    """Runs the server until it is told to stop."""
    import uvicorn

    port = _free(host, port)
    os.environ["LITGRAPH_STORE"] = store
    if index:
        os.environ["LITGRAPH_INDEX"] = str(index)
    os.environ["LITGRAPH_LEXICON"] = os.pathsep.join(map(str, lexicons))
    click.echo(f"litgraph serves {store}: http://{host}:{port}/ (Ctrl-C stops it)", err=True)
    uvicorn.run(
        "api.app:app_from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )


def _free(host: str, port: int) -> int:
    """The port to listen on, one that is free for 0; a port that cannot be had is said in one line."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
            return int(trial.getsockname()[1])
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LitgraphError(f"cannot listen on {host}:{port}: {reason}", "choose another --port or --host") from error
