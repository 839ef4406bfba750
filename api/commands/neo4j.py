"""litgraph neo4j: what helps to look at a graph in Neo4j Browser."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

import click

from api.console import store_option
from api.outfile import check_free, whole_file
from graph.errors import LitgraphError

API: Final = "http://localhost:8000"


@click.group("neo4j")
def command() -> None:
    """Look at the graph in Neo4j Browser, with a guide to it.

    \b
    Examples:
      litgraph serve --store neo4j://localhost:7687     serves the guide and the style, always up to date
      litgraph neo4j pack --store neo4j://localhost:7687 --output pack

    While it is served, type these into Neo4j Browser (docker compose has it do so by itself):

    \b
      :style http://localhost:8000/neo4j/style.grass
      :play http://localhost:8000/neo4j/guide.html

    docs/neo4j.md says more.
    """


@command.command("pack")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default="neo4j-pack",
    show_default=True,
    metavar="DIR",
    help="The folder to write to; it is made if it is not there.",
)
@click.option(
    "--api",
    default=API,
    show_default=True,
    metavar="URL",
    help="Where `litgraph serve` answers, as Neo4j Browser's user reaches it: the guide links to the explorer there.",
)
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@store_option
def pack(output: Path, api: str, force: bool, store: str) -> None:
    """Write the Neo4j Browser pack: a guide, a style and saved queries.

    The questions are asked of the graph that is there: about papers, countries and technologies that it holds, so that
    each can be run at once. Write it anew when much has come in; `litgraph serve` always serves a new one.

    \b
    guide.html       what the graph is, and questions to click on; also for any web browser
    style.grass      colours, captions and sizes by kind, your own kinds included
    queries.zip      the questions as saved queries, all at once
    queries.cypher   the same in one file, and in queries/ one by one

    \b
    Examples:
      litgraph neo4j pack --store neo4j://localhost:7687
      litgraph neo4j pack --store neo4j://localhost:7687 --output pack --force
      litgraph neo4j pack --store bolt://db:7687 --api https://graph.example.org
    """
    from api.pack import MEDIA, check_neo4j

    check_neo4j(store)
    if not api.startswith(("http://", "https://")):
        raise click.BadParameter("write it like http://localhost:8000", param_hint="--api")
    from api.pack.making import Pack
    from graph.stores import open_store

    with closing(open_store(store, create=False)) as opened:
        made = Pack.of(opened)
    api = api.rstrip("/")
    files = {name: made.file(name, f"{api}/") for name in MEDIA}
    files |= {f"queries/{name}": text.encode() for name, text in made.each_query().items()}
    _make(output / "queries")
    for name in files:
        check_free(output / name, force=force)
    for name, content in files.items():
        with whole_file(output / name, force=force) as stream:
            stream.write(content)
    click.echo(
        f"{made.asked} of {len(made.questions)} questions about {made.counts.papers:,} papers are in {output}\n\n"
        "In Neo4j Browser:\n"
        f"  drag {output / 'style.grass'} into its window: colours and captions\n"
        f"  drag {output / 'queries.zip'} into its window: the questions are under Favorites, Local Scripts\n"
        f"  while `litgraph serve` runs at {api}, the guide and the style:\n"
        f"    :play {api}/neo4j/guide.html\n"
        f"    :style {api}/neo4j/style.grass"
    )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LitgraphError(f"{folder} cannot be made: {reason}", "name another --output") from error
