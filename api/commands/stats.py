"""litgraph stats: how much the graph holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from api.console import echo_json, index_option, json_option, open_library, store_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("stats")
@store_option
@index_option
@json_option
def command(store: str, index: Path | None, as_json: bool) -> None:
    """Say how many papers, concepts of each kind, mentions, authors and runs the graph holds."""
    with open_library(store, index) as library:
        counts = asdict(library.store.counts())
        kinds = library.store.concept_kinds()
        revision = library.store.revision()
        runs = library.store.runs()
    if as_json:
        echo_json({"store": store, **counts, "conceptKinds": kinds, "storeRevision": revision})
        return
    click.echo(store)
    for name, count in counts.items():
        click.echo(f"  {name:<10} {count:>12,}")
    for kind, count in kinds.items():
        click.echo(f"    {kind.lower():<14} {count:>6,} concepts")
    for run in runs[-3:]:
        told = ", ".join(f"{count:,} {what}" for what, count in run.counts) or "not finished"
        click.echo(f"  {run.started_at}  {run.source}: {told}")
