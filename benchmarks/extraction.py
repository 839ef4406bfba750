"""How fast the pipeline reads: abstracts per CPU-second on one core, and the memory it takes.

python benchmarks/extraction.py FILE.jsonl[.gz] [--first 5000] [--field summary] [--model NAME]
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

BATCH = 200


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path)
    options.add_argument("--first", type=int, default=5000)
    options.add_argument("--field", default="summary")
    options.add_argument("--model", help="measure this installed spaCy model too, after the rules by themselves")
    chosen = options.parse_args()

    opened = gzip.open if chosen.file.suffix == ".gz" else open
    with opened(chosen.file, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)[chosen.field] for line in islice(lines, chosen.first)]

    began, cpu = time.perf_counter(), time.process_time()
    from nlp.pipeline import load_pipeline

    imported = time.perf_counter()
    pipeline = load_pipeline()
    loaded = time.perf_counter()
    print(f"import {imported - began:.2f} s, load {loaded - imported:.2f} s, {time.process_time() - cpu:.2f} CPU-s")
    measure("rules and lexicon", pipeline, texts)
    if chosen.model:
        measure(f"with {chosen.model}", load_pipeline(chosen.model), texts)


def measure(name: str, pipeline: Pipeline, texts: list[str]) -> None:
    kinds: Counter[str] = Counter()
    cpu = time.process_time()
    for at in range(0, len(texts), BATCH):
        for reading in pipeline.read(texts[at : at + BATCH]):
            kinds.update(each.kind for each in reading.mentions)
    spent = time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = len(texts) / spent
    print(f"{name}: {len(texts)} abstracts in {spent:.2f} CPU-s: {rate:,.0f} per CPU-second, {memory:.0f} MiB at most")
    print(", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))


if __name__ == "__main__":
    main()
