"""What was ingested, as the store tells it: ingests run in processes of their own, which nobody else could ask."""

from __future__ import annotations

import asyncio
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.library import Library
    from graph.model import Run

SECONDS: Final = 2.0
"""So long a scrape waits for it; then it tells what was known before."""

AGAIN_SECONDS: Final = 10.0
"""So old what is known may be where the store has changed since: amid an ingest it does with every batch."""

ANYWAY_SECONDS: Final = 60.0
"""And so old where it has not: a run that changed nothing ends, too."""


class Last(NamedTuple):
    """The run that finished last: when, how long it took, and how many records it brought in."""

    finished: float
    seconds: float
    records: int

    @property
    def rate(self) -> float:
        """Papers a second; times of runs are whole seconds, of which each takes one at least."""
        return self.records / max(self.seconds, 1.0)


class Ingested(NamedTuple):
    """How many papers and runs there are, what became of all records by now, and the run that finished last."""

    papers: int
    runs: int
    records: dict[str, int]
    last: Last | None


class Ingests:
    """Reads what was ingested, seldom: what is known holds while the store says the same, and a while longer."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library
        self._known: Ingested | None = None
        self._revision: int | None = None
        self._read = 0.0
        self._reading: asyncio.Task[None] | None = None

    async def now(self, revision: int | None) -> Ingested | None:
        """What was ingested by a revision of the store, or by shortly before it; None where that was never read."""
        old = monotonic() - self._read
        due = self._known is None or old >= (AGAIN_SECONDS if revision != self._revision else ANYWAY_SECONDS)
        if revision is not None and due:
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(asyncio.to_thread(self._look, revision))
            await asyncio.wait([self._reading], timeout=SECONDS)
        return self._known

    def _look(self, revision: int) -> None:
        try:
            store = self._library().store
            counts, runs = store.counts(), store.runs()
        except LitgraphError:  # that the store is away is told by others
            return
        self._known = Ingested(counts.papers, len(runs), _records(runs), _last(runs))
        self._revision, self._read = revision, monotonic()


def _records(runs: Sequence[Run]) -> dict[str, int]:
    records: dict[str, int] = {}
    for run in runs:
        for outcome, count in run.counts:
            records[outcome] = records.get(outcome, 0) + count
    return records


def _last(runs: Sequence[Run]) -> Last | None:
    run = max((each for each in runs if each.finished_at), key=lambda each: each.finished_at or "", default=None)
    if run is None or run.finished_at is None:
        return None
    began, finished = (datetime.fromisoformat(each).timestamp() for each in (run.started_at, run.finished_at))
    return Last(finished, finished - began, sum(count for what, count in run.counts if what != "rejected"))
