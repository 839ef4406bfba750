"""What an ingest would bring and cost, without doing it: `litgraph ingest --plan`."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import click

from api.console import Meter, size_of
from api.library import Library
from api.loading import told
from graph.errors import SourceError
from graph.ingest import BATCH
from graph.rehearsal import Census, Cost, rehearse, room
from graph.stores import file_of, open_store
from nlp.parallel import FEW, Annotator
from nlp.pipeline import load_pipeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.loading import Opening
    from graph.rehearsal import Coming
    from graph.store import Store


@dataclass(frozen=True, slots=True)
class Plan:
    """What would come in from each source, what all of it would cost, and how many papers are there already.

    `remote` if the store is on a server, whose own files nobody here can see; `free` are bytes on this disk.
    """

    coming: tuple[Coming, ...]
    failures: tuple[str, ...]
    known: int
    cost: Cost
    workers: int
    remote: bool
    free: int


def plan(
    opening: Opening,
    sources: Sequence[str],
    store_url: str,
    workers: int | None = None,
    model: str | None = None,
    lexicons: Sequence[Path] = (),
    *,
    linked: bool,
) -> Plan:
    """Reads all sources, and rehearses with some of their records in a folder that is gone afterwards.

    The store at the url is only asked what it knows. The rest is as for an ingest, `linked` with SIMILAR_TO.
    """
    annotator = Annotator(load_pipeline(model, lexicons))
    starting = process_time()  # until here, all was getting ready; another process takes as long
    cores = os.cpu_count() or 1
    workers = workers or cores
    with ExitStack() as stack:
        store = _existing(store_url)
        if store:
            stack.enter_context(closing(store))
        census = Census(store, annotator)
        coming, failures = _counted(opening, sources, census)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="litgraph-plan-")))
        opened = partial(Library.open, str(folder / "rehearsal.db"), create=True)
        known, remote = (store.counts().papers, store.remote) if store else (0, False)
        new, alone = sum(each.new for each in coming), workers == 1 or census.chosen.seen < FEW * BATCH
        lanes = 1 if alone else min(workers + 1, cores)
        cost = Cost()
        if records := census.chosen.records:
            rates = rehearse(opened, folder, annotator, records, linked=linked)
            cost = rates.cost(census, new, known, lanes, starting)
    free = room(Path(file_of(store_url) or ".").resolve())
    return Plan(tuple(coming), tuple(failures), known, cost, workers, remote, free)


def as_json_of(plan: Plan) -> dict[str, Any]:
    """The plan for machines."""
    return {
        "sources": [
            {
                **{name: value for name, value in asdict(each).items() if name != "rejects"},
                "rejected": [{"line": one.line, "reason": one.reason, "advice": one.advice} for one in each.rejects],
            }
            for each in plan.coming
        ],
        "failed": list(plan.failures),
        "papersThere": plan.known,
        "workers": plan.workers,
        "seconds": {
            "ingest": round(plan.cost.ingest_seconds, 1),
            "index": round(plan.cost.index_seconds, 1),
            "similar": round(plan.cost.link_seconds, 1),
            "all": round(plan.cost.seconds, 1),
        },
        "bytes": {"store": None if plan.remote else plan.cost.store_bytes, "index": plan.cost.index_bytes},
        "bytesFree": plan.free,
    }


def say(plan: Plan) -> None:
    """Prints the plan."""
    for each in plan.coming:
        parts = {"new": each.new, "known": each.records - each.read - each.new, "read before": each.read}
        what = ", ".join(f"{count:,} {name}" for name, count in parts.items() if count or name == "new")
        rejected = f"; {len(each.rejects):,} would be rejected" if each.rejects else ""
        click.echo(f"{each.source}: {each.format}, {each.records:,} papers, {what}{rejected}")
        for reject in each.rejects[:3]:
            click.echo(f"  {told(each.source, reject)}", err=True)
    if not plan.coming:
        return
    cost, one = plan.cost, plan.workers == 1
    click.echo(
        f"about {_time(cost.seconds)} with {plan.workers} worker{'' if one else 's'}: reading and annotating"
        f" {_time(cost.ingest_seconds)}, index {_time(cost.index_seconds)}, similar papers {_time(cost.link_seconds)}"
    )
    store = "" if plan.remote else f"{size_of(cost.store_bytes)} store, "
    more = ", beside what the server takes" if plan.remote else ""
    click.echo(f"about {store}{size_of(cost.index_bytes)} index{more}; {size_of(plan.free)} are free here")
    if cost.index_bytes + (0 if plan.remote else cost.store_bytes) > plan.free:
        click.echo("litgraph: there is not enough room on the disk", err=True)
    click.echo("Nothing was changed. The same without --plan does it.")


def _existing(url: str) -> Store | None:
    """The store, if it is there; a file that is none, or a server that does not answer, is an error."""
    path = file_of(url)
    return None if path is not None and not Path(path).exists() else open_store(url, create=False)


def _counted(opening: Opening, sources: Sequence[str], census: Census) -> tuple[list[Coming], list[str]]:
    coming: list[Coming] = []
    failures: list[str] = []
    for name in sources:
        try:
            for source in opening.open(name):
                with Meter(source.name, "records", quiet=opening.quiet) as meter:

                    def show(done: int, meter: Meter = meter, source: Any = source) -> None:
                        meter(done, round(done / source.share) if source.share else None)

                    coming.append(census.count(source, source.format, show))
        except SourceError as error:
            failures.append(str(error))
            click.echo(f"litgraph: {error}", err=True)
    return coming, failures


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:,.1f} h"
