"""What `litgraph ingest --plan` says beside what then happens: seconds and bytes, planned to measured.

    python -m benchmarks.planning FILE.jsonl.gz [--sizes 500,2000,8000] [--workers 2]

Each size is that many lines of the file, spread evenly over it. With sizes on both sides of 5,000, the growth of
`seconds a list` is what graph/rehearsal.py has as `_GROWTH`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

LITGRAPH = str(Path(sys.executable).parent / "litgraph")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--sizes", default="500,2000,8000")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    with gzip.open(asked.source, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    for size in map(int, asked.sizes.split(",")):
        with tempfile.TemporaryDirectory() as name:
            compare(Path(name), lines[:: max(1, len(lines) // size)][:size], asked.workers)


def compare(folder: Path, lines: list[str], workers: int) -> None:
    source, store = folder / "papers.jsonl", folder / "litgraph.db"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    usual = ["ingest", str(source), "--workers", str(workers), "--json", "--store"]
    planned = run(*usual, str(store), "--plan")
    loaded = timed(*usual, str(folder / "without.db"), "--no-similar")
    whole = timed(*usual, str(store))
    index = sum(each.stat().st_size for each in folder.rglob("litgraph.db.index/**/*") if each.is_file())
    said = planned["seconds"]
    print(f"{len(lines):,} papers, {workers} workers; planned / measured")
    print(ratio("seconds without similar papers", said["ingest"] + said["index"], loaded))
    print(ratio("seconds of similar papers", said["similar"], whole - loaded))
    print(ratio("seconds", said["all"], whole))
    print(ratio("MB of the store", planned["bytes"]["store"] / 1e6, store.stat().st_size / 1e6))
    print(ratio("MB of the index", planned["bytes"]["index"] / 1e6, index / 1e6))
    print(f"  milliseconds a list: {1000 * (whole - loaded) / len(lines):.2f}")


def run(*command: str) -> dict[str, Any]:
    return json.loads(subprocess.run([LITGRAPH, *command], check=True, capture_output=True, text=True).stdout)


def timed(*command: str) -> float:
    began = perf_counter()
    run(*command)
    return perf_counter() - began


def ratio(what: str, planned: float, measured: float) -> str:
    return f"  {what}: {planned:,.1f} / {measured:,.1f} = {planned / measured:.2f}"


if __name__ == "__main__":
    main()
