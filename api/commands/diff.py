"""litgraph diff: what changed from one run to another."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from api.console import echo_json, json_option, store_option

if TYPE_CHECKING:
    from graph.diff import Difference, Reading

SIGNS = {"new": "+", "gone": "-", "changed": "~"}


@click.command("diff")
@click.argument("before", metavar="RUN")
@click.argument("after", metavar="RUN")
@click.option(
    "--first", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="The first N of each kind."
)
@store_option
@json_option
def command(before: str, after: str, first: int, store: str, as_json: bool) -> None:
    """Say which papers are new, gone or changed from one run to another.

    RUN is a run, as `litgraph runs` names it, or the name of a source: then its last run. What a run went on from,
    after a stop, is part of it.

    Each line is one paper: + only the second run has it, - only the first run has it, ~ both have it, and its record
    says something else (the count of its citations aside). Papers that were removed from the graph since are only
    counted. --json lists all.

    \b
    Examples:
      litgraph diff july.bib august.bib
      litgraph diff 20260701T101500.000000-0a1b2c3d 20260801T093000.000000-4e5f6a7b --first 100
      litgraph diff july.bib august.bib --json
    """
    from graph.diff import diff, titles
    from graph.stores import open_store

    with closing(open_store(store, create=False)) as opened:
        found = diff(opened, before, after)
        listed = {kind: getattr(found, kind)[: None if as_json else first] for kind in SIGNS}
        named = titles(opened, [each for ids in listed.values() for each in ids])
    if as_json:
        papers = {kind: [{"id": each, "title": named.get(each)} for each in ids] for kind, ids in listed.items()}
        sides = {"before": _as_data(found.before), "after": _as_data(found.after)}
        echo_json({**sides, **papers, "unchanged": found.unchanged})
        return
    click.echo(f"--- {_told(found.before)}")
    click.echo(f"+++ {_told(found.after)}")
    for kind, sign in SIGNS.items():
        for each in listed[kind]:
            click.echo(f"{sign} {each} {named.get(each, '')}".rstrip())
    click.echo(_counted(found, first))


def _told(reading: Reading) -> str:
    gone = f", and {reading.gone:,} that are in the graph no more" if reading.gone else ""
    return f"{reading.runs[-1]}  {reading.source}: {len(reading.papers):,} papers{gone}"


def _as_data(reading: Reading) -> dict[str, Any]:
    return {
        "source": reading.source,
        "runs": list(reading.runs),
        "papers": len(reading.papers),
        "noLongerInGraph": reading.gone,
    }


def _counted(found: Difference, first: int) -> str:
    counts = {kind: len(getattr(found, kind)) for kind in SIGNS}
    told = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
    most = max(counts.values())
    more = f"; --first {most} lists all" if most > first else ""
    return f"{told}, {found.unchanged:,} as they were{more}"
