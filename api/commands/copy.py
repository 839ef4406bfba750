"""litgraph copy: all that one store holds, into another one."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from api.console import echo_json, index_option, json_option, open_library
from api.filling import fill, verify

if TYPE_CHECKING:
    from pathlib import Path


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@index_option
@json_option
def command(source: str, target: str, index: Path | None, as_json: bool) -> None:
    """Copy a store into an empty one, of the other kind or of the same: SQLite to Neo4j and back.

    FROM and TO are files or servers, as --store names them. All of it comes along: papers, concepts, runs, the ledger
    (the same sources again change nothing), sentence vectors, the lists of similar papers. The copy says what FROM said
    when the command began; the two fingerprints are compared at the end, and the index of TO is built. Stopped, the
    same command goes on, unless FROM was written to. NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE are those of
    both, where both are servers. What you added to a Neo4j yourself (labels, properties, relationships) stays behind.

    Into a Neo4j that can be stopped, a large corpus comes faster by `litgraph ingest --bulk`.

    \b
    Examples:
      litgraph copy litgraph.db neo4j://localhost:7687       to look at it in Neo4j Browser
      litgraph copy neo4j://localhost:7687 papers.db         to take it along
    """
    from graph.backup import dumped
    from graph.errors import BackupError
    from graph.stores import open_store

    with (
        closing(open_store(source, create=False)) as old,
        closing(open_library(target, index, create=True)) as library,
        dumped(old) as dump,
    ):
        if library.store.identity() == old.identity():
            raise BackupError(f"{source} and {target} are the same store", "name another one to copy into")
        fill(library, dump.items(), dump.name, dump.counts.papers, linked=dump.linked, quiet=as_json)
        verify(library, dump.fingerprint, quiet=as_json)
    counts = dump.counts
    if as_json:
        echo_json({"from": source, "to": target, **asdict(counts), "fingerprint": dump.fingerprint})
    else:
        click.echo(
            f"{target}: {counts.papers:,} papers, {counts.concepts:,} concepts,"
            f" fingerprint {dump.fingerprint}, as in {source}"
        )
