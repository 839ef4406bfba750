"""What a second worker of a Dask cluster is worth: the same ingest with one and with two, turn about, in one run.

    python benchmarks/cluster.py FILE.jsonl[.gz] [--limit N] [--rounds 3]
    python benchmarks/cluster.py --sample 20

The file is unpacked first, so that workers read it in pieces; without one, so many copies of the sample, each record
with a text of its own. Scheduler and workers are processes on this machine, and so is the one that loads into SQLite:
with two cores, that one takes its time from the second worker. Every ingest must end with one and the same fingerprint.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from distributed import Client

from benchmarks.ingest import shortened
from graph.fingerprint import fingerprint
from graph.ingest import ingest
from graph.records import Record
from graph.stores import open_store
from nlp.cluster import connected
from nlp.parallel import Annotator
from nlp.pipeline import load_pipeline
from nlp.readers import read_source
from nlp.sample import sample_paths
from tests.clusters import SECONDS, LocalCluster

SIZES = (1, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, nargs="?")
    parser.add_argument("--sample", type=int, default=20, metavar="N", help="copies of the sample, without a file")
    parser.add_argument("--limit", type=int, help="only the first N lines of the file")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    annotator = Annotator(load_pipeline())
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        if asked.source:
            source = shortened(asked.source, asked.limit, folder)
        else:
            source = folder / "sample.jsonl"
            copy_sample(source, asked.sample)
        clusters = {size: stack.enter_context(started(folder / f"{size}", size)) for size in SIZES}
        ratios: list[float] = []
        prints: set[str] = set()
        for number in range(asked.rounds + 1):
            rates = {}
            # who comes first differs from round to round: a machine grows warm, or busy with something else
            for size in SIZES[:: 1 if number % 2 else -1]:
                store = folder / f"{number}-{size}.db"
                rates[size], spent, found = measured(source, store, clusters[size], annotator)
                prints.add(found)
            if number:  # in the first round workers load their pipelines
                ratios.append(rates[2] / rates[1])
                print(f"round {number}: 1 worker {rates[1]:,.0f}, 2 workers {rates[2]:,.0f} papers a second,")
                print(f"  and the process that loads spends {1000 * spent:.2f} CPU-ms on each")
    size = len(os.sched_getaffinity(0))
    print(
        f"2 workers are {statistics.median(ratios):.2f} times 1 ({min(ratios):.2f} to {max(ratios):.2f}), {size} cores"
    )
    assert len(prints) == 1, f"fingerprints differ: {prints}"


def measured(source: Path, path: Path, cluster: LocalCluster, annotator: Annotator) -> tuple[float, float, str]:
    """Papers a second into a new store, from first byte to last batch; CPU seconds a paper here; the fingerprint."""
    store = open_store(str(path), create=True)
    with connected(cluster.address, annotator) as engine:
        began, before = time.perf_counter(), time.process_time()
        report = ingest(store, read_source(source), annotator, engine=engine)
        seconds, spent = time.perf_counter() - began, time.process_time() - before
    found = fingerprint(store)
    store.close()
    return report.records / seconds, spent / report.records, found


def started(folder: Path, size: int) -> LocalCluster:
    folder.mkdir()
    return SizedCluster(folder, size)


class SizedCluster(LocalCluster):
    """A cluster that has all its workers when its context begins."""

    def __init__(self, folder: Path, size: int) -> None:
        super().__init__(folder)
        self._size = size

    def __enter__(self) -> SizedCluster:
        super().__enter__()
        for number in range(self._size):
            self.start_worker(f"{number}")
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(self._size, timeout=SECONDS)
        return self


def copy_sample(target: Path, copies: int) -> None:
    records = [each for path in sample_paths() for each in read_source(path).records() if isinstance(each, Record)]
    with target.open("w", encoding="utf-8") as out:
        for number, each in itertools.product(range(copies), records):
            abstract = f"{each.abstract} This is copy {number}."
            out.write(json.dumps({"id": f"{each.record}-{number}", "title": each.title, "abstract": abstract}) + "\n")


if __name__ == "__main__":
    main()
