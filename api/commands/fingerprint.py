"""litgraph fingerprint: one hash of everything the graph says."""

from __future__ import annotations

import click

from api.console import store_option


@click.command("fingerprint")
@store_option
def command(store: str) -> None:
    """Print one hash over every paper, mention and concept.

    Equal graphs have equal fingerprints, whichever store holds them and in whatever order, batches and number of
    workers they were loaded.
    """
    from graph.fingerprint import fingerprint
    from graph.stores import open_store

    opened = open_store(store, create=False)
    try:
        click.echo(fingerprint(opened))
    finally:
        opened.close()
