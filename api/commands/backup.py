"""litgraph backup: all that a store holds, as one file."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.console import Meter, echo_json, json_option, size_of, store_option
from api.outfile import whole_file

if TYPE_CHECKING:
    from graph.backup import Said

STDOUT = "-"


@click.command("backup")
@click.argument("file", metavar="FILE|-")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@store_option
@json_option
def command(file: str, force: bool, store: str, as_json: bool) -> None:
    """Write all that a store holds into one file, from which `litgraph restore` makes it again.

    Papers with their mentions, references and sentence vectors, concepts, runs and what each of them read, the ledger,
    and the lists of similar papers; of the similarity index nothing: it is built from the store. The file is gzipped
    JSON lines, and belongs to no store: one of a SQLite file can be restored into a Neo4j. It carries the store's
    fingerprint. Later versions read it too. It appears whole or not at all, and it says what the store said when the
    command began: a SQLite file may be written to meanwhile, with a Neo4j those who write wait.

    \b
    Examples:
      litgraph backup papers.backup
      litgraph backup --store neo4j://localhost:7687 /backups/july.backup
      litgraph backup - | ssh elsewhere 'cat > papers.backup'
      zcat papers.backup | head -n 1                  what it is a backup of
    """
    from importlib.metadata import version

    from graph.backup import dumped, write
    from graph.stores import open_store

    opened = open_store(store, create=False)
    try:
        with dumped(opened) as dump, Meter("backup", "papers", quiet=as_json) as meter:
            if file == STDOUT:
                said = write(sys.stdout.buffer, dump, version("litgraph"), meter)
                return
            with whole_file(Path(file), force=force, packed=False) as stream:
                said = write(stream, dump, version("litgraph"), meter)
    finally:
        opened.close()
    size = Path(file).stat().st_size
    if as_json:
        echo_json({"file": file, "bytes": size, **as_json_of(said)})
    else:
        click.echo(f"{file}: {told(said)}, {size_of(size)}")


def as_json_of(said: Said) -> dict[str, Any]:
    """What a backup holds, for machines."""
    return {**asdict(said.counts), "fingerprint": said.fingerprint}


def told(said: Said) -> str:
    """What a backup holds, in words."""
    counts = said.counts
    return f"{counts.papers:,} papers, {counts.concepts:,} concepts, fingerprint {said.fingerprint}"
