"""What Prometheus reads at /metrics: what was asked, how long it took and cost, and how store and index are.

With several workers, where PROMETHEUS_MULTIPROC_DIR names a folder, the counts are those of all of them. Every label
has a fixed number of values, whatever clients write.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from api.http.record import Record
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from api.exchange import Answer, Asked, Executor
    from api.library import Library

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
STORE_SECONDS: Final = (0.0001, 0.00025, 0.0005, *SECONDS)
COST: Final = (1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
REFUSED_COST: Final = (100_000, 300_000, 1e6, 3e6, 1e7, 1e8, 1e9, 1e12)
MEMORY: Final = Path("/proc/self/statm")
MEMORY_EVERY_SECONDS: Final = 1.0

TOO_MUCH: Final = "COST"
REFUSALS: Final = frozenset(
    {TOO_MUCH, "TOO_LARGE", "RATE_LIMITED", "BUSY", "UNAUTHENTICATED", "FORBIDDEN", "QUERY_NOT_LISTED"}
)
"""Outcomes of requests that were not carried out because of how much, how often or by whom they were asked."""


class Metrics:
    """Counts the requests of one application, those of its pages included; may be told from any thread."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()

        def histogram(name: str, what: str, buckets: tuple[float, ...], labels: tuple[str, ...] = ()) -> Histogram:
            return Histogram(name, what, labels, buckets=buckets, registry=registry)

        self._requests = Counter(
            "litgraph_requests",
            "GraphQL requests: asked at /graphql or by a page (via), for which one field of the schema (operation;"
            " several or none where that is not one), with the code of their first error, or OK, or GONE where the"
            " client hung up (code).",
            ["via", "operation", "code"],
            registry=registry,
        )
        self._seconds = histogram(
            "litgraph_request_seconds",
            "At /graphql from a request's first byte to its last, for a page how long the answer took.",
            SECONDS,
            ("via", "operation"),
        )
        self._cost = histogram("litgraph_query_cost", "What queries cost, in units of the budget.", COST)
        self._refused = Counter(
            "litgraph_refused",
            "Requests not carried out, by why: the budget that was too small (depth, nodes, cost ...), or the code.",
            ["reason"],
            registry=registry,
        )
        self._refused_cost = histogram(
            "litgraph_refused_cost", "What queries above a budget would have cost, where it was computed.", REFUSED_COST
        )
        self._store_seconds = histogram(
            "litgraph_store_seconds",
            "How much of a request was spent waiting for the store, of those that read it: its count is of requests.",
            STORE_SECONDS,
            ("store",),
        )
        self._store_reads = Counter(
            "litgraph_store_reads", "Reads of the store by requests.", ["store"], registry=registry
        )
        self._in_flight = Gauge(
            "litgraph_requests_in_flight",
            "Requests at /graphql not yet answered.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        if MEMORY.exists():
            self._memory = Gauge(
                "litgraph_memory_bytes", "Resident memory.", registry=registry, multiprocess_mode="liveall"
            )
        else:
            self._memory = None
        self._weighed = 0.0
        # looked up once: labels are checked and joined anew each time, which takes longer than counting
        self._known: dict[tuple[Any, ...], Any] = {}

    def began(self) -> None:
        """A request has come in at /graphql."""
        self._in_flight.inc()

    def ended(self, via: str, outcome: str, record: Record, seconds: float) -> None:
        """A request has been answered, with such an outcome, after so long."""
        if via == "graphql":
            self._in_flight.dec()
        operation, spent = record.noted.root, record.noted.store
        self._of(self._requests, via, operation, outcome).inc()
        self._of(self._seconds, via, operation).observe(seconds)
        if record.cost is not None:
            self._cost.observe(record.cost)
        if outcome in REFUSALS:
            self._of(self._refused, record.limit or outcome.lower()).inc()
            if outcome == TOO_MUCH and record.cost is not None:
                self._refused_cost.observe(record.cost)
        if spent.reads:
            self._of(self._store_seconds, spent.store).observe(spent.seconds)
            self._of(self._store_reads, spent.store).inc(spent.reads)
        self._weigh()

    def counting(self, execute: Executor) -> Executor:
        """The executor of those who ask in this process, each of whose answers is counted."""

        def counted(library: Library, asked: Asked) -> Answer:
            record, start = Record(noted=asked.noted, codes=("INTERNAL",)), perf_counter()
            try:
                answer = execute(library, asked)
                record.codes, record.cost, record.limit = answer.codes, answer.cost, answer.limit
            except LitgraphError as error:
                record.codes = (error.code,)
                raise
            finally:
                self.ended("page", record.outcome, record, perf_counter() - start)
            return answer

        return counted

    def written(self, state: Collector, accept: str) -> tuple[bytes, str]:
        """All that was counted, and the state of things, as text in the format that suits `Accept`; its media type."""
        self._weighed = 0.0
        self._weigh()
        whole = CollectorRegistry()
        whole.register(_Together(self._registry) if _shared() else self._registry)
        whole.register(state)
        encode, media = choose_encoder(accept)
        return encode(whole), media

    def close(self) -> None:
        """Takes what only holds while the process lives out of what several workers tell."""
        if _shared():
            mark_process_dead(os.getpid())

    def _of(self, metric: Counter | Histogram, *labels: str) -> Any:
        key = (metric, *labels)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = metric.labels(*labels)
        return found

    def _weigh(self) -> None:
        now = monotonic()
        if self._memory is not None and now - self._weighed >= MEMORY_EVERY_SECONDS:
            self._weighed = now
            self._memory.set(_resident())


class _Together(Collector):
    """What all workers counted, under the words of this one: what they write down has none."""

    def __init__(self, own: CollectorRegistry) -> None:
        self._own = own

    def collect(self) -> Iterator[Metric]:
        words = {each.name: each.documentation for each in self._own.collect()}
        for each in MultiProcessCollector(None).collect():
            each.documentation = words.get(each.name, each.documentation)
            yield each


def _shared() -> bool:
    return "PROMETHEUS_MULTIPROC_DIR" in os.environ


def _resident() -> int:
    """The bytes of this process in memory, by Linux's own account."""
    return int(MEMORY.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
