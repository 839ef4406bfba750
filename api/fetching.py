"""What is fetched for an ingest: the options that say how much and in whose name, and where pages are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.console import Meter

if TYPE_CHECKING:
    from nlp.connectors import Fetched

limit_option = click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many papers to fetch for a query. Default: 1,000; ids are all fetched.",
)
contact_option = click.option(
    "--contact",
    envvar="LITGRAPH_CONTACT",
    default="",
    metavar="MAIL",
    help="Your mail address, told to the services that you fetch from. Also from LITGRAPH_CONTACT.",
)
refetch_option = click.option(
    "--refetch", is_flag=True, help="Ask a service again, rather than take what was fetched before."
)


@dataclass(frozen=True, slots=True)
class Fetching:
    """How to fetch: into which folder, how many papers of a query (None: 1,000), for whom, and whether anew."""

    folder: Path
    limit: int | None = None
    contact: str = ""
    refetch: bool = False

    def fetch(self, source: str, *, quiet: bool = False) -> Fetched:
        """What a source asks a service for, behind a bar; lines for people go to stderr. Raises SourceError."""
        from nlp.connectors import fetch

        with Meter(source, "records fetched", quiet=quiet) as meter:
            return fetch(
                source,
                self.folder,
                limit=self.limit,
                contact=self.contact,
                refetch=self.refetch,
                progress=meter,
                notice=lambda line: click.echo(f"litgraph: {line}", err=True),
            )


def fetched_folder(store_url: str) -> Path:
    """Where fetched pages are kept: beside the SQLite file, or in the user's cache folder for a server."""
    from graph.stores import file_of

    if (path := file_of(store_url)) is not None:
        return Path(f"{path}.fetched")
    from platformdirs import user_cache_path

    return user_cache_path("litgraph") / "fetched"
