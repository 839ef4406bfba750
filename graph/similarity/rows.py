"""What an index knows of each paper by itself: its words, concepts, year …, row by row in the order of the ids.

Rows come from the store, or from the generation before with the changed papers replaced: either way they are the same,
and all else in an index is derived from them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.model import TextField
from graph.similarity.analysis import terms
from graph.similarity.question import Facet
from graph.similarity.strings import Strings, running, save_strings
from graph.similarity.versions import twin_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.model import AnnotatedPaper, Paper
    from graph.similarity.strings import Arrays

TITLE_COUNTS: Final = 2
"""A word of the title counts as much as this many in the abstract."""

MOST: Final = 247
"""The largest count that a table keeps."""

UNKNOWN: Final = -(1 << 30)
"""Stands for a year or a count that a paper does not have."""

LARGEST: Final = 1 << 29
"""Years and counts beyond it are cut."""

TABLES: Final = ("text", "concepts", "known", "references", "twins", *(facet.lower() for facet in Facet))
NUMBERS: Final = ("lengths", "years", "cited-by")
VECTORS: Final = "vectors"


@dataclass(frozen=True, slots=True)
class Table:
    """Which paper has which of the sorted names, and how often (at most `MOST`); the names of a paper ascend."""

    names: list[str]
    starts: NDArray[np.int64]
    keys: NDArray[np.int32]
    counts: NDArray[np.uint8]

    @classmethod
    def load(cls, arrays: Arrays, name: str) -> Table:
        """The table that `save` wrote under this name."""
        parts = (arrays[f"{name}.paper-{part}"] for part in ("starts", "keys", "counts"))
        return cls(Strings.load(arrays, name).all(), *parts)

    def save(self, arrays: Arrays, name: str) -> None:
        """Writes the table."""
        save_strings(arrays, name, self.names)
        arrays[f"{name}.paper-starts"] = self.starts
        arrays[f"{name}.paper-keys"] = self.keys
        arrays[f"{name}.paper-counts"] = self.counts

    def joined(self, other: Table, order: NDArray[np.int64]) -> Table:
        """The rows of both, end to end, in another order or left out; names that no row has are left out too."""
        names = sorted({*self.names, *other.names})
        place = {name: number for number, name in enumerate(names)}
        parts = [np.array([place[each] for each in one.names], np.int32)[one.keys] for one in (self, other)]
        keys, counts = np.concatenate(parts), np.concatenate([self.counts, other.counts])
        starts = np.concatenate([self.starts, other.starts[1:] + self.starts[-1]])
        cuts = np.flatnonzero(np.diff(order) != 1) + 1
        runs = [slice(starts[run[0]], starts[run[-1] + 1]) for run in np.split(order, cuts) if len(run)]
        keys = np.concatenate([keys[:0], *(keys[run] for run in runs)])
        counts = np.concatenate([counts[:0], *(counts[run] for run in runs)])
        lengths = np.diff(starts)[order]
        used = np.zeros(len(names), np.bool_)
        used[keys] = True
        kept = [name for name, is_used in zip(names, used.tolist(), strict=True) if is_used]
        renumbered = (np.cumsum(used) - 1).astype(np.int32)
        return Table(kept, running(lengths), renumbered[keys], counts)


class _Gathering:
    """A table in the making, paper by paper."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._keys = array("i")
        self._counts = array("B")
        self._lengths = array("i")

    def add(self, counts: Mapping[str, int]) -> None:
        numbers = self._numbers
        self._keys.extend([numbers.setdefault(name, len(numbers)) for name in counts])
        self._counts.extend([min(count, MOST) for count in counts.values()])
        self._lengths.append(len(counts))

    def table(self) -> Table:
        from scipy.sparse import csr_matrix

        names = sorted(self._numbers)
        rank = np.empty(len(names), np.int32)
        rank[[self._numbers[each] for each in names]] = np.arange(len(names), dtype=np.int32)
        keys, counts = rank[np.frombuffer(self._keys, np.int32)], np.frombuffer(self._counts, np.uint8)
        lengths = np.frombuffer(self._lengths, np.int32)
        starts = running(lengths)
        rows = csr_matrix((counts, keys, starts), shape=(len(lengths), len(names)))
        rows.sort_indices()
        return Table(names, starts, rows.indices.astype(np.int32, copy=False), rows.data.astype(np.uint8, copy=False))


