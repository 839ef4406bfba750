"""How things are when Prometheus asks: the store, the index beside it, the disk, and what was ingested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from api.http.health import Beat
    from api.http.ingests import Ingested


class State(Collector):
    """What was felt and read just now; what is not known is left out."""

    def __init__(self, beat: Beat, ingested: Ingested | None) -> None:
        self._beat = beat
        self._ingested = ingested

    def collect(self) -> Iterator[Metric]:
        """Every figure that there is."""
        beat, ingested = self._beat, self._ingested
        behind = None if beat.revision is None or beat.indexed is None else max(0, beat.revision - beat.indexed)
        last = ingested.last if ingested else None
        for name, what, value in (
            ("store_up", "Whether the store answers.", beat.revision is not None),
            ("store_revision", "The revision of the store: it grows with every batch.", beat.revision),
            ("index_up", "Whether there is an index that answers, be it an older one.", beat.indexed is not None),
            ("index_revision", "The revision of the store that the index in use was made of.", beat.indexed),
            ("index_behind", "How many revisions the index is behind the store.", behind),
            (
                "index_age_seconds",
                "For how long the index has not been seen to agree with the store; it is brought up to date when"
                " somebody asks.",
                beat.age,
            ),
            ("index_refreshing", "Whether the index is being brought up to date.", beat.refreshing),
            ("disk_free_bytes", "What is free on the disk that the index is written to.", beat.disk_free),
            ("papers", "Papers in the store.", ingested and ingested.papers),
            ("runs", "Runs of ingests that the store remembers, those under way too.", ingested and ingested.runs),
            ("last_ingest_finished_timestamp_seconds", "When the last run finished.", last and last.finished),
            ("last_ingest_seconds", "How long the last finished run took, in whole seconds.", last and last.seconds),
            ("last_ingest_records", "Records that the last finished run brought in.", last and last.records),
            ("last_ingest_papers_per_second", "How fast the last finished run was.", last and last.rate),
        ):
            if value is not None:
                yield GaugeMetricFamily(f"litgraph_{name}", what, value=float(value))
        if ingested:
            records = CounterMetricFamily(
                "litgraph_ingested_records", "What became of the records of all finished runs.", labels=["outcome"]
            )
            for outcome, count in sorted(ingested.records.items()):
                records.add_metric([outcome], count)
            yield records
