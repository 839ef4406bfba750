"""The way to a cluster: connected, its workers checked before they get any work, and left as it was found."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, cast

from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from distributed import Client

    from nlp.cluster.engine import Cluster
    from nlp.cluster.tasks import Setup
    from nlp.parallel import Annotator

WAIT: Final = 10
"""Seconds to wait for the scheduler, and for a first worker."""


def require() -> None:
    """Raises LitgraphError, with how to install it, where the extra is not there."""
    if find_spec("distributed") is None:
        raise LitgraphError("the extra `dask` is not installed (distributed)", "pip install litgraph[dask]")


@contextmanager
def connected(address: str, annotator: Annotator) -> Generator[Cluster]:
    """The cluster whose scheduler has this address, for as long as the context lasts; its work ends with it.

    Raises LitgraphError where there is none, where it has no worker, and where a worker would not find what the
    annotator finds: without litgraph, or with other rules.
    """
    require()
    from nlp.cluster.engine import Cluster
    from nlp.cluster.tasks import Setup

    setup = Setup(annotator.rules, annotator.model, tuple(each.resolve() for each in annotator.lexicons))
    client = _client(address)
    try:
        _check(client, setup, address)
        yield Cluster(client, setup, address)
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=WAIT)


def _client(address: str) -> Client:
    from distributed import Client

    # what goes wrong is said by us, in one line
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=WAIT, set_as_default=False, name="litgraph")
    except (OSError, ValueError) as error:
        raise LitgraphError(
            f"no scheduler answers at {address}", "start one with: dask scheduler; or check --scheduler"
        ) from error


def _check(client: Client, setup: Setup, address: str) -> None:
    from nlp.cluster.tasks import other_rules, rules_of

    try:
        client.wait_for_workers(1, timeout=WAIT)
    except TimeoutError as error:
        raise LitgraphError(
            f"the cluster at {address} has no workers", f"start some with: dask worker {address}"
        ) from error
    own = metadata.version("litgraph")
    # by a function that every Python has: of ours, a worker without litgraph could not even say that it has none
    for worker, found in _said(client, metadata.version, "litgraph"):
        if isinstance(found, metadata.PackageNotFoundError):
            raise LitgraphError(f"worker {worker} has no litgraph", f"install litgraph {own} where it runs")
        if isinstance(found, str) and found != own:
            raise LitgraphError(
                f"worker {worker} has litgraph {found}, and this process {own}", "install the same version there"
            )
    for worker, found in _said(client, rules_of, setup):
        if isinstance(found, LitgraphError):
            raise LitgraphError(f"worker {worker}: {found.message}", found.advice) from found
        if isinstance(found, str) and found != setup.rules:
            raise other_rules(worker)


def _said(client: Client, function: Callable[..., str], *arguments: object) -> list[tuple[str, object]]:
    """What the function says on each worker, or what it raises there, by the workers' addresses."""
    found = cast("dict[str, Any]", client.run(function, *arguments, on_error="return"))
    return sorted(found.items())
