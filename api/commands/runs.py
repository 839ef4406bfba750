"""litgraph runs: what was ingested, when, by which rules, and what came of it."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from api.console import came_of, echo_json, json_option, store_option

if TYPE_CHECKING:
    from graph.model import Run


@click.command("runs")
@click.option("--first", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="The N latest.")
@store_option
@json_option
def command(first: int, store: str, as_json: bool) -> None:
    """List what was ingested, the latest first.

    Each line is one source of one `litgraph ingest`: when it began, how long it took, what came of its records. A run
    that was stopped is `not finished`: the same command goes on where it stopped, as a run of its own. A source that
    brought nothing new leaves no run.

    \b
    Examples:
      litgraph runs
      litgraph diff july.bib august.bib                          what changed from one to the other
      litgraph remove --run 20261126T101500.000000-0a1b2c3d      takes out what that run brought
    """
    from graph.stores import open_store

    with closing(open_store(store, create=False)) as opened:
        runs = opened.runs()
    latest = runs[: -first - 1 : -1]
    if as_json:
        echo_json([_as_data(each) for each in latest])
        return
    for each in latest:
        click.echo(f"{each.id}  {_seconds(each)}  {each.source}: {came_of(each)}")
    if len(runs) > first:
        click.echo(f"{len(runs) - first:,} earlier ones: --first {len(runs)}")
    if not runs:
        click.echo(f"nothing was ingested into {store} yet: litgraph ingest FILE")


def _as_data(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "source": run.source,
        "startedAt": run.started_at,
        "finishedAt": run.finished_at,
        "rules": run.rules,
        "model": run.model,
        "counts": dict(run.counts),
        "continues": run.continues,
    }


def _seconds(run: Run) -> str:
    if run.finished_at is None:
        return f"{run.started_at}         "
    took = datetime.fromisoformat(run.finished_at) - datetime.fromisoformat(run.started_at)
    return f"{run.started_at} {took.total_seconds():6,.0f} s"
