"""Sources into a library, behind bars: what is done for `litgraph ingest`, and told of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from api.console import Meter
from api.outfile import whole_file
from graph.errors import LitgraphError, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from api.fetching import Fetching
    from api.library import Library
    from graph.ingest import Engine, Report
    from graph.records import Reject
    from nlp.connectors import Fetched
    from nlp.readers import SourceReading

    Reading = SourceReading | Fetched

SHOWN_REJECTS: Final = 20

MUCH: Final = 500_000
"""Bytes of a source, packed or not, from which on worker processes will most likely be needed."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How sources are opened: `format` and `columns` as for `read_sources`, `fetching` for questions to services."""

    format: str | None = None
    columns: Mapping[str, str] | None = None
    fetching: Fetching | None = None
    quiet: bool = False

    def open(self, name: str) -> Sequence[Reading]:
        """What a source's name stands for; says what is skipped. Raises SourceError where nothing can be read."""
        from nlp.connectors import is_asked
        from nlp.readers import read_sources

        if self.fetching and is_asked(name):
            return [self.fetching.fetch(name, quiet=self.quiet)]
        found, skipped = read_sources(name, self.format, self.columns)
        for each in skipped:
            click.echo(f"litgraph: skipped: {each}", err=True)
        return found


@dataclass(frozen=True, slots=True)
class Loading:
    """Brings sources into a library, in so many processes, or by an `engine` that has its own.

    `rejects` is a folder for the records that are rejected, as they stand in their sources; `quiet` says only what
    went wrong.
    """

    library: Library
    opening: Opening
    workers: int | None = None
    rejects: Path | None = None
    engine: Engine | None = None
    quiet: bool = False

    def load(self, sources: Sequence[str]) -> tuple[list[Report], list[str]]:
        """Ingests every source that can be read: the reports, and a line for each that cannot."""
        reports: list[Report] = []
        failures: list[str] = []
        for name in sources:
            try:
                reports += [self._load(each) for each in self.opening.open(name)]
            except SourceError as error:
                failures.append(str(error))
                click.echo(f"litgraph: {error}", err=True)
        return reports, failures

    def _load(self, source: Reading) -> Report:
        from graph.ingest import ingest
        from nlp.processes import prepare
        from nlp.readers import SourceReading

        if source.note and not self.quiet:
            click.echo(f"{source.name}: {source.note}", err=True)
        if self.rejects:
            source.keep_rejected()
        alone = self.engine is not None or (self.workers or os.cpu_count()) == 1
        if not alone and isinstance(source, SourceReading) and source.size > MUCH:
            prepare()
        with Meter(source.name, "records", quiet=self.quiet) as meter:

            def show(report: Report) -> None:
                # what was read so far is somewhat ahead of what is safely in: close enough for the time left
                meter(report.records, round(report.records / source.share) if source.share else None)

            report = ingest(
                self.library.store, source, self.library.annotator(self.workers), on_batch=show, engine=self.engine
            )
        if source.repaired and not self.quiet:
            click.echo(f"{source.name}: records with garbled characters (â€™), mended: {source.repaired:,}", err=True)
        if self.rejects and report.rejects:
            self._write_rejects(self.rejects, source, report)
        return report

    def _write_rejects(self, folder: Path, source: Reading, report: Report) -> None:
        kept = source.rejected
        place = folder / source.mended_name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise LitgraphError(f"{place.parent} cannot be made: {reason}", "name another folder") from error
        with whole_file(place.with_name(f"{place.name}.why"), force=True) as stream:
            stream.writelines(f"{told(source.name, each)}\n".encode() for each in report.rejects)
        if not kept or not kept.count:
            click.echo(f"{source.name}: why records were rejected is in {place}.why", err=True)
            return
        with whole_file(place, force=True) as stream:
            kept.copy_to(stream)
        click.echo(
            f"{source.name}: rejected records are in {place}, why in {place.name}.why; ingest it mended", err=True
        )


def refresh(library: Library, *, linked: bool = True, quiet: bool = False) -> None:
    """Brings the index up to date and, unless `linked` is false, SIMILAR_TO, each behind a bar."""
    with Meter("index", "papers", quiet=quiet) as meter:
        library.refresh(meter)
    if linked:
        link(library, quiet=quiet)


def link(library: Library, *, anew: bool = False, quiet: bool = False) -> None:
    """Writes SIMILAR_TO into the store, behind a bar of its own."""
    with Meter("similar papers", "papers", quiet=quiet) as meter:
        library.link(meter, anew=anew)


def told(source: str, reject: Reject) -> str:
    """A rejected record in words: file, line, reason, advice."""
    advice = f" ({reject.advice})" if reject.advice else ""
    return f"{source}:{reject.line}: rejected: {reject.reason}{advice}"


def say(reports: Sequence[Report], *closing: str) -> None:
    """Prints what became of every source, and closing lines."""
    for each in reports:
        parts = {"new": each.tally.new, "updated": each.tally.updated, "unchanged": each.tally.unchanged + each.known}
        became = ", ".join(f"{count:,} {what}" for what, count in parts.items() if count or what == "new")
        click.echo(f"{each.source}: {each.records:,} papers, {became}")
        for reject in each.rejects[:SHOWN_REJECTS]:
            click.echo(f"  {told(each.source, reject)}", err=True)
        if (more := len(each.rejects) - SHOWN_REJECTS) > 0:
            click.echo(f"  {each.source}: {more:,} more rejected (--json or --rejects DIR has all)", err=True)
    for line in filter(None, closing):
        click.echo(line)


def as_json_of(report: Report) -> dict[str, Any]:
    """What became of a source, for machines."""
    return {
        "source": report.source,
        "records": report.records,
        "new": report.tally.new,
        "updated": report.tally.updated,
        "unchanged": report.tally.unchanged + report.known,
        "rejected": [{"line": each.line, "reason": each.reason, "advice": each.advice} for each in report.rejects],
    }
