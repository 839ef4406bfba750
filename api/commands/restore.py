"""litgraph restore: a store, made again from a backup."""

from __future__ import annotations

import shutil
import sys
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import click

from api.commands.backup import as_json_of, told
from api.console import echo_json, index_option, json_option, open_library, store_option
from api.filling import fill, verify
from graph.errors import BackupError

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import BinaryIO

STDIN = "-"


@click.command("restore")
@click.argument("file", metavar="FILE|-")
@store_option
@index_option
@json_option
def command(file: str, store: str, index: Path | None, as_json: bool) -> None:
    """Make a store from a file that `litgraph backup` wrote, in any version, of any store.

    The file is read from start to end first: of one that is damaged or cut off nothing is restored. The store must be
    empty, or not be there yet; a restore that was stopped goes on with the same command. At the end the store's
    fingerprint is compared with the one in the file, and its similarity index is built. It is a store of its own, under
    a new identity.

    \b
    Examples:
      litgraph restore papers.backup --store again.db
      litgraph restore papers.backup --store neo4j://localhost:7687
      ssh elsewhere 'cat papers.backup' | litgraph restore - --store again.db
    """
    from graph.backup import check, read

    with _opened(file) as stream:
        said = check(file, stream)
        stream.seek(0)
        with closing(open_library(store, index, create=True)) as library:
            fill(library, read(file, stream), said.name, said.counts.papers, linked=said.linked, quiet=as_json)
            verify(library, said.fingerprint, quiet=as_json)
    if as_json:
        echo_json({"store": store, **as_json_of(said)})
    else:
        click.echo(f"{store}: {told(said)}, as in {file}")


@contextmanager
def _opened(file: str) -> Generator[BinaryIO]:
    """A file that can be read twice; what comes from standard input is kept meanwhile."""
    if file == STDIN:
        with TemporaryFile() as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            kept.seek(0)
            yield kept
        return
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(Path(file).open("rb"))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise BackupError(f"{file} cannot be read: {reason}", "name a file that litgraph backup wrote") from error
        yield stream
