"""litgraph check: what is wrong with a store and its index, and how much of it can be made good."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from api.console import Meter, echo_json, index_option, json_option, open_library, store_option
from api.loading import link

if TYPE_CHECKING:
    from pathlib import Path

    from api.library import Library
    from graph.faults import Fault


@click.command("check")
@click.option("--mend", is_flag=True, help="Make good what can be. Stop those who write first, and take a backup.")
@store_option
@index_option
@json_option
def command(mend: bool, store: str, index: Path | None, as_json: bool) -> None:
    """Look for what is wrong with a store and with the similarity index beside it.

    The whole store is read: links that lead nowhere, counts that lie, ids that lead to no paper, mentions outside of
    their texts, runs that nobody knows; of a SQLite file every page, of a Neo4j its constraints and indexes. Then the
    index: missing, damaged, of another store, or behind its store; and the links between similar papers.

    With --mend counts are made true, what leads nowhere is taken out, the index and the links are brought up to date,
    and all is looked at again. What was lost before does not come back: for that there is `litgraph restore`.

    Exit status: 0 nothing is wrong (any more), 1 something is.

    \b
    Examples:
      litgraph check
      litgraph check --mend --store neo4j://localhost:7687
    """
    from graph.check import mend as mend_store

    with closing(open_library(store, index)) as library:
        faults, index_says = _look(library, quiet=as_json)
        mended: list[Fault] = []
        if mend and (faults or any(index_says.values())):
            mend_store(library.store, faults)
            with Meter("index", "papers", quiet=as_json) as meter:
                library.refresh(meter)
            link(library, quiet=as_json)
            before = faults
            faults, index_says = _look(library, quiet=as_json)
            left = {each.name for each in faults}
            mended = [each for each in before if each.name not in left]
        counts, revision = library.store.counts(), library.store.revision()
    wrong = len(faults) + sum(map(bool, index_says.values()))
    if as_json:
        echo_json(
            {
                "store": store,
                "revision": revision,
                **asdict(counts),
                "faults": [_as_json(each) for each in faults],
                "mended": [_as_json(each) for each in mended],
                **{name: said or "ok" for name, said in index_says.items()},
            }
        )
    else:
        for each in mended:
            click.echo(f"mended: {_told(each)}")
        for each in faults:
            click.echo(f"wrong: {_told(each)}")
        for name, said in index_says.items():
            if said:
                click.echo(f"wrong: the {name} {said}")
        verdict = "nothing is wrong" if not wrong else f"{wrong} thing{'s' * (wrong > 1)} wrong"
        click.echo(f"{store}: {counts.papers:,} papers, {counts.concepts:,} concepts, revision {revision}: {verdict}")
        if wrong and not mend:
            click.echo("litgraph check --mend makes good what can be; take a litgraph backup first", err=True)
    sys.exit(1 if wrong else 0)


def _look(library: Library, *, quiet: bool) -> tuple[list[Fault], dict[str, str]]:
    """What is wrong with the store, and what with the index and with the links that were written from it."""
    from graph.check import find_faults
    from graph.errors import StoreDamagedError
    from graph.similarity import wrong_with

    faults: list[Fault] = []
    store = library.store
    try:
        with Meter("check", "papers", quiet=quiet) as meter:
            for each in find_faults(store, meter):
                faults.append(each)  # noqa: PERF402 - what was found before the file could not be read further stays
        linked, revision = store.similar_revision(), store.revision()
    except StoreDamagedError:
        if not faults:
            raise
        return faults, {}
    # links are written on demand: a store that never had any lacks none
    behind = f"are those of revision {linked} of {revision}" if 0 < linked < revision else ""
    return faults, {"index": wrong_with(store, library.folder), "links": behind}


def _told(each: Fault) -> str:
    from graph.faults import BEYOND

    advice = f" ({BEYOND[each.name]})" if each.name in BEYOND else ""
    examples = f": {', '.join(each.examples)}{' …' * (each.count > len(each.examples))}" if each.examples else ""
    return f"{each.count:,} {each.what}{examples}{advice}"


def _as_json(each: Fault) -> dict[str, Any]:
    return {**asdict(each), "what": each.what}
