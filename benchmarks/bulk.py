"""A first load into Neo4j over Bolt and by its import tool: seconds of loading alone, and their ratio.

    python -m benchmarks.bulk FILE.jsonl.gz [--limit N] [--workers 2]

The papers are read and annotated once, into a SQLite file, and what that takes is told apart. Then both ways bring what
is in that file into an empty Neo4j from Maven's jars, without SIMILAR_TO: over Bolt in batches, as ingest does it, with
the annotations at hand; and with the import tool, until constraints and indexes are there, the server's start included.
Both must end with the fingerprint of the file.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from itertools import chain, islice, pairwise
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.ingest import command, shortened
from graph.batch import write_batch
from graph.fingerprint import fingerprint
from graph.ingest import BATCH
from graph.model import Annotation
from graph.stores import open_store
from graph.stores.neo4j.bulk import write_tables
from graph.stores.neo4j.home import Home
from tests.neo4j_server import restartable, stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import AnnotatedPaper, Concept, Paper
    from graph.store import Store


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N lines of the file")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = shortened(asked.source, asked.limit, folder) if asked.limit else asked.source
        began = perf_counter()
        subprocess.run(command(source, str(folder / "first.db"), asked.workers), check=True, stdout=subprocess.DEVNULL)
        store = open_store(str(folder / "first.db"))
        counts = store.counts()
        print(f"{counts.papers:,} papers, {counts.mentions:,} mentions, {counts.authors:,} authors")
        print(f"read, annotated, into SQLite, index: {perf_counter() - began:.1f} s")
        over_bolt, first = bolt(store)
        at_once, second = bulk(store, folder)
        print(f"ratio: {over_bolt / at_once:.1f}")
        equal = first == second == fingerprint(store)
        store.close()
    print("fingerprints are", "equal" if equal else "NOT EQUAL")
    sys.exit(not equal)


def bolt(store: Store) -> tuple[float, str]:
    """Seconds to load a store over Bolt into an empty Neo4j, and the fingerprint of that."""
    with restartable(measured=True) as server:
        target = open_store(server.url)
        began = perf_counter()
        papers = chain.from_iterable(store.scan_papers())
        while batch := list(islice(papers, BATCH)):
            found = [Annotation(each.mentions, named(store, each)) for each in batch]
            with target.transaction() as transaction:
                write_batch(transaction, [each.paper for each in batch], found, never, "run")
        seconds = perf_counter() - began
        print(f"over Bolt: {seconds:.1f} s")
        result = fingerprint(target)
        target.close()
    return seconds, result


def bulk(store: Store, folder: Path) -> tuple[float, str]:
    """Seconds to load a store by the import tool into a Neo4j that was never started, and the fingerprint of that."""
    with stopped() as server:
        os.environ["JAVA_HOME"] = str(server.java.parents[1])
        at = [perf_counter()]
        arguments = write_tables(store, folder)
        at.append(perf_counter())
        size = sum(each.stat().st_size for each in folder.glob("*.csv"))
        Home.at(server.home).load(arguments, folder)
        at.append(perf_counter())
        server.start()
        at.append(perf_counter())
        target = open_store(server.url)
        at.append(perf_counter())
        steps = ("tables", "import", "start", "constraints and indexes")
        told = ", ".join(f"{step} {end - begin:.1f} s" for step, (begin, end) in zip(steps, pairwise(at), strict=True))
        print(f"at once: {at[-1] - at[0]:.1f} s ({told}; tables of {size / 1e6:,.0f} MB)")
        result = fingerprint(target)
        target.close()
    return at[-1] - at[0], result


def named(store: Store, each: AnnotatedPaper) -> tuple[Concept, ...]:
    """The concepts that a paper mentions, and what is broader than they."""
    found: dict[str, Concept] = {}
    wanted = {mention.concept for mention in each.mentions}
    while wanted:
        found |= store.concepts(sorted(wanted))
        wanted = {wide for concept in found.values() for wide in concept.broader} - found.keys()
    return tuple(found.values())


def never(papers: Sequence[Paper]) -> Sequence[Annotation]:
    raise AssertionError(f"{len(papers)} papers would have to be annotated again")


if __name__ == "__main__":
    main()
