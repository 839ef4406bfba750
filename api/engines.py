"""Where an ingest reads and annotates: in this process and its own workers, or on a Dask cluster."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from api.console import given

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from api.library import Library
    from graph.ingest import Engine

engine_option = click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Where to read and annotate: here, or on the workers of a Dask cluster. Needs an extra: litgraph[dask].",
)
scheduler_option = click.option(
    "--scheduler",
    envvar="LITGRAPH_SCHEDULER",
    metavar="ADDRESS",
    help="The scheduler of the cluster, for --engine dask: tcp://host:8786. Also from LITGRAPH_SCHEDULER.",
)


def check_engine(context: click.Context) -> None:
    """Raises what is wrong with the options, before anything is opened: a usage error, or a missing extra."""
    named = given(context)
    if context.params["engine"] == "local":
        if "scheduler" in named:
            raise click.UsageError("--scheduler is for --engine dask")
        return
    if context.params["planned"]:
        raise click.UsageError("--plan rehearses on this machine, and knows no cluster's pace: leave --engine dask out")
    if not context.params["scheduler"]:
        raise click.UsageError("--engine dask needs --scheduler ADDRESS, as `dask scheduler` prints it")
    if "workers" in named:
        raise click.UsageError("--workers is for --engine local: a cluster has the workers that were started in it")
    from nlp.cluster import require

    require()


def engine_of(library: Library, name: str, scheduler: str | None) -> AbstractContextManager[Engine | None]:
    """The engine of that name, for as long as the context lasts; None for this process itself."""
    if name == "local" or not scheduler:
        return nullcontext()
    from nlp.cluster import connected

    return connected(scheduler, library.annotator(workers=1))
