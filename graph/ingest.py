"""Bringing sources into a store: read, annotate, link, load, batch by batch, with a ledger that says how far it got.

A batch is one transaction: papers, mentions, concepts and the ledger's entry together. Whoever is stopped at any
moment runs the same command again and goes on after the last whole batch.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from graph.batch import Tally, write_batch
from graph.identity import identify
from graph.members import as_member
from graph.model import Progress, Run
from graph.records import Record, Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.model import Annotation, Paper
    from graph.store import Store

BATCH: Final = 200


class Source(Protocol):
    """What ingest needs of a source: a name for people, a digest of its content, and its records."""

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    @property
    def digest(self) -> str:
        """Equal exactly for equal content read in the same format."""
        ...

    def records(self) -> Iterator[Record | Reject]:
        """The entries in their order; the same at every call."""
        ...


class Annotator(Protocol):
    """What ingest needs of the pipeline."""

    @property
    def rules(self) -> str:
        """Changes when the same text would be annotated differently."""
        ...

    @property
    def model(self) -> str | None:
        """The statistical model that takes part, if one does."""
        ...

    def batches(self, batches: Iterable[Sequence[Paper]]) -> Iterator[tuple[Sequence[Paper], Sequence[Annotation]]]:
        """Each batch with its annotations, in order; may work ahead."""
        ...

    def annotate(self, papers: Sequence[Paper]) -> Sequence[Annotation]:
        """A few papers at once."""
        ...


class Engine(Protocol):
    """What ingest needs of those who read and annotate somewhere else, on other machines."""

    def read(self, source: Source, known: int) -> Iterator[tuple[Sequence[Record | Reject], Sequence[Annotation]]]:
        """The source's entries without its first `known` records, in order, in parts; an annotation for each record."""
        ...


@dataclass(slots=True)
class Report:
    """What became of one source's records. `known` were in the store from an earlier run of the same source."""

    source: str
    tally: Tally = field(default_factory=Tally)
    known: int = 0
    rejects: list[Reject] = field(default_factory=list[Reject])

    @property
    def records(self) -> int:
        """How many records of the source are in the store by now."""
        return self.known + self.tally.new + self.tally.updated + self.tally.unchanged


def ingest(
    store: Store,
    source: Source,
    annotator: Annotator,
    *,
    batch: int = BATCH,
    on_batch: Callable[[Report], None] | None = None,
    engine: Engine | None = None,
) -> Report:
    """Brings one source into the store, or the rest of it; `on_batch` hears after every batch that is safely in.

    With `engine` the source is read and annotated there, and `annotator` sees only what two records say together.
    Entries that cannot be taken in are in the report, and never stop the others. Raises SourceError where the source
    cannot be read at all, StoreError where the store fails: what was reported by then is safely in.
    """
    key = ledger_key(source, annotator)
    entry = store.progress([key]).get(key)
    report = Report(source.name, known=entry.records if entry else 0)
    run = Run(
        _run_id(),
        source.name,
        _now(),
        rules=annotator.rules,
        model=annotator.model,
        continues=entry.run if entry and entry.records else None,
    )
    if engine:
        pairs = _annotated(engine, source, report, run.id)
        annotated = map(_apart, iter(lambda: list(islice(pairs, batch)), []))
    else:
        papers = _papers(source, report, run.id)
        annotated = annotator.batches(iter(lambda: list(islice(papers, batch)), []))
    written = False
    for part, (each, found) in enumerate(annotated):
        with store.transaction() as transaction:
            tally = write_batch(transaction, each, found, annotator.annotate, run.id)
            transaction.record(Progress(key, report.records + len(each), complete=False, run=run.id))
            transaction.save_members(run.id, part, [as_member(paper) for paper in each])
            if not written:
                transaction.save_run(run)
        written = True
        report.tally += tally
        if on_batch:
            on_batch(report)
    if written or not (entry and entry.complete):
        with store.transaction() as transaction:
            # a run that found nothing left to read is kept nowhere: the one that read last stays in the ledger
            last = run.id if written or not entry else entry.run
            transaction.record(Progress(key, report.records, complete=True, run=last))
            if written:
                transaction.save_run(replace(run, finished_at=_now(), counts=_counts(report)))
    return report


def ledger_key(source: Source, annotator: Annotator) -> str:
    """The name under which the ledger keeps a source: other content or other rules are another source."""
    return hashlib.blake2b(f"{source.digest} {annotator.rules}".encode(), digest_size=16).hexdigest()


def _papers(source: Source, report: Report, run: str) -> Iterator[Paper]:
    """The source's records as papers, without those that the ledger says are in; rejects go into the report."""
    skip = report.known
    for entry in source.records():
        if isinstance(entry, Reject):
            report.rejects.append(entry)
        elif skip:
            skip -= 1
        else:
            yield identify(entry, source.name, run)


def _annotated(engine: Engine, source: Source, report: Report, run: str) -> Iterator[tuple[Paper, Annotation]]:
    """The papers that the ledger does not know, as the engine annotated them; rejects go into the report."""
    for entries, found in engine.read(source, report.known):
        coming = iter(found)
        for entry in entries:
            if isinstance(entry, Reject):
                report.rejects.append(entry)
            else:
                yield identify(entry, source.name, run), next(coming)


def _apart(pairs: Sequence[tuple[Paper, Annotation]]) -> tuple[list[Paper], list[Annotation]]:
    return [paper for paper, _ in pairs], [annotation for _, annotation in pairs]


def _counts(report: Report) -> tuple[tuple[str, int], ...]:
    tally = report.tally
    named = {"new": tally.new, "updated": tally.updated, "unchanged": tally.unchanged, "rejected": len(report.rejects)}
    return tuple(named.items())


def _run_id() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{uuid.uuid4().hex[:8]}"  # later runs sort behind earlier ones


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
