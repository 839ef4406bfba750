"""What references cost: writing papers with and without them, and asking who cites whom, in batches of 100.

    python benchmarks/citations.py [--papers 20000] [--references 30] [--store URL]

The papers are invented: half of what a paper cites is in the store, and few of those papers are cited by many. Without
--store it is done in a fresh SQLite file, else in that (empty) store; the papers are taken out again.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.model import AnnotatedPaper, Paper
from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.store import Store

BATCH = 200
ASKED = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--references", type=int, default=30)
    parser.add_argument("--store", help="the url of an empty store")
    asked = parser.parse_args()
    citing = invented(asked.papers, asked.references)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(asked.store or str(Path(folder) / "citations.db"))
        for name, papers in (("without", [replace(each, references=()) for each in citing]), ("with", citing)):
            start = time.perf_counter()
            save(store, papers)
            print(f"{len(papers) / (time.perf_counter() - start):8,.0f} papers a second {name} references")
            if name == "with":
                ask(store, papers)
            start = time.perf_counter()
            remove(store, papers)
            print(f"{len(papers) / (time.perf_counter() - start):8,.0f} papers a second taken out again")
        store.close()


def invented(papers: int, references: int) -> list[Paper]:
    """Papers that cite one another, also later ones; the first are cited by many."""
    chance = random.Random(7)  # noqa: S311 (nothing to guess)
    ids = [f"doi:10.5555/{number:07}" for number in range(papers)]
    return [
        Paper(
            own,
            f"Paper {number}",
            "An abstract.",
            other_ids=(f"text:{number:016x}",),
            references=tuple(
                sorted(
                    {ids[int(papers * chance.random() ** 3)] for _ in range(references // 2)}
                    | {f"doi:10.5556/{chance.randrange(10 * papers):07}" for _ in range(references - references // 2)}
                )
            ),
        )
        for number, own in enumerate(ids)
    ]


def save(store: Store, papers: Sequence[Paper]) -> None:
    for start in range(0, len(papers), BATCH):
        with store.transaction() as transaction:
            transaction.save_papers([AnnotatedPaper(each) for each in papers[start : start + BATCH]], "run-1")


def remove(store: Store, papers: Sequence[Paper]) -> None:
    for start in range(0, len(papers), BATCH):
        with store.transaction() as transaction:
            transaction.remove_papers([each.id for each in papers[start : start + BATCH]])


def ask(store: Store, papers: Sequence[Paper]) -> None:
    batches = [
        [each.id for each in papers[start : start + ASKED]] for start in range(0, len(papers), len(papers) // 10)
    ]
    questions: list[tuple[str, Callable[[Sequence[str]], dict[str, tuple[str, ...]]]]] = [
        ("references", store.references),
        ("cited_by", store.cited_by),
    ]
    for name, question in questions:
        took = []
        for ids in batches:
            start = time.perf_counter()
            found = sum(map(len, question(ids).values()))
            took.append((time.perf_counter() - start, found))
        print(
            f"{1000 * sorted(took)[len(took) // 2][0]:8.1f} ms for the {name} of {ASKED} papers"
            f" (slowest: {1000 * max(took)[0]:.1f} ms, {max(took)[1]:,} found)"
        )


if __name__ == "__main__":
    main()