@dataclass(frozen=True, slots=True)
class Rows:
    """Papers in the order of their ids: numbers, tables and vectors, one row for each paper.

    A paper without a vector has one of zeros; if none has any, they have no dimensions.
    """

    ids: list[str]
    numbers: Mapping[str, NDArray[np.int32]]
    tables: Mapping[str, Table]
    vectors: NDArray[np.int8]

    @classmethod
    def of(cls, papers: Iterable[tuple[AnnotatedPaper, bytes]]) -> Rows:
        """The rows of papers, each with its packed vector (empty if it has none), in the order of their ids."""
        tables = {name: _Gathering() for name in TABLES}
        ids: list[str] = []
        numbers: list[tuple[int, ...]] = []
        vectors: list[bytes] = []
        for each, vector in papers:
            paper = each.paper
            found = {field: terms(text) for field, text in paper.texts}
            words = Counter(found[TextField.ABSTRACT])
            for term in found.get(TextField.TITLE, ()):
                words[term] += TITLE_COUNTS
            tables["text"].add(words)
            tables["concepts"].add(Counter(mention.concept for mention in each.mentions))
            tables["known"].add(dict.fromkeys(paper.other_ids, 1))
            tables["references"].add(dict.fromkeys(paper.references, 1))
            tables["twins"].add(dict.fromkeys(twin_keys(found), 1))
            for facet in Facet:
                tables[facet.lower()].add(dict.fromkeys(_values(paper, facet), 1))
            ids.append(paper.id)
            vectors.append(vector)
            numbers.append((words.total(), _number(paper.year), _number(paper.cited_by)))
        columns = np.array(numbers, np.int32).reshape(-1, len(NUMBERS)).T
        named = {name: np.ascontiguousarray(column) for name, column in zip(NUMBERS, columns, strict=True)}
        size = max(map(len, vectors), default=0)
        packed = np.frombuffer(b"".join(each.ljust(size, b"\0") for each in vectors), np.int8).reshape(len(ids), size)
        return cls(ids, named, {name: each.table() for name, each in tables.items()}, _said(packed))

    @classmethod
    def load(cls, arrays: Arrays) -> Rows:
        """The rows that `save` wrote."""
        numbers = {name: arrays[name] for name in NUMBERS}
        tables = {name: Table.load(arrays, name) for name in TABLES}
        return cls(Strings.load(arrays, "ids").all(), numbers, tables, arrays[VECTORS])

    def save(self, arrays: Arrays) -> None:
        """Writes the rows."""
        save_strings(arrays, "ids", self.ids)
        for name, values in self.numbers.items():
            arrays[name] = values
        for name, table in self.tables.items():
            table.save(arrays, name)
        arrays[VECTORS] = self.vectors

    def changed(self, gone: Iterable[str], new: Rows) -> Rows:
        """These rows without the papers that are gone, and with new ones, which are gone from here if they were."""
        kept = np.ones(len(self.ids), np.bool_)
        for each in (*gone, *new.ids):
            place = bisect_left(self.ids, each)
            if place < len(self.ids) and self.ids[place] == each:
                kept[place] = False
        before = running(kept)
        places = before[[bisect_left(self.ids, each) for each in new.ids]]
        order = np.insert(np.flatnonzero(kept), places, np.arange(len(new.ids)) + len(self.ids))
        ids = [*self.ids, *new.ids]
        return Rows(
            [ids[each] for each in order.tolist()],
            {name: np.concatenate([values, new.numbers[name]])[order] for name, values in self.numbers.items()},
            {name: table.joined(new.tables[name], order) for name, table in self.tables.items()},
            _stacked(self.vectors, new.vectors, order),
        )


def _values(paper: Paper, facet: Facet) -> Sequence[str]:
    if facet is Facet.SOURCE:
        return [source.name for source in paper.sources]
    value = {Facet.YEAR: paper.year, Facet.VENUE: paper.venue, Facet.LANGUAGE: paper.language}[facet]
    return [] if value is None else [str(value)]


def _stacked(vectors: NDArray[np.int8], new: NDArray[np.int8], order: NDArray[np.int64]) -> NDArray[np.int8]:
    size = max(vectors.shape[1], new.shape[1])
    found = np.concatenate([np.pad(each, ((0, 0), (0, size - each.shape[1]))) for each in (vectors, new)])[order]
    return _said(found)


def _said(vectors: NDArray[np.int8]) -> NDArray[np.int8]:
    return vectors if vectors.any() else vectors[:, :0]


def _number(value: int | None) -> int:
    return UNKNOWN if value is None else min(max(value, -LARGEST), LARGEST)
