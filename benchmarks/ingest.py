"""Ingest measured as a user runs it: papers a second, CPU seconds, peak memory, store size; and what a kill -9 costs.

    python benchmarks/ingest.py FILE.jsonl.gz [--limit N] [--workers 2] [--store URL] [--kills 3]

First an undisturbed ingest into a fresh SQLite file. With --store the same into that (empty) store. With --kills the
last ingest is done on a fresh SQLite file, or on --store, and killed that many times on its way and started again: when
so many papers are in as were drawn, and a part of a second later that was drawn as well (--seed draws others).
Every way must end with one and the same fingerprint.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import psutil

from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LITGRAPH = str(Path(sys.executable).parent / "litgraph")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--store", help="the url of an empty store")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--limit", type=int, help="only the first N lines of the file")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = shortened(asked.source, asked.limit, folder) if asked.limit else asked.source
        whole = str(folder / "whole.db")
        papers = measured(source, whole, asked.workers)
        size = sum(each.stat().st_size for each in folder.rglob("whole.db*/**/*") if each.is_file())
        size += sum(each.stat().st_size for each in folder.glob("whole.db*") if each.is_file())
        print(f"  {size / 1e6:,.0f} MB on disk (store and index)")
        found = [fingerprint(whole)]
        if asked.store and not asked.kills:
            measured(source, asked.store, asked.workers)
            found.append(fingerprint(asked.store))
        if asked.kills:
            store = asked.store or str(folder / "killed.db")
            drawn = Random(asked.seed)  # noqa: S311 - moments, not secrets
            moments = sorted((drawn.randrange(papers * 19 // 20), drawn.uniform(0, 0.5)) for _ in range(asked.kills))
            killed(source, store, asked.workers, moments)
            found.append(fingerprint(store))
    print("fingerprints:", *found, "- equal" if len(set(found)) == 1 else "- NOT EQUAL")
    sys.exit(len(set(found)) != 1)


def shortened(source: Path, count: int | None, folder: Path, skipped: int = 0) -> Path:
    """A plain file in the folder with so many lines of the source (None: all), after those skipped."""
    target = folder / f"{skipped}-{count or 'all'}.jsonl"
    with (gzip.open if source.suffix == ".gz" else Path.open)(source, "rb") as lines, target.open("wb") as out:
        out.writelines(itertools.islice(lines, skipped, None if count is None else skipped + count))
    return target


def command(source: Path, store: str, workers: int, *, linked: bool = False) -> list[str]:
    """The ingest of a source, without SIMILAR_TO unless `linked`."""
    usual = [LITGRAPH, "ingest", str(source), "--store", store, "--workers", str(workers), "--json"]
    return usual if linked else [*usual, "--no-similar"]


def measured(source: Path, store: str, workers: int) -> int:
    began = time.perf_counter()
    process = subprocess.Popen(command(source, store, workers), stdout=subprocess.PIPE)
    peak, cpu = watch(process)
    seconds = time.perf_counter() - began
    assert process.returncode == 0, process.returncode
    papers = int(counts(store)["papers"])
    kind = "Neo4j" if "://" in store else "SQLite"
    print(f"{papers:,} papers into {kind} with {workers} workers: {seconds:.1f} s,")
    print(
        f"  {papers / seconds:,.0f} papers a second, {cpu:.1f} CPU-s, peak memory {peak / 1e6:,.0f} MB (all processes)"
    )
    return papers


def killed(source: Path, store: str, workers: int, moments: Sequence[tuple[int, float]]) -> None:
    """An ingest killed at each moment: when so many papers are in, and so many seconds later."""
    opened = open_store(store)
    for number, (papers, later) in enumerate(moments, 1):
        process = subprocess.Popen(command(source, store, workers), stdout=subprocess.PIPE, start_new_session=True)
        while opened.counts().papers < papers:
            assert process.poll() is None, "it was done before it could be killed"
            time.sleep(0.02)
        time.sleep(later)
        assert process.poll() is None, "it was done before it could be killed"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        print(f"  kill {number}: {opened.counts().papers:,} papers are safe")
    opened.close()
    subprocess.run(command(source, store, workers), check=True, stdout=subprocess.DEVNULL)


def watch(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """The most memory that the process and its children had for themselves at once, in bytes; their CPU seconds."""
    peak, spent = 0, dict[int, float]()
    for family in sampled(process):
        peak = max(peak, sum(memory for memory, _ in family.values()))
        spent |= {each: seconds for each, (_, seconds) in family.items()}
    return peak, sum(spent.values())


def sampled(process: subprocess.Popen[bytes]) -> Iterator[dict[int, tuple[int, float]]]:
    """Until it ends, of the process and its children: bytes that each has for itself, and CPU seconds, by number."""
    while process.poll() is None:
        try:
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
            yield {each.pid: (each.memory_full_info().uss, sum(each.cpu_times()[:2])) for each in family}
        except psutil.Error:
            pass
        time.sleep(0.25)


def counts(store: str) -> dict[str, int]:
    done = subprocess.run([LITGRAPH, "stats", "--store", store, "--json"], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def fingerprint(store: str) -> str:
    done = subprocess.run([LITGRAPH, "fingerprint", "--store", store], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
