"""What Prometheus reads at /metrics: requests by outcome, how long they took, what they cost, and how the store is.

With several workers, where PROMETHEUS_MULTIPROC_DIR names a folder, the counts are those of all of them.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from api.http.health import Beat

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
COST: Final = (1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
MEMORY: Final = Path("/proc/self/statm")
MEMORY_EVERY_SECONDS: Final = 1.0


class Metrics:
    """Counts the requests of one application."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._requests = Counter(
            "litgraph_requests",
            "GraphQL requests by the code of their first error, or OK.",
            ["code"],
            registry=registry,
        )
        self._seconds = Histogram(
            "litgraph_request_seconds", "From a request's first byte to its last.", buckets=SECONDS, registry=registry
        )
        self._cost = Histogram(
            "litgraph_query_cost", "What queries cost, in units of the budget.", buckets=COST, registry=registry
        )
        self._in_flight = Gauge(
            "litgraph_requests_in_flight", "Requests not yet answered.", registry=registry, multiprocess_mode="livesum"
        )
        if MEMORY.exists():
            self._memory = Gauge(
                "litgraph_memory_bytes", "Resident memory.", registry=registry, multiprocess_mode="liveall"
            )
        else:
            self._memory = None
        self._weighed = 0.0

    def began(self) -> None:
        """A GraphQL request has come in."""
        self._in_flight.inc()

    def ended(self, code: str, seconds: float, cost: int | None) -> None:
        """It has been answered, with such an outcome, after so long."""
        self._in_flight.dec()
        self._requests.labels(code).inc()
        self._seconds.observe(seconds)
        if cost is not None:
            self._cost.observe(cost)
        self._weigh()

    def written(self, beat: Beat, accept: str) -> tuple[bytes, str]:
        """All figures as text, in the format that suits `Accept`, and its media type."""
        self._weighed = 0.0
        self._weigh()
        registry = self._registry
        if _shared():
            registry = CollectorRegistry()
            MultiProcessCollector(registry)
        whole = CollectorRegistry()
        whole.register(_Both(registry, beat))
        encode, media = choose_encoder(accept)
        return encode(whole), media

    def close(self) -> None:
        """Takes what only holds while the process lives out of what several workers tell."""
        if _shared():
            mark_process_dead(os.getpid())

    def _weigh(self) -> None:
        now = monotonic()
        if self._memory is not None and now - self._weighed >= MEMORY_EVERY_SECONDS:
            self._weighed = now
            self._memory.set(_resident())


class _Both(Collector):
    """What was counted, and how the store is at this moment."""

    def __init__(self, counted: CollectorRegistry, beat: Beat) -> None:
        self._counted = counted
        self._beat = beat

    def collect(self) -> Iterator[Metric]:
        yield from self._counted.collect()
        up = self._beat.revision is not None
        yield GaugeMetricFamily("litgraph_store_up", "Whether the store answers.", value=float(up))
        for name, what, value in (
            ("litgraph_store_revision", "The revision of the store.", self._beat.revision),
            ("litgraph_index_revision", "The revision of the index that answers.", self._beat.indexed),
        ):
            if value is not None:
                yield GaugeMetricFamily(name, what, value=float(value))


def _shared() -> bool:
    return "PROMETHEUS_MULTIPROC_DIR" in os.environ


def _resident() -> int:
    """The bytes of this process in memory, by Linux's own account."""
    return int(MEMORY.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
