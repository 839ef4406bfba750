"""`litgraph ingest --bulk`: sources into a working file, and that at once into the files of a stopped Neo4j."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from api.console import Meter, given

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.library import Library
    from graph.store import Store
    from graph.stores.neo4j.home import Home

SERVER: Final = "neo4j://localhost:7687"

STORE: Final = "litgraph.db"


def bulk_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a first load into a stopped Neo4j, as `bulk`, `bulk_work` and `bulk_overwrite`."""
    folder = click.Path(file_okay=False, path_type=Path)
    for option in (
        click.option(
            "--bulk-overwrite", is_flag=True, help="With --bulk: throw away what the database holds, and load it anew."
        ),
        click.option(
            "--bulk-work",
            type=folder,
            metavar="DIR",
            help="With --bulk: where the working file and the CSV files lie meanwhile. Default: HOME.litgraph.",
        ),
        click.option(
            "--bulk",
            type=folder,
            metavar="HOME",
            help="First load into a Neo4j that is stopped, by its import tool; HOME is its folder. Without --store.",
        ),
    ):
        command = option(command)
    return command


def check_bulk(context: click.Context) -> None:
    """Raises a usage error where options of a first load do not go with the others."""
    named = given(context)
    if context.params["bulk"] is None:
        for each in sorted({"bulk_work", "bulk_overwrite"} & named):
            raise click.UsageError(f"--{each.replace('_', '-')} is for --bulk HOME")
    elif "store" in named:
        raise click.UsageError("--bulk loads into the Neo4j in HOME: leave --store out")
    elif context.params["planned"]:
        raise click.UsageError("--plan tells of a store, not of --bulk")


@dataclass(frozen=True, slots=True)
class Bulk:
    """A first load on its way: the Neo4j that it is for, and the folder with all that is kept meanwhile."""

    home: Home
    work: Path
    overwrite: bool

    @classmethod
    def begin(cls, folder: Path, work: Path | None = None, *, overwrite: bool = False) -> Bulk:
        """Makes the working folder; raises LitgraphError for a Neo4j that runs, or whose database is there already."""
        from graph.errors import LitgraphError
        from graph.stores.neo4j.home import Home

        home = Home.at(folder)
        found = cls(home, (work or home.folder.with_name(f"{home.folder.name}.litgraph")).absolute(), overwrite)
        home.check_stopped()
        if not found.replaces:
            home.check_empty()
        try:
            found.work.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise LitgraphError(f"{found.work} cannot be made: {reason}", "name a folder with --bulk-work") from error
        return found

    @property
    def replaces(self) -> bool:
        """Whether what lies in the database's place may go: it was said so, or it is what a broken import left.

        Where a server ran since, it may have been filled by others.
        """
        if self.overwrite:
            return True
        mark = self._mark
        ours = mark.is_file() and mark.read_text("utf-8") == str(self.home.files)
        return ours and not self.home.ran_since(mark.stat().st_mtime)

    def open(self, index: Path | None, model: str | None, lexicons: Sequence[Path]) -> Library:
        """The library of the working file, its index already where the server's will be looked for."""
        from api.library import Library, index_folder
        from graph.stores import open_store
        from nlp.lexicon import load_lexicon

        if lexicons:
            load_lexicon(lexicons)
        store = open_store(str(self.store))
        return Library(store, index or index_folder(SERVER, store), model, lexicons)

    def load(self, store: Store, *, quiet: bool = False) -> None:
        """Brings all that the working file holds into the database; each step has a bar.

        Stopped or failed, the same command does it anew. Raises LitgraphError.
        """
        from graph.stores.neo4j.bulk import write_tables

        tables = self.work / "csv"
        shutil.rmtree(tables, ignore_errors=True)
        tables.mkdir()
        with Meter("tables", "papers", quiet=quiet) as meter:
            arguments = write_tables(store, tables, meter)
        self.home.check_stopped()
        if not self.replaces:
            self.home.check_empty()
        overwrite = self.replaces
        self._mark.write_text(str(self.home.files), "utf-8")
        with Meter("import", "%", quiet=quiet) as meter:
            self.home.load(arguments, self.work, meter, overwrite=overwrite)
        self._mark.unlink()

    def finish(self, *, failed: bool = False, quiet: bool = False) -> None:
        """Says what to do next, and takes away what is of no use once the database is loaded; the store is closed."""
        if failed:
            click.echo(f"litgraph: nothing was imported; run the command again, it goes on from {self.work}", err=True)
            return
        shutil.rmtree(self.work / "csv", ignore_errors=True)
        for end in ("", "-wal", "-shm"):
            (self.work / f"{STORE}{end}").unlink(missing_ok=True)
        if not any(self.work.iterdir()):
            self.work.rmdir()
        if not quiet:
            click.echo(
                f"imported into the database {self.home.database} of {self.home.folder}:"
                f" start it, then use it with --store {SERVER}"
            )

    @property
    def store(self) -> Path:
        """The working file."""
        return self.work / STORE

    @property
    def _mark(self) -> Path:
        """Names the database's files while an import is under way, and after one that was broken off."""
        return self.work / "importing"
