"""litgraph remove: papers out of the graph, by their ids, by source or by run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.console import Meter, echo_json, index_option, json_option, open_library, store_option
from api.loading import refresh

if TYPE_CHECKING:
    from pathlib import Path

    from api.library import Library
    from graph.remove import Removal


@click.command("remove")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--source", metavar="NAME", help="Take out what this source brought, as `litgraph runs` names it.")
@click.option("--run", metavar="RUN", help="Take out what this run brought, as `litgraph runs` names it.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@store_option
@index_option
@json_option
def command(
    ids: tuple[str, ...],
    source: str | None,
    run: str | None,
    dry_run: bool,
    store: str,
    index: Path | None,
    as_json: bool,
) -> None:
    """Take papers out of the graph, with all that only they had.

    By ID (any id of a paper, in any spelling), or all that one source or one run brought: papers that other sources
    have too are kept. Concepts, citations, vectors and links to similar papers that only these papers had go with them.

    A source or a run that was taken out can be ingested again. A paper that was taken out by its id does not come back
    when a source that was read whole is ingested again.

    \b
    Examples:
      litgraph remove doi:10.1000/182 arXiv:2503.00001
      litgraph remove --source papers.bib --dry-run
      litgraph remove --run 20261126T101500.000000-0a1b2c3d
    """
    if sum((bool(ids), source is not None, run is not None)) != 1:
        raise click.UsageError("give ids, or --source, or --run")
    with open_library(store, index) as library:
        removed, kept = _by_id(library, ids, dry_run) if ids else _brought(library, source, run, dry_run, as_json)
        if not dry_run:
            refresh(library, quiet=as_json)
        left = library.store.counts().papers
    if as_json:
        echo_json({"removed": removed, "kept": kept, "papers": left, "dryRun": dry_run})
        return
    told = f"{removed:,} papers {'would be' if dry_run else 'were'} taken out of {store}"
    click.echo(f"{told}, {kept:,} kept: other sources have them too" if kept else told)
    click.echo(f"{left:,} papers are in it")


def _by_id(library: Library, ids: tuple[str, ...], dry_run: bool) -> tuple[int, int]:
    from graph.remove import remove

    own = list(dict.fromkeys(library.reading().find_all(ids)))
    return len(own if dry_run else remove(library.store, own)), 0


def _brought(library: Library, source: str | None, run: str | None, dry_run: bool, quiet: bool) -> tuple[int, int]:
    from graph.remove import brought_by, remove_brought

    told: Removal
    if dry_run:
        told = brought_by(library.store, source=source, run=run)
    else:
        with Meter("remove", "papers", quiet=quiet) as meter:
            told = remove_brought(library.store, source=source, run=run, on_batch=meter)
    return told.removed, told.kept
