"""litgraph serve: the API over HTTP."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

import click

from api.config import LOGS, Config, load_config
from api.console import Meter, index_option, lexicon_option, open_library, store_option
from graph.errors import LitgraphError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.library import Library

KEEP_SECONDS: Final = 5
"""How long a connection is kept for the next request."""

PAUSE_SECONDS: Final = 1.0
"""So long a store that was not there is left alone before it is asked again."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--workers",
    envvar="LITGRAPH_WORKERS",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="Server processes. Also from LITGRAPH_WORKERS.",
)
@click.option(
    "--wait",
    "patience",
    envvar="LITGRAPH_WAIT",
    type=click.FloatRange(0, 3600),
    default=0,
    metavar="SECONDS",
    help="How long to wait for a store that does not answer yet. Default: not at all. Also from LITGRAPH_WAIT.",
)
@click.option(
    "--config",
    envvar="LITGRAPH_CONFIG",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A TOML file that says who may do what, and how often. Also from LITGRAPH_CONFIG.",
)
@click.option(
    "--access-log",
    type=click.Choice(LOGS),
    help="How each request is logged, one line on stdout. Default: as the file says, or logfmt.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, 3600),
    metavar="SECONDS",
    help="How long an answer may take; 0 for as long as it takes. Default: as the file says, or 10.",
)
@click.option(
    "--trace",
    envvar="LITGRAPH_TRACE",
    is_flag=True,
    help="Send traces by OTLP to where OTEL_EXPORTER_OTLP_ENDPOINT says. Needs an extra:"
    " pip install 'litgraph[telemetry]'. Also from LITGRAPH_TRACE=1.",
)
@click.option("--log-queries", is_flag=True, help="Log the text of each query too; by default only its name.")
@store_option
@index_option
@lexicon_option
def command(
    host: str,
    port: int,
    workers: int,
    patience: float,
    config: Path | None,
    access_log: str | None,
    timeout: float | None,
    trace: bool,
    log_queries: bool,
    store: str,
    index: Path | None,
    lexicons: tuple[Path, ...],
) -> None:
    """Serve the explorer at / and the GraphQL API at /graphql.

    The similarity index is brought up to date first. Only the store is contacted, and only HOST is listened on. Told to
    stop (Ctrl-C, SIGTERM) it answers what was begun, then ends with status 0; told again, it ends at once.

    \b
    Examples:
      litgraph serve
      litgraph serve --store neo4j://localhost:7687 --wait 60 --workers 4
      litgraph serve --host 0.0.0.0 --config litgraph.toml

    \b
    Addresses:
      /                              pages to search, to see why papers are similar, and to walk the graph
      /graphql                       queries, posted as JSON or got
      /schema.graphql                the schema, with a description of every name
      /health/live, /health/ready    whether the process answers, whether store and index do
      /metrics                       what was asked, how long it took, how things are, for Prometheus

    Without a file everybody who reaches HOST may read, and nobody may write. A file can ask for tokens, limit how often
    somebody may ask, let pages of other sites in, answer only queries that are on a list, and switch off the page, the
    schema or the metrics:

    \b
      [access]
      anonymous = "none"             # "read", the default, needs no token
      rate = "600/minute"            # each token, or each address without one
      introspection = false          # the schema is told to the role admin only
      origins = ["https://our.example.org"]
    \b
      [[tokens]]                     # `litgraph token reading-room` writes these lines
      name = "reading-room"
      role = "read"                  # or "write", or "admin"
      sha256 = "…"

    docs/serving.md lists every key.

    \b
    Examples:
      litgraph serve --workers 2 --access-log json
      OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 litgraph serve --trace
    """
    settings = load_config(config) if config else Config()
    if trace or settings.trace:
        from api.http.tracing import require

        require()
    # a store that cannot be served is said before anything listens
    with _opened(store, index, lexicons, patience) as library, Meter("index", "papers") as meter:
        library.refresh(meter)
    environment = {
        "LITGRAPH_CONFIG": str(config or ""),
        "LITGRAPH_ACCESS_LOG": access_log or "",
        "LITGRAPH_TIMEOUT": "" if timeout is None else str(timeout),
        "LITGRAPH_LOG_QUERIES": "1" if log_queries else "",
        "LITGRAPH_TRACE": "1" if trace else "",
    }
    serve(host, port, store, index, lexicons, workers=workers, proxies=settings.proxies, environment=environment)


def serve(
    host: str,
    port: int,
    store: str,
    index: Path | None,
    lexicons: Sequence[Path],
    *,
    workers: int = 1,
    proxies: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> None:
    """Runs the server until it is told to stop; `environment` is what its processes are set up by."""
    from uvicorn import Config as Running

    from api.http import processes

    port = free(host, port)
    os.environ |= {"LITGRAPH_STORE": store, "LITGRAPH_LEXICON": os.pathsep.join(map(str, lexicons))}
    os.environ |= {"LITGRAPH_CONFIG": "", "LITGRAPH_ACCESS_LOG": "off", "LITGRAPH_TRACE": "", **(environment or {})}
    if index:
        os.environ["LITGRAPH_INDEX"] = str(index)
    with ExitStack() as stack:
        if workers > 1 and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            # where the processes write their counts down, so that each can tell those of all
            counts = stack.enter_context(TemporaryDirectory(prefix="litgraph-metrics-"))
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
            stack.callback(os.environ.pop, "PROMETHEUS_MULTIPROC_DIR")
        click.echo(f"litgraph serves {store}: http://{host}:{port}/ (Ctrl-C stops it)", err=True)
        processes.run(
            Running(
                "api.app:app_from_environment",
                factory=True,
                host=host,
                port=port,
                workers=workers,
                log_level="warning",
                log_config=None,  # api/lines.py writes what it says
                access_log=False,
                server_header=False,
                http="api.http.protocol:Protocol",
                timeout_keep_alive=KEEP_SECONDS,
                timeout_graceful_shutdown=processes.STOP_SECONDS,
                # whom a proxy says it asks for is believed of proxies that the file names only
                proxy_headers=bool(proxies),
                forwarded_allow_ips=list(proxies),
            )
        )


def _opened(store: str, index: Path | None, lexicons: Sequence[Path], patience: float) -> Library:
    """The library, as soon as its store answers; raises StoreUnavailableError where it does not for so many seconds."""
    until, said = monotonic() + patience, False
    while True:
        try:
            return open_library(store, index, lexicons=lexicons)
        except StoreUnavailableError as error:
            if monotonic() + PAUSE_SECONDS > until:
                raise
            if not said:
                click.echo(f"litgraph: {error.message}; waiting for it, {patience:g} seconds at most", err=True)
            said = True
        sleep(PAUSE_SECONDS)


def free(host: str, port: int) -> int:
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
