"""The similarity index measured: how fast it is, how it stands against others, and how good its lists are.

    python -m benchmarks.similarity speed peers cypher --papers PAPERS.jsonl[.gz] [--limit N] [--recombined 1000000]
    python -m benchmarks.similarity quality --reviews FOLDER

speed    the index alone: building, opening, asking, memory, disk, recall, and where time goes
peers    the same top 20 by a scipy product, by bm25s, and by the bare sums over the index's own arrays
cypher   the top 20 by shared concepts, by Cypher on a real Neo4j (real papers only)
quality  nDCG@20 and MAP on systematic reviews: by weights, by others, and what each signal adds

PAPERS has one paper a line (`id`, `title`, `summary`, `categories`). `speed` and `peers` measure at the real papers and
again at --recombined abstracts: sentences of the real ones in new company, drawn with a fixed seed (0: not at all).
--keep FOLDER keeps stores and indexes for the next run. Every step runs in a process of its own, one after another.

CPU time is that of all threads; numpy's linear algebra has one, as in every litgraph process.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.similarity import corpus, cypher, peers, quality, speed
from benchmarks.similarity.measure import apart


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="+", choices=["speed", "peers", "cypher", "quality"])
    parser.add_argument("--papers", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N real papers")
    parser.add_argument("--recombined", type=int, default=1_000_000, help="how many recombined abstracts")
    parser.add_argument("--reviews", type=Path, help="a folder with load_dev.py, score.py and what they read")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    if asked.papers is None and {*asked.parts} - {"quality"}:
        parser.error("--papers is missing")
    if asked.reviews is None and "quality" in asked.parts:
        parser.error("--reviews is missing")
    with tempfile.TemporaryDirectory() as name:
        folder = asked.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if asked.papers:
            measure_papers(asked, folder)
        if "quality" in asked.parts:
            apart(quality.report, asked.reviews, Path(name))


def measure_papers(asked: argparse.Namespace, folder: Path) -> None:
    real = folder / f"real-{asked.limit or 'all'}.db"
    if not real.exists():
        apart(corpus.make_real, asked.papers, asked.limit, real)
    print(f"\n# Real abstracts: {asked.papers.name}", flush=True)
    measure_store(asked, real)
    if "cypher" in asked.parts:
        apart(cypher.report, real, index_of(real), asked.questions, asked.repeats)
    if asked.recombined and {*asked.parts} & {"speed", "peers"}:
        more = folder / f"recombined-{asked.recombined}.db"
        if not more.exists():
            apart(corpus.make_recombined, real, asked.recombined, more)
        print(f"\n# Abstracts recombined from the sentences of the real ones, seed {corpus.SEED}", flush=True)
        measure_store(asked, more)


def measure_store(asked: argparse.Namespace, store: Path) -> None:
    if "speed" in asked.parts:
        apart(speed.report_build, store, index_of(store))
        apart(speed.report_questions, store, index_of(store), asked.questions)
        apart(speed.report_recall, store, index_of(store), asked.questions)
        apart(speed.report_refresh, store, index_of(store))
    if "peers" in asked.parts:
        apart(peers.report, store, index_of(store), asked.questions, asked.repeats)


def index_of(store: Path) -> Path:
    return store.with_suffix(".index")


if __name__ == "__main__":
    main()
