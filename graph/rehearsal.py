"""What an ingest will cost, told from a rehearsal: some of its records into a store that nobody keeps."""

from __future__ import annotations

import math
import random
import shutil
from dataclasses import dataclass
from itertools import islice, pairwise
from time import perf_counter
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from graph.identity import identify
from graph.ingest import ingest, ledger_key
from graph.merging import known_ids
from graph.records import Record, Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from graph.ingest import Annotator, Source
    from graph.model import Annotation, Paper
    from graph.store import Store, StoreReader

T = TypeVar("T")

SAMPLE: Final = 2_000
"""So many records are rehearsed with: a few seconds, and enough for the index to take its usual shape."""

FEW: Final = 5_000
"""Above so many papers not all are candidates for a list of similar ones, and candidates have to be found."""

_GROWTH: Final = ((500, 1.0), (2_000, 1.0), (FEW, 1.3), (FEW + 1, 3.0), (16_000, 3.4), (60_000, 5.6))
"""What a list of similar papers takes in a corpus of so many papers, told in what it takes in one of 2,000
(benchmarks/planning.py)."""

_BATCH: Final = 1_000


@dataclass(slots=True)
class Coming:
    """What a source would bring: `records` of which the ledger has `read` already, `new` papers, `rejects`.

    A record that is no new paper is one that is known, from the store or from a source before it.
    """

    source: str
    format: str
    records: int
    read: int
    new: int
    rejects: list[Reject]


@dataclass(frozen=True, slots=True)
class Cost:
    """What it takes, in seconds and in bytes on disk that are there when it is done."""

    ingest_seconds: float = 0.0
    index_seconds: float = 0.0
    link_seconds: float = 0.0
    store_bytes: int = 0
    index_bytes: int = 0

    @property
    def seconds(self) -> float:
        """All of it, one after another."""
        return self.ingest_seconds + self.index_seconds + self.link_seconds


class Rehearsed(Protocol):
    """A library in a folder that nobody keeps."""

    @property
    def store(self) -> Store:
        """A store of its own."""
        ...

    def refresh(self) -> object:
        """Brings the index up to date."""
        ...

    def link(self) -> None:
        """Writes SIMILAR_TO."""
        ...


class Chosen:
    """Some of many records, each as likely as any other and always the same ones."""

    def __init__(self, most: int = SAMPLE) -> None:
        self.records: list[Record] = []
        self.seen = 0
        self._most = most
        self._random = random.Random(0)  # noqa: S311 (no secret)

    def put(self, record: Record) -> None:
        """Takes one of all records."""
        self.seen += 1
        if len(self.records) < self._most:
            self.records.append(record)
        elif (place := self._random.randrange(self.seen)) < self._most:
            self.records[place] = record


class Census:
    """Counts what sources would bring into a store (None: one that is not there yet), one after another."""

    def __init__(self, store: StoreReader | None, annotator: Annotator) -> None:
        self.chosen = Chosen()
        self.seconds = 0.0
        """What reading took."""
        self._store = store
        self._annotator = annotator
        self._seen = set[str]()

    def count(self, source: Source, form: str, progress: Callable[[int], None] | None = None) -> Coming:
        """Reads a source from start to end; `progress` hears how many records were read."""
        began = perf_counter()
        key = ledger_key(source, self._annotator)
        entry = self._store.progress([key]).get(key) if self._store else None
        coming = Coming(source.name, form, 0, entry.records if entry else 0, 0, [])
        for papers in _batched(self._papers(source, coming)):
            coming.new += self._unknown(papers)
            if progress:
                progress(coming.records)
        self.seconds += perf_counter() - began
        return coming

    def _papers(self, source: Source, coming: Coming) -> Iterator[Paper]:
        for entry in source.records():
            if isinstance(entry, Reject):
                coming.rejects.append(entry)
                continue
            coming.records += 1
            if coming.records > coming.read:
                self.chosen.put(entry)
                yield identify(entry, source.name)

    def _unknown(self, papers: Sequence[Paper]) -> int:
        ids = [own for paper in papers for own in known_ids(paper)]
        stored = self._store.resolve(ids) if self._store else {}
        new = 0
        for paper in papers:
            own = known_ids(paper)
            new += self._seen.isdisjoint(own) and not any(stored.get(each) for each in own)
            self._seen.update(own)
        return new


