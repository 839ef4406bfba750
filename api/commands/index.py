"""litgraph index: the similarity index, built anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands.ingest import link
from api.console import Meter, index_option, open_library, store_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("index")
@store_option
@index_option
def command(store: str, index: Path | None) -> None:
    """Rebuild the similarity index from the store, and SIMILAR_TO in the store from the index.

    Seldom needed: an index that is missing, damaged or behind its store is noticed and rebuilt by every command.
    """
    with open_library(store, index) as library:
        with Meter("index", "papers") as meter:
            library.rebuild(meter)
        link(library, anew=True)
        click.echo(f"indexed {library.store.counts().papers:,} papers of {store} in {library.folder}")
