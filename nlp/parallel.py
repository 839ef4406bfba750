"""Annotating with several processes: the same answers in the same order, only sooner."""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, Final

from graph.errors import LitgraphError
from nlp.pipeline import Pipeline, load_pipeline
from nlp.processes import context

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from graph.model import Annotation, Paper

AHEAD: Final = 2
"""Batches in flight per worker: enough to keep it busy, few enough to keep memory small."""

FEW: Final = 5
"""Fewer batches than these are not worth the start of processes."""

_pipeline: Pipeline | None = None


@dataclass(frozen=True, slots=True)
class Annotator:
    """A pipeline as ingest takes it, working in several processes where there is much to read."""

    pipeline: Pipeline
    workers: int = 1
    lexicons: tuple[Path, ...] = ()

    @property
    def rules(self) -> str:
        """Changes when the same text would be annotated differently."""
        return self.pipeline.rules

    @property
    def model(self) -> str | None:
        """The statistical model that takes part, if one does."""
        return self.pipeline.model

    def annotate(self, papers: Sequence[Paper]) -> list[Annotation]:
        """A few papers at once."""
        return self.pipeline.annotate(papers)

    def batches(self, batches: Iterable[Sequence[Paper]]) -> Iterator[tuple[Sequence[Paper], list[Annotation]]]:
        """Each batch with its annotations, in order; a few batches are done here sooner than processes start."""
        coming = iter(batches)
        few = list(islice(coming, FEW))
        if self.workers <= 1 or len(few) < FEW:
            return self.pipeline.batches(chain(few, coming))
        return annotate_batches(chain(few, coming), self.workers, self.model, self.lexicons)


def annotate_batches(
    batches: Iterable[Sequence[Paper]], workers: int, model: str | None = None, lexicons: Sequence[Path] = ()
) -> Iterator[tuple[Sequence[Paper], list[Annotation]]]:
    """Each batch with its annotations, in the order of the batches, read by so many processes.

    Raises LitgraphError if a worker process dies. Whoever stops early, or is interrupted, leaves no process behind.
    """
    waiting: deque[tuple[Sequence[Paper], Future[list[Annotation]]]] = deque()
    with _pool(workers, model, lexicons) as pool:
        for batch in batches:
            waiting.append((batch, pool.submit(_annotate, batch)))
            if len(waiting) >= AHEAD * workers:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()


@contextmanager
def _pool(workers: int, model: str | None, lexicons: Sequence[Path]) -> Generator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(workers, mp_context=context(), initializer=_start, initargs=(model, tuple(lexicons)))
    try:
        yield pool
    except BrokenProcessPool as error:
        raise LitgraphError(
            "a worker process died while annotating", "it may have run out of memory: try fewer --workers"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(model: str | None, lexicons: tuple[Path, ...]) -> None:
    global _pipeline  # noqa: PLW0603 - a worker loads its pipeline once
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    Thread(target=_end_with_parent, daemon=True).start()
    _pipeline = load_pipeline(model, lexicons)


def _end_with_parent() -> None:
    # a parent that was killed cannot tell its workers to stop: they would wait for work forever
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _annotate(papers: Sequence[Paper]) -> list[Annotation]:
    if _pipeline is None:
        raise RuntimeError("a worker annotates only after its start")
    return _pipeline.annotate(papers)
