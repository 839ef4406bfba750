"""litgraph ingest: sources into the store."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from api.console import (
    Meter,
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
from api.fetching import Fetching, contact_option, fetched_folder, limit_option, refetch_option
from graph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from api.library import Library
    from graph.ingest import Report
    from nlp.connectors import Fetched
    from nlp.readers import SourceReading

SHOWN_REJECTS = 20


@click.command("ingest")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option(
    "--format",
    "format_name",
    metavar="F",
    help="portal, jsonl, bibtex, ris, nbib, endnote, wos, csv, xlsx, pubmed, jats, acl, oai, atom or cassette."
    " Default: told by content and name.",
)
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
@model_option
@lexicon_option
@semantic_option
@click.option(
    "--no-similar",
    "no_similar",
    is_flag=True,
    help="Leave out SIMILAR_TO, which people see in Neo4j Browser; `litgraph index` writes it later.",
)
@limit_option
@contact_option
@refetch_option
@store_option
@index_option
@json_option
def command(
    sources: tuple[str, ...],
    format_name: str | None,
    columns: tuple[str, ...],
    workers: int | None,
    model: str | None,
    lexicons: tuple[Path, ...],
    semantic: bool,
    no_similar: bool,
    limit: int | None,
    contact: str,
    refetch: bool,
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
      zcat dump.gz | litgraph ingest - --format jsonl
      litgraph ingest papers.bib --store neo4j://localhost:7687
      litgraph ingest export.csv --column title=Titel --column abstract=Zusammenfassung
      litgraph ingest papers.bib --lexicon laws.toml           with kinds and concepts of your own
      litgraph ingest openalex:"social media government" --limit 200 --contact you@example.org
      litgraph ingest arxiv:2503.00001,2503.00002 europepmc:'TITLE:"public health" AND PUB_YEAR:2024'
    """
    began, chosen = perf_counter(), _chosen(columns)
    if semantic:
        require_semantic()
    with open_library(store, index, create=True, model=model, lexicons=lexicons) as library:
        fetching = Fetching(fetched_folder(store, library.store), limit, contact, refetch)
        reports, failures = load(library, sources, format_name, workers, fetching, columns=chosen, quiet=as_json)
        encoded = encode(library, quiet=as_json) if semantic else None
        with Meter("index", "papers", quiet=as_json) as meter:
            library.refresh(meter)
        if not no_similar:
            link(library, quiet=as_json)
        counts = library.store.counts()
        if as_json:
            echo_json(
                {
                    "sources": [_as_json(each) for each in reports],
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
                f"{counts.papers:,} papers, {counts.concepts:,} concepts, {counts.mentions:,} mentions in {store}",
            )
    if failures:
        sys.exit(1)
    if any(each.rejects for each in reports):
        sys.exit(3)


def load(
    library: Library,
    sources: tuple[str, ...],
    format_name: str | None = None,
    workers: int | None = None,
    fetching: Fetching | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    quiet: bool,
) -> tuple[list[Report], list[str]]:
    """Ingests every source that can be read: the reports, and a line for each that cannot.

    With `fetching`, a source may be a question to a service.
    """
    from nlp.connectors import is_asked
    from nlp.readers import read_sources

    reports: list[Report] = []
    failures: list[str] = []
    for name in sources:
        try:
            if fetching and is_asked(name):
                fetched = fetching.fetch(name, quiet=quiet)
                reports.append(_load(library, fetched, workers, quiet=quiet))
                continue
            found, skipped = read_sources(name, format_name, columns)
            for each in skipped:
                click.echo(f"litgraph: skipped: {each}", err=True)
            reports += [_load(library, source, workers, quiet=quiet) for source in found]
        except SourceError as error:
            failures.append(str(error))
            click.echo(f"litgraph: {error}", err=True)
    return reports, failures


def link(library: Library, *, anew: bool = False, quiet: bool = False) -> None:
    """Writes SIMILAR_TO into the store, behind a bar of its own."""
    with Meter("similar papers", "papers", quiet=quiet) as meter:
        library.link(meter, anew=anew)


def _load(library: Library, source: SourceReading | Fetched, workers: int | None, *, quiet: bool) -> Report:
    from graph.ingest import ingest

    if source.note and not quiet:
        click.echo(f"{source.name}: {source.note}", err=True)
    with Meter(source.name, "records", quiet=quiet) as meter:

        def show(report: Report) -> None:
            # what was read so far is somewhat ahead of what is safely in: close enough for the time left
            meter(report.records, round(report.records / source.share) if source.share else None)

        report = ingest(library.store, source, library.annotator(workers), on_batch=show)
    if source.repaired and not quiet:
        click.echo(f"{source.name}: records with garbled characters (â€™), mended: {source.repaired:,}", err=True)
    return report


def _chosen(columns: Sequence[str]) -> dict[str, str]:
    """The columns of tables by our names for fields."""
    from nlp.readers.columns import HEADERS

    chosen = dict(each.split("=", 1) for each in columns if "=" in each)
    if len(chosen) < len(columns) or not chosen.keys() <= HEADERS.keys():
        raise click.BadParameter(f"write FIELD=HEADER, with one of {', '.join(HEADERS)}", param_hint="--column")
    return chosen


def say(reports: list[Report], *closing: str) -> None:
    """Prints what became of every source, and closing lines."""
    for each in reports:
        parts = {"new": each.tally.new, "updated": each.tally.updated, "unchanged": each.tally.unchanged + each.known}
        told = ", ".join(f"{count:,} {what}" for what, count in parts.items() if count or what == "new")
        click.echo(f"{each.source}: {each.records:,} papers, {told}")
        for reject in each.rejects[:SHOWN_REJECTS]:
            advice = f" ({reject.advice})" if reject.advice else ""
            click.echo(f"  {each.source}:{reject.line}: rejected: {reject.reason}{advice}", err=True)
        if len(each.rejects) > SHOWN_REJECTS:
            click.echo(
                f"  {each.source}: {len(each.rejects) - SHOWN_REJECTS:,} more rejected (--json lists all)", err=True
            )
    for line in filter(None, closing):
        click.echo(line)


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "source": report.source,
        "records": report.records,
        "new": report.tally.new,
        "updated": report.tally.updated,
        "unchanged": report.tally.unchanged + report.known,
        "rejected": [{"line": each.line, "reason": each.reason, "advice": each.advice} for each in report.rejects],
    }