@dataclass(frozen=True, slots=True)
class Rates:
    """What a rehearsal took: seconds a record to `write` and `annotate`, a paper to `index` and `link`.

    `few` and `many` are how many papers there were at two moments, with the bytes of the store and of the index.
    """

    write: float
    annotate: float
    index: float
    link: float
    few: tuple[int, int, int]
    many: tuple[int, int, int]

    def cost(self, census: Census, new: int, known: int, lanes: int, starting: float) -> Cost:
        """What all of the census takes, of which `new` are papers, beside `known` ones that are there.

        `lanes` is how many processes work at once, `starting` how many seconds this one took to start; the others come
        from one that starts beside it.
        """
        count, papers = census.chosen.seen, known + new
        main = census.seconds + self.write * count
        work = max(main, (main + self.annotate * count) / lanes) + starting * (1 if lanes == 1 else 1.5)
        # a small corpus is linked anew, in a large one those lists are that a new paper has
        linked = papers if papers <= FEW else new
        return Cost(
            work,
            self.index * papers,
            self.link * linked * _growth(papers) / _growth(self.many[0]),
            round(new * self._bytes(1, papers, lambda n: 1 / n)),
            round(new * self._bytes(2, papers, lambda n: 1 / math.sqrt(n))),  # words recur
        )

    def _bytes(self, which: int, papers: int, shape: Callable[[float], float]) -> float:
        """Bytes a paper among so many, where they fall with the number as `shape` does."""
        n, m = self.few[0], self.many[0]
        small, large = self.few[which] / n, self.many[which] / m
        slope = max(0.0, small - large) / (shape(n) - shape(m)) if n < m else 0.0
        return large + slope * (shape(papers) - shape(m))


def rehearse(
    opened: Callable[[], AbstractContextManager[Rehearsed]],
    folder: Path,
    annotator: Annotator,
    records: Sequence[Record],
    *,
    linked: bool,
) -> Rates:
    """Brings records into a library that nobody keeps, and says what that took.

    `opened` opens it, an empty one at first, in a folder of its own: closed, a store has its final size there.
    """
    part = max(1, len(records) // 4)
    with opened() as library:
        ingest(library.store, _Some("a", records[:part]), annotator)
        library.refresh()
        first = library.store.counts().papers
    few = (first, *_sizes(folder))
    with opened() as library:
        clocked = _Clocked(annotator)
        whole = _timed(lambda: ingest(library.store, _Some("b", records[part:]), clocked))
        index = _timed(library.refresh)
        link = _timed(library.link) if linked else 0.0
        papers = library.store.counts().papers
    later = max(1, len(records) - part)
    return Rates(
        max(0.0, whole - clocked.seconds) / later,
        clocked.seconds / later,
        index / papers,
        link / papers,
        few,
        (papers, *_sizes(folder)),
    )


class _Some:
    """Records as a source."""

    def __init__(self, name: str, records: Sequence[Record]) -> None:
        self.name = self.digest = name
        self._records = records

    def records(self) -> Iterator[Record | Reject]:
        return iter(self._records)


class _Clocked:
    """An annotator that says how many seconds it took."""

    def __init__(self, annotator: Annotator) -> None:
        self.seconds = 0.0
        self.rules, self.model = annotator.rules, annotator.model
        self._annotator = annotator

    def batches(self, batches: Iterable[Sequence[Paper]]) -> Iterator[tuple[Sequence[Paper], Sequence[Annotation]]]:
        for batch in batches:
            yield batch, self.annotate(batch)

    def annotate(self, papers: Sequence[Paper]) -> Sequence[Annotation]:
        began = perf_counter()
        found = self._annotator.annotate(papers)
        self.seconds += perf_counter() - began
        return found


def _growth(papers: int) -> float:
    """What a list takes among so many papers: between two numbers that were measured, and beyond, by a power."""
    steps = [*pairwise(_GROWTH)]
    (n, low), (m, high) = next((each for each in steps if papers <= each[1][0]), steps[-1])
    return max(low, low * (max(papers, n) / n) ** (math.log(high / low) / math.log(m / n)))


def _sizes(folder: Path) -> tuple[int, int]:
    """Bytes of the files in the folder, and of those in folders in it: of a store and of its index."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    direct = sum(each.stat().st_size for each in files if each.parent == folder)
    return direct, sum(each.stat().st_size for each in files) - direct


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _batched(papers: Iterator[T]) -> Iterator[list[T]]:
    return iter(lambda: list(islice(papers, _BATCH)), [])


def room(folder: Path) -> int:
    """Bytes that are free where a folder is, or will be."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return shutil.disk_usage(there).free
