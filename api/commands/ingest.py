"""litgraph ingest: sources into the store."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from api.bulk import SERVER, Bulk, bulk_options, check_bulk
from api.console import (
    echo_json,
    encode,
    index_option,
    json_option,
    lexicon_option,
    model_option,
    open_library,
    require_semantic,
    semantic_option,
    store_option,
)
from api.engines import check_engine, engine_of, engine_option, scheduler_option
from api.fetching import Fetching, contact_option, fetched_folder, limit_option, refetch_option
from api.loading import Loading, Opening, as_json_of, refresh, say

if TYPE_CHECKING:
    from collections.abc import Sequence


class FormatOption(click.Option):
    """The option that names a format; its help lists those that there are, and no reader is loaded before."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help."""
        from nlp.readers import FORMATS

        self.help = f"One of {', '.join(FORMATS)}. Default: told by content and name."
        return super().get_help_record(ctx)


@click.command("ingest")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--format", "format_name", metavar="F", cls=FormatOption)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=HEADER",
    help="Which column of a table is read as what, where its header does not tell: title=Titel. May be repeated.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), metavar="N", help="Processes that annotate. Default: one a core."
)
@engine_option
@scheduler_option
@model_option
@lexicon_option
@semantic_option
@click.option(
    "--no-similar",
    "no_similar",
    is_flag=True,
    help="Leave out SIMILAR_TO, which people see in Neo4j Browser; `litgraph index` writes it later.",
)
@click.option(
    "--plan",
    "planned",
    is_flag=True,
    help="Say what would come in, how long it would take and how much disk; change nothing. It reads every source.",
)
@click.option(
    "--rejects",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write rejected records into this folder as they stand in their files, to be mended and ingested again.",
)
@limit_option
@contact_option
@refetch_option
@bulk_options
@store_option
@index_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    sources: tuple[str, ...],
    format_name: str | None,
    columns: tuple[str, ...],
    workers: int | None,
    engine: str,
    scheduler: str | None,
    model: str | None,
    lexicons: tuple[Path, ...],
    semantic: bool,
    no_similar: bool,
    planned: bool,
    rejects: Path | None,
    limit: int | None,
    contact: str,
    refetch: bool,
    bulk: Path | None,
    bulk_work: Path | None,
    bulk_overwrite: bool,
    store: str,
    index: Path | None,
    as_json: bool,
) -> None:
    """Read abstracts from files and link them into the graph.

    SOURCE is a file (plain or .gz, .bz2, .xz), a folder, - for standard input, or a question to a service, by query or
    by ids: openalex:…, crossref:…, arxiv:…, europepmc:…; nobody is asked unless you name one. Papers that are known
    already are brought up to date, never doubled. A run that was stopped goes on where it stopped; the same file twice
    changes nothing. Records that cannot be taken in are named with file, line and reason, and stop nobody (exit
    status 3).

    \b
    Examples:
      litgraph ingest page.txt papers.bib
      litgraph ingest abstracts.jsonl.gz --workers 2
      litgraph ingest abstracts.jsonl --engine dask --scheduler tcp://10.0.0.1:8786
      zcat dump.gz | litgraph ingest - --format jsonl
      litgraph ingest papers.bib --store neo4j://localhost:7687
      litgraph ingest dump.jsonl.gz --bulk /opt/neo4j          a first load, while that Neo4j is stopped
      litgraph ingest export.csv --column title=Titel --column abstract=Zusammenfassung
      litgraph ingest dump.jsonl.gz --plan                     what would come in, how long, how much disk
      litgraph ingest export.ris --rejects rejected            then mend rejected/export.ris, and ingest that
      litgraph ingest papers.bib --lexicon laws.toml           with kinds and concepts of your own
      litgraph ingest openalex:"social media government" --limit 200 --contact you@example.org
      litgraph ingest arxiv:2503.00001,2503.00002 europepmc:'TITLE:"public health" AND PUB_YEAR:2024'
    """
    began, chosen = perf_counter(), _chosen(columns)
    check_engine(context)
    if semantic:
        require_semantic()
    check_bulk(context)
    if bulk:
        store = SERVER
    opening = Opening(format_name, chosen, Fetching(fetched_folder(store), limit, contact, refetch), quiet=as_json)
    if planned:
        from api import planning

        found = planning.plan(opening, sources, store, workers, model, lexicons, linked=not no_similar)
        if as_json:
            echo_json(planning.as_json_of(found))
        else:
            planning.say(found)
        sys.exit(1 if found.failures else 0)
    first = Bulk.begin(bulk, bulk_work, overwrite=bulk_overwrite) if bulk else None
    opened = first.open if first else partial(open_library, store, create=True)
    with opened(index, model=model, lexicons=lexicons) as library:
        with engine_of(library, engine, scheduler) as cluster:
            loading = Loading(library, opening, workers, rejects, cluster, quiet=as_json)
            reports, failures = loading.load(sources)
        encoded = encode(library, quiet=as_json) if semantic else None
        refresh(library, linked=not no_similar, quiet=as_json)
        counts, place = library.store.counts(), first.store if first else store
        if first and not failures:
            first.load(library.store, quiet=as_json)
        if as_json:
            echo_json(
                {
                    "sources": [as_json_of(each) for each in reports],
                    "failed": failures,
                    "papers": counts.papers,
                    "concepts": counts.concepts,
                    "mentions": counts.mentions,
                    **({} if encoded is None else {"encoded": encoded}),
                    "seconds": round(perf_counter() - began, 3),
                }
            )
        else:
            say(
                reports,
                "" if encoded is None else f"encoded {encoded:,} papers",
                f"{counts.papers:,} papers, {counts.concepts:,} concepts, {counts.mentions:,} mentions in {place}",
            )
    if first:
        first.finish(failed=bool(failures), quiet=as_json)
    if failures:
        sys.exit(1)
    if any(each.rejects for each in reports):
        sys.exit(3)


def _chosen(columns: Sequence[str]) -> dict[str, str]:
    """The columns of tables by our names for fields."""
    from nlp.readers.columns import HEADERS

    chosen = dict(each.split("=", 1) for each in columns if "=" in each)
    if len(chosen) < len(columns) or not chosen.keys() <= HEADERS.keys():
        raise click.BadParameter(f"write FIELD=HEADER, with one of {', '.join(HEADERS)}", param_hint="--column")
    return chosen
