"""What an index knows of each paper by itself: its words, concepts, year …, row by row in the order of the ids.

Rows come from the store, or from the generation before with the changed papers replaced: either way they are the same,
and all else in an index is derived from them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.model import TextField
from graph.similarity.analysis import terms
from graph.similarity.fields import author_names, title_cells
from graph.similarity.packed import Packed
from graph.similarity.question import Facet
from graph.similarity.sourced import RECORDS, first_record
from graph.similarity.stored import STORED, packed_paper
from graph.similarity.strings import Strings, running, save_strings
from graph.similarity.table import Gathering, Table
from graph.similarity.versions import twin_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.model import AnnotatedPaper, Paper
    from graph.similarity.strings import Arrays

TITLE_COUNTS: Final = 2
"""A word of the title counts as much as this many in the abstract."""

UNKNOWN: Final = -(1 << 30)
"""Stands for a year or a count that a paper does not have."""

LARGEST: Final = 1 << 29
"""Years and counts beyond it are cut."""

TABLES: Final = (
    *("text", "title", "authors", "concepts", "known", "references", "twins"),
    *(facet.lower() for facet in Facet),
)
NUMBERS: Final = ("lengths", "years", "cited-by")
VECTORS: Final = "vectors"


@dataclass(frozen=True, slots=True)
class Rows:
    """Papers in the order of their ids: numbers, tables, vectors, what lists show, and records, one row for each paper.

    A paper without a vector has one of zeros; if none has any, they have no dimensions.
    """

    ids: list[str]
    numbers: Mapping[str, NDArray[np.int32]]
    tables: Mapping[str, Table]
    vectors: NDArray[np.int8]
    stored: Packed
    records: Packed

    @classmethod
    def of(cls, papers: Iterable[tuple[AnnotatedPaper, bytes]]) -> Rows:
        """The rows of papers, each with its packed vector (empty if it has none), in the order of their ids."""
        tables = {name: Gathering() for name in TABLES}
        ids: list[str] = []
        numbers: list[tuple[int, ...]] = []
        vectors, stored, records = list[bytes](), list[bytes](), list[bytes]()
        for each, vector in papers:
            paper = each.paper
            found = {field: terms(text) for field, text in paper.texts}
            words = Counter(found[TextField.ABSTRACT])
            for term in found.get(TextField.TITLE, ()):
                words[term] += TITLE_COUNTS
            tables["text"].add(words)
            tables["title"].add(title_cells(paper.title, found[TextField.ABSTRACT]))
            tables["authors"].add(dict.fromkeys(author_names(paper.authors), 1))
            tables["concepts"].add(Counter(mention.concept for mention in each.mentions))
            tables["known"].add(dict.fromkeys(paper.other_ids, 1))
            tables["references"].add(dict.fromkeys(paper.references, 1))
            tables["twins"].add(dict.fromkeys(twin_keys(found), 1))
            for facet in Facet:
                tables[facet.lower()].add(dict.fromkeys(_values(paper, facet), 1))
            ids.append(paper.id)
            vectors.append(vector)
            stored.append(packed_paper(paper))
            records.append(first_record(paper))
            numbers.append((words.total(), _number(paper.year), _number(paper.cited_by)))
        columns = np.array(numbers, np.int32).reshape(-1, len(NUMBERS)).T
        named = {name: np.ascontiguousarray(column) for name, column in zip(NUMBERS, columns, strict=True)}
        size = max(map(len, vectors), default=0)
        packed = np.frombuffer(b"".join(each.ljust(size, b"\0") for each in vectors), np.int8).reshape(len(ids), size)
        tabled = {name: each.table() for name, each in tables.items()}
        return cls(ids, named, tabled, _said(packed), Packed.of(stored), Packed.of(records))

    @classmethod
    def load(cls, arrays: Arrays) -> Rows:
        """The rows that `save` wrote."""
        numbers = {name: arrays[name] for name in NUMBERS}
        tables = {name: Table.load(arrays, name) for name in TABLES}
        packed = (Packed.load(arrays, name) for name in (STORED, RECORDS))
        return cls(Strings.load(arrays, "ids").all(), numbers, tables, arrays[VECTORS], *packed)

    def save(self, arrays: Arrays) -> None:
        """Writes the rows."""
        save_strings(arrays, "ids", self.ids)
        for name, values in self.numbers.items():
            arrays[name] = values
        for name, table in self.tables.items():
            table.save(arrays, name)
        arrays[VECTORS] = self.vectors
        self.stored.save(arrays, STORED)
        self.records.save(arrays, RECORDS)

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
            self.stored.joined(new.stored, order),
            self.records.joined(new.records, order),
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
