"""litgraph index: the similarity index, built anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.console import (
    Meter,
    encode,
    index_option,
    open_library,
    require_semantic,
    semantic_option,
    store_option,
)
from api.loading import link

if TYPE_CHECKING:
    from pathlib import Path


@click.command("index")
@semantic_option
@click.option(
    "--write-similar/--no-write-similar",
    default=True,
    show_default=True,
    help="Also link each paper in the store to its 20 most similar ones (SIMILAR_TO in Neo4j), all of them anew.",
)
@store_option
@index_option
def command(semantic: bool, write_similar: bool, store: str, index: Path | None) -> None:
    """Rebuild the similarity index from the store, and SIMILAR_TO in the store from the index.

    Seldom needed: an index that is missing, damaged or behind its store is noticed and rebuilt by every command. With
    --semantic the papers that are not encoded yet are encoded first; stopped, that goes on where it stopped.

    \b
    Examples:
      litgraph index                        after `ingest --no-similar`, or when much has come in since
      litgraph index --no-write-similar     the index alone: the links in the store stay as they are
    """
    if semantic:
        require_semantic()
    with open_library(store, index) as library:
        if semantic:
            click.echo(f"encoded {encode(library):,} papers")
        with Meter("index", "papers") as meter:
            library.rebuild(meter)
        if write_similar:
            link(library, anew=True)
        click.echo(f"indexed {library.store.counts().papers:,} papers of {store} in {library.folder}")
