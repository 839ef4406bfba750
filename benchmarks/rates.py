"""What an ingest costs beside what it is made of: each figure a ratio of two that are taken in turn, in one run.

    python -m benchmarks.rates extraction FILE [--limit 10000] [--rounds 5]   # into SQLite, and reading texts alone
    python -m benchmarks.rates driver FILE [--limit 10000] [--rounds 3]       # into Neo4j, and ready rows alone
    python -m benchmarks.rates one FILE [--sizes 600,60000] [--folder DIR]    # one more paper, in two stores
    python -m benchmarks.rates memory FILE [--sizes 10000,60000]              # what all processes have at their peak

FILE is one of JSON lines, `.gz` or not. In `extraction` and `driver` both sides start their worker processes within the
time that counts. Ready rows are the writing statements of that very ingest, sent again to an emptied server: the same
transactions, nothing read, nothing worked out. The ingest is told without its reading and annotating too: what it comes
to where cores are to spare, or a cluster does that. `one` keeps its stores in DIR, if named, for the next time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.ingest import LITGRAPH, command, sampled, shortened
from graph.identity import identify
from graph.ingest import BATCH, ingest
from graph.records import Record
from graph.stores import open_store
from graph.stores.neo4j.connection import Connection
from nlp.parallel import Annotator
from nlp.pipeline import load_pipeline
from nlp.readers import read_source
from tests.neo4j_server import server, wipe

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from graph.ingest import Source
    from graph.model import Annotation
    from graph.stores.neo4j.connection import Run
    from nlp.readers import SourceReading

Statement = tuple[str, dict[str, Any]]

WRITES = ("CREATE ", "MERGE ", "SET ", "DELETE ", "REMOVE ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["extraction", "driver", "one", "memory"])
    parser.add_argument("source", type=Path)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sizes", type=lambda text: [int(each) for each in text.split(",")])
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        match asked.what:
            case "extraction":
                extraction(shortened(asked.source, asked.limit, folder), folder, asked.workers, asked.rounds)
            case "driver":
                driver(shortened(asked.source, asked.limit, folder), asked.workers, asked.rounds)
            case "one":
                one(asked.source, asked.folder or folder, asked.sizes or [600, 60_000], asked.workers, asked.rounds)
            case _:
                for size in asked.sizes or [10_000, 60_000]:
                    memory(shortened(asked.source, size, folder), folder / f"{size}.db", size, asked.workers)


def extraction(source: Path, folder: Path, workers: int, rounds: int) -> None:
    """The rate of an ingest into SQLite as a part of that of reading the same texts, with as many processes."""
    annotator = Annotator(load_pipeline(), workers)
    papers = [identify(each, "", "") for each in read_source(source).records() if isinstance(each, Record)]
    batches = [papers[start : start + BATCH] for start in range(0, len(papers), BATCH)]

    def bare() -> None:
        for _ in annotator.batches(batches):
            pass

    def whole() -> None:
        with closing(open_store(str(folder / f"{perf_counter()}.db"))) as store:
            ingest(store, read_source(source), annotator)

    compare(f"{len(papers):,} papers into SQLite", "texts alone", len(papers), whole, bare, rounds)


def driver(source: Path, workers: int, rounds: int) -> None:
    """The rate of an ingest into Neo4j as a part of that of its own statements, ready to be sent."""
    annotator = Annotator(load_pipeline(), workers)
    with server(password=False, measured=True) as at:
        url = at.url
        sent: list[list[Statement]] = []

        def whole() -> None:
            with closing(open_store(url)) as store, kept(sent):
                ingest(store, read_source(source), annotator)

        prepared(url)
        whole()
        loaded = Annotated(read_source(source), annotator)

        def at_hand() -> None:
            with closing(open_store(url)) as store:
                ingest(store, read_source(source), annotator, engine=loaded)

        ready = [[each for each in part if any(word in each[0] for word in WRITES)] for part in sent]
        count = len(list(read_source(source).records()))

        def rows() -> None:
            connection = Connection(url)
            for part in ready:
                with connection.transaction() as run:
                    for statement, values in part:
                        run(statement, **values)  # pyright: ignore[reportArgumentType]
            connection.close()

        for what, run in ((f"{count:,} papers into Neo4j", whole), ("the same, annotations at hand", at_hand)):
            compare(what, "ready rows", count, run, rows, rounds, lambda: prepared(url))


class Annotated:
    """An engine that has read and annotated everything before it is asked: what is left is to load."""

    def __init__(self, source: SourceReading, annotator: Annotator) -> None:
        entries = [each for each in source.records() if isinstance(each, Record)]
        self._parts = [entries[start : start + BATCH] for start in range(0, len(entries), BATCH)]
        papers = ([identify(each, "") for each in part] for part in self._parts)
        self._found = [found for _, found in annotator.batches(papers)]

    def read(self, source: Source, known: int) -> Iterator[tuple[Sequence[Record], Sequence[Annotation]]]:
        """All of it."""
        del source, known
        yield from zip(self._parts, self._found, strict=True)


def prepared(url: str) -> None:
    """An empty server, with its constraints and indexes."""
    wipe(url)
    open_store(url).close()


@contextmanager
def kept(sent: list[list[Statement]]) -> Generator[None]:
    """Has every statement of every transaction kept, as it is sent."""
    original = Connection.transaction
    sent.clear()

    @contextmanager
    def transaction(self: Connection) -> Generator[Run]:
        with original(self) as run:
            part: list[Statement] = []
            sent.append(part)

            def keeping(statement: Any, /, **values: Any) -> Any:
                part.append((statement, values))
                return run(statement, **values)

            yield keeping

    with patch.object(Connection, "transaction", transaction):
        yield


def compare(what: str, other: str, papers: int, whole: Any, part: Any, rounds: int, before: Any = lambda: None) -> None:
    """Both in turn, who is first differing from round to round; prints rates and the ratio of each round."""
    ratios = []
    for number in range(rounds):
        rates = {}
        for run in (whole, part)[:: 1 if number % 2 else -1]:
            before()
            began = perf_counter()
            run()
            rates[run] = papers / (perf_counter() - began)
        ratios.append(rates[whole] / rates[part])
        print(f"  {what}: {rates[whole]:,.0f} a second; {other}: {rates[part]:,.0f}; {ratios[-1]:.2f}", flush=True)
    print(f"{what}: {statistics.median(ratios):.2f} of {other} ({min(ratios):.2f} to {max(ratios):.2f})")


def one(source: Path, folder: Path, sizes: Sequence[int], workers: int, rounds: int) -> None:
    """Seconds for one more paper, index and lists of similar papers included, in stores of different sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    stores = {size: folder / f"{size}.db" for size in sizes}
    for size, store in stores.items():
        if not store.exists():
            part = shortened(source, size, folder)
            taken_in(part, store, workers)
    spent: dict[int, list[float]] = {size: [] for size in sizes}
    for number in range(rounds + 1):
        paper = folder / "one.jsonl"
        for size, store in stores.items():
            counted = json.loads(subprocess.check_output([LITGRAPH, "stats", "--store", str(store), "--json"]))
            like = json.loads(shortened(source, 1, folder, size - 1 - number).read_text())
            text = {"id": f"one-more-{counted['papers']}", "title": f"One more: {like['title']}"}
            paper.write_text(json.dumps(text | {"abstract": like["summary"]}) + "\n")
            began = perf_counter()
            taken_in(paper, store, workers)
            if number:  # the first finds files that nobody has read yet
                spent[size].append(perf_counter() - began)
    for size, found in spent.items():
        print(
            f"one more paper beside {size:,}: {statistics.median(found):.2f} s ({min(found):.2f} to {max(found):.2f})"
        )


def taken_in(source: Path, store: Path, workers: int) -> None:
    subprocess.run(command(source, str(store), workers, linked=True), check=True, stdout=subprocess.DEVNULL)


def memory(source: Path, store: Path, size: int, workers: int) -> None:
    """The most memory that all processes of an ingest have for themselves: while it loads, and while it indexes."""
    peaks = {"loading": 0, "index": 0}
    with subprocess.Popen(command(source, str(store), workers), stdout=subprocess.PIPE) as process:
        for family in sampled(process):
            with closing(open_store(str(store))) as opened:
                phase = "loading" if opened.counts().papers < size else "index"
            peaks[phase] = max(peaks[phase], sum(used for used, _ in family.values()))
    told = ", ".join(f"{phase} {peak / 1e6:,.0f} MB" for phase, peak in peaks.items())
    print(f"{size:,} papers, all processes at most: {told}", flush=True)


if __name__ == "__main__":
    main()
