"""litgraph rank: ranked lists for many queries at once, for evaluation."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import click

from api.console import Meter, index_option, lexicon_option, open_library, store_option
from graph.errors import LitgraphError, SourceError
from graph.similarity import DEFAULT_WEIGHTS, Signal, Weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.library import Library

BATCH = 100
"""How many papers of a list are looked up at once."""


class Query(NamedTuple):
    """A line of the file of queries: its number, what its list is called, and the papers or the text it asks with."""

    line: int
    id: str
    papers: tuple[str, ...]
    text: str


@click.command("rank")
@click.option("--queries", required=True, metavar="FILE|-", help="One query a line; - reads standard input.")
@click.option(
    "--first", type=click.IntRange(1), default=100, show_default=True, metavar="N", help="How many papers a query."
)
@click.option(
    "--signals",
    metavar="NAME[=W],…",
    help="Which signals to rank by, each with its default weight or the one given: text,concepts=0.3.",
)
@store_option
@index_option
@lexicon_option
def command(
    queries: str,
    first: int,
    signals: str | None,
    store: str,
    index: Path | None,
    lexicons: tuple[Path, ...],
) -> None:
    """Rank papers for many queries, as lines that evaluation tools read: query_id paper_id rank score.

    A query is the id of a paper, in any spelling and also as it stood in its source, or a JSON object
    {"id", "papers": […], "text"} with seed papers, a pasted text, or both. Papers are named as they stood in their
    source; one that came under several names is listed under each.

    \b
    Examples:
      litgraph rank --queries ids.txt > run.txt
      litgraph rank --queries ids.txt --signals concepts --first 20
      litgraph rank --queries topics.jsonl --signals text=0.7,concepts=0.3
    """
    weights = _weights(signals)
    refused = False
    with open_library(store, index, lexicons=lexicons) as library, Meter("rank", "queries") as meter:
        asked = list(_read(queries))
        for done, query in enumerate(asked):
            meter(done, len(asked))
            try:
                for line in _ranked(library, query, first, weights):
                    click.echo(line)
            except LitgraphError as error:
                refused = True
                click.echo(f"{_called(queries)}:{query.line}: rejected: {error}", err=True)
    if refused:
        sys.exit(3)


def _weights(signals: str | None) -> Weights:
    if signals is None:
        return DEFAULT_WEIGHTS
    weights = Weights()
    for each in signals.split(","):
        name, given, number = each.strip().lower().partition("=")
        if name.upper() not in Signal.__members__:
            raise click.BadParameter(
                f"there is no signal {name!r}; use {', '.join(Signal).lower()}", param_hint="--signals"
            )
        try:
            weight = float(number) if given else DEFAULT_WEIGHTS.of(Signal(name.upper())) or 1.0
        except ValueError as error:
            raise click.BadParameter(f"the weight {number!r} of {name} is no number", param_hint="--signals") from error
        weights = replace(weights, **{name: weight})
    return weights


def _ranked(library: Library, query: Query, first: int, weights: Weights) -> Iterator[str]:
    found = library.reading().similar(library.reading().seed(query.papers, query.text), weights, fold=False)
    rank = 0
    after: str | None = None
    while rank < first:
        page = found.page(min(BATCH, first - rank), after)
        papers = library.store.papers([hit.id for hit in page.hits])
        for hit in page.hits:
            records = {each.record for each in papers[hit.id].sources if each.record} or {hit.id}
            for record in sorted(records)[: first - rank]:
                rank += 1
                yield f"{query.id} {record} {rank} {hit.score:.9f}"
        if not page.has_next:
            return
        after = page.hits[-1].cursor


def _read(name: str) -> Iterator[Query]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"the queries in {name} cannot be read: {error}", "give a plain UTF-8 file") from error
    for number, line in enumerate(text.split("\n"), start=1):
        given = line.strip()
        if given.startswith("{"):
            yield _decoded(given, number, name)
        elif given:
            yield Query(number, given, (given,), "")


def _decoded(given: str, number: int, name: str) -> Query:
    try:
        entry: Any = json.loads(given)
        papers, text = entry.get("papers", []), entry.get("text", "")
        if not (isinstance(entry["id"], str) and isinstance(papers, list) and isinstance(text, str)):
            raise TypeError
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(
            f"{_called(name)}, line {number}: this is no query", 'a line is an id or {"id", "papers": […], "text"}'
        ) from error
    return Query(number, entry["id"], tuple(map(str, cast("list[object]", papers))), text)


def _called(name: str) -> str:
    return "stdin" if name == "-" else name
