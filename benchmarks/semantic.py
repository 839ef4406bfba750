"""The sentence encoder measured: how fast it is, and what is lost by keeping its vectors in fewer bytes.

    python benchmarks/semantic.py speed PAPERS.jsonl[.gz] [--first 200]
    python benchmarks/semantic.py kept PAPERS.jsonl[.gz] QRELS [--tokens 256] [--first N]

PAPERS has one paper a line (`id`, `title`, `abstract` or `summary`); QRELS lines are `query paper grade`, a query being
the id of a paper. `kept` ranks all papers by cosine alone and prints nDCG@20 and MAP, and how much of the first 20 is
the same as with float32. Needs the extra: make semantic.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import resource
import statistics
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path

import numpy as np

from graph.model import Paper
from graph.vectors import pack, text_of, unpack
from nlp.semantic import TOKENS, load_encoder

FIRST = 20


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("what", choices=["speed", "kept"])
    options.add_argument("papers", type=Path)
    options.add_argument("qrels", type=Path, nargs="?")
    options.add_argument("--first", type=int)
    options.add_argument("--tokens", type=int, default=TOKENS)
    chosen = options.parse_args()
    opened = gzip.open if chosen.papers.suffix == ".gz" else open
    texts: dict[str, str] = {}
    with opened(chosen.papers, "rt", encoding="utf-8") as lines:
        for line in islice(lines, chosen.first or (200 if chosen.what == "speed" else None)):
            found = json.loads(line)
            abstract = found.get("abstract") or found.get("summary") or ""
            texts[found["id"]] = text_of(Paper(found["id"], found.get("title") or "", abstract))
    if chosen.what == "speed":
        speed(list(texts.values()))
    else:
        kept(texts, chosen.qrels, chosen.tokens)


def speed(texts: list[str]) -> None:
    for tokens in (128, 256):
        encoder = load_encoder(tokens=tokens)
        encoder.encode(texts[:2])
        began, cpu = time.perf_counter(), time.process_time()
        encoder.encode(texts)
        wall, spent = time.perf_counter() - began, time.process_time() - cpu
        print(f"{tokens} tokens: {len(texts) / spent:.1f} abstracts per CPU-second, {len(texts) / wall:.1f} a second")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")


def kept(texts: dict[str, str], qrels: Path, tokens: int) -> None:
    ids = list(texts)
    whole = load_encoder(tokens=tokens).encode(list(texts.values()))
    ways = {
        "float32": whole,
        "float16": whole.astype(np.float16).astype(np.float32),
        "int8": unpack([pack(each) for each in whole]),
    }
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for line in qrels.read_text().splitlines():
        query, paper, grade = line.split()
        judged[query][paper] = int(grade)
    usual = {query: ranked(whole, ids, query)[:FIRST] for query in judged}
    for way, vectors in ways.items():
        runs = {query: ranked(vectors, ids, query) for query in judged}
        gain = statistics.mean(ndcg(runs[query], grades) for query, grades in judged.items())
        precision = statistics.mean(average_precision(runs[query][:1000], grades) for query, grades in judged.items())
        same = statistics.mean(len({*runs[query][:FIRST]} & {*usual[query]}) / FIRST for query in judged)
        print(f"{way:8} nDCG@{FIRST} {gain:.4f}   MAP {precision:.4f}   {same:.1%} of the first {FIRST} the same")


def ranked(vectors: np.ndarray, ids: list[str], query: str) -> list[str]:
    scores = vectors @ vectors[ids.index(query)]
    return [ids[each] for each in np.argsort(-scores, kind="stable") if ids[each] != query]


def ndcg(run: list[str], grades: dict[str, int]) -> float:
    return gained([grades.get(each, 0) for each in run[:FIRST]]) / gained(sorted(grades.values(), reverse=True)[:FIRST])


def gained(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def average_precision(run: list[str], grades: dict[str, int]) -> float:
    hits = [place for place, each in enumerate(run, 1) if grades.get(each)]
    return sum(number / place for number, place in enumerate(hits, 1)) / sum(map(bool, grades.values()))


if __name__ == "__main__":
    main()
