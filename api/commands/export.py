"""litgraph export: papers of the graph as a file, for other programs or for another litgraph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from api.console import Meter, index_option, open_library, store_option
from api.outfile import check_free, whole_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from api.library import Library

FORMATS: Final = ("bibtex", "ris", "csv", "jsonl", "graphml", "jsonld")
STDOUT: Final = "-"


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--format", "format_name", type=click.Choice(FORMATS), help="Default: told by the name of the output.")
@click.option(
    "--output",
    "-o",
    default=STDOUT,
    metavar="FILE|-",
    help="Where to write; .gz in the name compresses. Default: standard output.",
)
@click.option("--search", metavar="TEXT", help="Only the papers that a search finds, the best first.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@store_option
@index_option
def command(
    ids: tuple[str, ...],
    format_name: str | None,
    output: str,
    search: str | None,
    force: bool,
    store: str,
    index: Path | None,
) -> None:
    """Write papers to a file that other programs read.

    All papers, or those named by ID (any id of a paper, in any spelling), or what --search finds. The file appears when
    it is whole; a file that is there already is replaced only with --force.

    \b
    bibtex   .bib      for LaTeX and reference managers
    ris      .ris      for reference managers
    csv      .csv      a table for spreadsheets, one row per paper
    jsonl    .jsonl    all that is known of each paper; `litgraph ingest` makes the same graph of it
    graphml  .graphml  papers, concepts, authors and their links, for Gephi and networkx
    jsonld   .jsonld   linked data in the terms of schema.org

    \b
    Examples:
      litgraph export --output papers.bib
      litgraph export doi:10.1000/182 arXiv:2503.00001 --format ris
      litgraph export --search "social media" --output found.csv
      litgraph export --output graph.jsonl.gz && litgraph ingest graph.jsonl.gz --store copy.db
    """
    from graph.selection import Selection
    from nlp.writers import find_writer

    if ids and search is not None:
        raise click.UsageError("give ids, or --search")
    if output == STDOUT and format_name is None:
        raise click.UsageError(f"what goes to standard output needs a --format: {', '.join(FORMATS)}")
    writer = find_writer(output, format_name)
    if output != STDOUT:
        check_free(Path(output), force=force)
    with open_library(store, index) as library, Meter("export", "papers", quiet=output == STDOUT) as meter:
        selection = Selection(library.store, _chosen(library, ids, search), meter)
        if output == STDOUT:
            _pour(writer.write(selection), sys.stdout.buffer)
            return
        with whole_file(Path(output), force=force) as stream:
            _pour(writer.write(selection), stream)
    click.echo(f"{selection.papers:,} papers are in {output}")


def _chosen(library: Library, ids: tuple[str, ...], search: str | None) -> list[str] | None:
    """The own ids of the papers that are asked for, or None for all."""
    if ids:
        return library.reading().find_all(ids)
    if search is None:
        return None
    found = library.reading().search(search)
    return [hit.id for hit in found.page(first=found.ranking.total).hits]


def _pour(pieces: Iterable[str], stream: BinaryIO) -> None:
    stream.writelines(piece.encode() for piece in pieces)
    stream.flush()
