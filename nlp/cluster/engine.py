"""A cluster as ingest takes it: parts of a source go out, and come back in order, each once."""

from __future__ import annotations

from collections import deque
from concurrent.futures import CancelledError
from itertools import chain, repeat
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from distributed import KilledWorker

from graph.errors import LitgraphError
from graph.ingest import BATCH
from graph.records import Record, Reject
from nlp.cluster.tasks import annotate, annotate_piece, count_piece
from nlp.readers import SourceReading

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from distributed import Client, Future

    from graph.ingest import Source
    from graph.model import Annotation
    from nlp.cluster.tasks import Setup
    from nlp.readers.pieces import Piece, Stretch

AHEAD: Final = 2
"""Parts in flight per worker: enough to keep it busy, few enough to keep memory small."""

LARGEST: Final = 1 << 19
SMALLEST: Final = 1 << 14
"""Bytes of a piece: half a second of work on a worker, and less of a small file, so that all workers get some."""

PATIENCE: Final = 60.0
"""Seconds without any worker after which a cluster is given up."""

_TICK: Final = 2.0
_AGAIN: Final = "what was loaded stays: the same command goes on when it is back"

T = TypeVar("T")


class Cluster:
    """Reads and annotates on the workers of a Dask cluster.

    A file that can be cut is read by the workers; any other is read here, and its records go out in batches. What a
    worker had when it died is done again by another. Raises LitgraphError where the cluster is lost, or a worker
    does not see what this process sees.
    """

    def __init__(self, client: Client, setup: Setup, address: str) -> None:
        self.address = address
        self._client = client
        self._setup = setup

    def read(self, source: Source, known: int) -> Iterator[tuple[Sequence[Record | Reject], Sequence[Annotation]]]:
        """The source's entries without its first `known` records, in order, in parts; an annotation for each record."""
        if isinstance(source, SourceReading) and (pieces := source.pieces(self._size(source))):
            yield from source.joined(pieces, self._pieces(pieces, known))
        else:
            calls = ((entries, (entries,)) for entries in _batches(source, known))
            yield from self._results(annotate, calls)

    def _size(self, source: SourceReading) -> int:
        share = source.size // (2 * AHEAD * max(1, self._workers()))
        return min(LARGEST, max(SMALLEST, share))

    def _pieces(self, pieces: Sequence[Piece], known: int) -> Iterator[tuple[Stretch, list[Annotation]]]:
        """Each piece as it was read, from the record that is not known on; those before are only counted."""
        at = 0
        if known:
            counting = self._results(count_piece, ((piece, (piece,)) for piece in pieces))
            for _, stretch in counting:
                if stretch.records > known:
                    break
                known -= stretch.records
                at += 1
                yield stretch, []
            counting.close()
        calls = ((None, (piece, skip)) for piece, skip in zip(pieces[at:], chain([known], repeat(0)), strict=False))
        for _, done in self._results(annotate_piece, calls):
            yield done

    def _results(
        self, function: Callable[..., T], calls: Iterable[tuple[Any, tuple[Any, ...]]]
    ) -> Generator[tuple[Any, T]]:
        """What the function says of each call's arguments, in order, beside what was to be kept with them."""
        waiting: deque[tuple[Any, Future[Any]]] = deque()
        try:
            for kept, arguments in calls:
                waiting.append((kept, self._submitted(function, arguments)))
                if len(waiting) >= AHEAD * max(1, self._workers()):
                    first, future = waiting.popleft()
                    yield first, self._result(future)
            while waiting:
                first, future = waiting.popleft()
                yield first, self._result(future)
        finally:
            for _, future in waiting:
                future.release()  # which cancels it, as nobody else wants it

    def _submitted(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Future[Any]:
        self._require()
        return self._client.submit(function, self._setup, *arguments, pure=False)

    def _result(self, future: Future[Any]) -> Any:
        since = monotonic()
        while True:
            try:
                return future.result(timeout=_TICK)
            except TimeoutError:
                if future.status == "error":
                    raise
                if self._workers():
                    since = monotonic()
                elif monotonic() - since > PATIENCE:
                    message = f"no worker is left on the cluster at {self.address}"
                    raise LitgraphError(
                        message, "start some; what was loaded stays, and the same command goes on"
                    ) from None
            except CancelledError as error:
                raise self._lost() from error
            except ImportError as error:  # one that came when the others had been asked
                raise LitgraphError(
                    f"a worker of the cluster at {self.address} has no litgraph ({error})", "install it there"
                ) from error
            except KilledWorker as error:
                raise LitgraphError(
                    f"several workers of the cluster at {self.address} died of the same part of the source",
                    "they may have run out of memory: start fewer on a machine, or give them more",
                ) from error

    def _workers(self) -> int:
        self._require()
        try:
            return len(cast("dict[str, int]", self._client.nthreads()))
        except (OSError, CancelledError) as error:
            raise self._lost() from error

    def _require(self) -> None:
        if self._client.status != "running":
            raise self._lost()

    def _lost(self) -> LitgraphError:
        return LitgraphError(f"the scheduler at {self.address} went away", _AGAIN)


def _batches(source: Source, known: int) -> Iterator[list[Record | Reject]]:
    """The source's entries in lists, the first `known` records left out."""
    entries: list[Record | Reject] = []
    for entry in source.records():
        if known and isinstance(entry, Record):
            known -= 1
            continue
        entries.append(entry)
        if len(entries) >= BATCH:
            yield entries
            entries = []
    if entries:
        yield entries
