"""What walks through the graph cost: co-mentions, papers by year, shortest paths between nodes of each sort.

    python benchmarks/walks.py [--pairs 60] STORE

The store is any that `litgraph ingest` filled; its index is built first where it has none. Pairs are drawn with a fixed
seed. Milliseconds of wall time: reading a store is not this process's CPU time alone.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from api.library import Library
from graph.links import likes
from graph.paths import paths
from graph.similarity import Order
from graph.walk import ALL_RELATIONS, Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.walk import Similar

    Pairs = Sequence[tuple[str, str]]

HUBS = 10
RANKS = (0, 1, 20, 200)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store")
    parser.add_argument("--pairs", type=int, default=60)
    asked = parser.parse_args()
    with Library.open(asked.store) as library:
        print(f"{library.index.papers:,} papers")
        beside(library)
        walked(library, asked.pairs)


def beside(library: Library) -> None:
    index, store = library.index, library.store
    ranked = store.find_concepts(None, None, None, max(RANKS) + 1).concepts
    for each in (ranked[rank] for rank in RANKS if rank < len(ranked)):
        print(f"{each.id} ({each.paper_count:,} papers), median of 9:")
        report(
            f"  co-mentioned, first 20 of {index.co_mentioned(each.id).total:,}",
            [timed(lambda each=each: index.co_mentioned(each.id).page(20)) for _ in range(9)],
        )
        report("  papers by year", [timed(lambda each=each: index.years(each.id)) for _ in range(9)])


def walked(library: Library, number: int) -> None:
    chance = random.Random(7)  # noqa: S311 (nothing to guess)
    store, ids = library.store, library.index.search(None, order=Order.ID).ids
    papers = [ids[chance.randrange(len(ids))] for _ in range(2 * number)]
    known = [each.id for batch in store.scan_concepts() for each in batch]
    concepts = [chance.choice(known) for _ in range(2 * number)]
    hubs = [each.id for each in store.find_concepts(None, None, None, HUBS).concepts]
    sorts: dict[str, Pairs] = {
        "two papers": list(zip(papers[:number], papers[number:], strict=True)),
        "two concepts": list(zip(concepts[:number], concepts[number:], strict=True)),
        f"two of the {HUBS} most frequent": [(one, other) for one in hubs for other in hubs if one < other],
        "a paper and a concept": list(zip(papers[:number], concepts[:number], strict=True)),
    }
    without = [each for each in ALL_RELATIONS if each is not Relation.SIMILAR_TO]
    for hops in (4, 6):
        for name, pairs in sorts.items():
            between(library, f"{name}, {hops} hops, without SIMILAR_TO", pairs, without, hops, store.similar)
            between(library, f"{name}, {hops} hops, lists of the store", pairs, ALL_RELATIONS, hops, store.similar)
    few = sorts["two papers"][: number // 3]
    between(library, "two papers, 4 hops, lists of the index", few, ALL_RELATIONS, 4, partial(likes, library.index))


def between(library: Library, name: str, pairs: Pairs, via: Sequence[Relation], hops: int, similar: Similar) -> None:
    lengths: Counter[str] = Counter()
    times: list[float] = []
    for source, target in pairs:
        start = time.perf_counter()
        found = paths(library.store, source, target, similar=similar, index=library.index, via=via, max_hops=hops)
        times.append((time.perf_counter() - start) * 1000)
        length = str(len(found.paths[0].hops)) if found.paths else "none"
        lengths[f"{length}{' (truncated)' if found.truncated else ''}"] += 1
    report(name, times)
    print("    hops: " + ", ".join(f"{length}: {count}" for length, count in sorted(lengths.items())))


def timed(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def report(name: str, times: Sequence[float]) -> None:
    ordered = sorted(times)
    p50, p95 = (ordered[(len(ordered) - 1) * percent // 100] for percent in (50, 95))
    print(f"{name:55} {p50:8.2f} p50 {p95:8.2f} p95 ms", flush=True)


if __name__ == "__main__":
    main()
