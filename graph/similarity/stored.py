"""Stored fields: what lists show of papers and concepts, kept in the index so that a page needs nothing of the store.

They are what the store says at the index's revision; texts, places of mentions and citations stay in the store alone.
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson

from graph.rows import Fetched, maker, row
from graph.similarity.packed import Packed
from graph.similarity.table import MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.model import Concept, Paper
    from graph.rows import Wanted
    from graph.similarity.strings import Arrays, Strings

STORED: Final = "stored"
_STORED_CONCEPTS: Final = "stored-concepts"

OF_PAPERS: Final = (
    *("title", "title_derived", "authors", "year", "venue", "volume", "issue", "pages", "doi", "url", "language"),
    *("cited_by", "orcids"),
)
"""What is kept of a paper, beside its id."""

OF_CONCEPTS: Final = ("kind", "name", "name_zh", "aliases", "same_as", "broader", "paper_count")
"""What is kept of a concept, beside its id."""

COUNT: Final = "count"

_PAPER: Final = attrgetter(*OF_PAPERS)
_CONCEPT: Final = attrgetter(*OF_CONCEPTS)

_UNPACKED: Final = 50_000
"""So many concepts are kept unpacked."""

_SHAPES: Final = 8
"""For so many choices of attributes the rows of mentioned concepts are kept."""

_ROWS: Final = 20_000
"""So many rows for each of them."""


class _ElsewhereError(Exception):
    """Something that is wanted is in the store alone."""


def packed_paper(paper: Paper) -> bytes:
    """What is kept of a paper."""
    return orjson.dumps(_PAPER(paper))


def save_stored_concepts(arrays: Arrays, names: Iterable[str], concepts: Mapping[str, Concept]) -> None:
    """Writes what is kept of the concepts of these ids, in this order; of one that is not there, that it is not."""
    packed = (orjson.dumps(_CONCEPT(concepts[each]) if each in concepts else None) for each in names)
    Packed.of(packed).save(arrays, _STORED_CONCEPTS)


class StoredFields:
    """Answers as a store does, from what is kept in the index; any thread may ask."""

    def __init__(self, arrays: Arrays, ids: Strings, concepts: Strings) -> None:
        self._ids = ids
        self._concept_ids = concepts
        self._starts: NDArray[np.int64] = arrays["concepts.paper-starts"]
        self._keys: NDArray[np.int32] = arrays["concepts.paper-keys"]
        self._counts: NDArray[np.uint8] = arrays["concepts.paper-counts"]
        self._papers = Packed.load(arrays, STORED)
        self._concepts = _Concepts(concepts, Packed.load(arrays, _STORED_CONCEPTS))
        self._rows: dict[tuple[str, ...], _Rows] = {}

    def fetch(self, wanted: Wanted, revision: int) -> Fetched | None:
        """What is wanted, as `StoreReader.fetch` has it at this revision; None unless all of it is kept here."""
        if not _kept(wanted):
            return None
        try:
            papers = self._papers_of(wanted) if wanted.papers else {}
            concepts = self._concepts_of(wanted) if wanted.concepts else {}
        except _ElsewhereError:
            return None
        return Fetched(revision, papers, concepts)

    def _papers_of(self, wanted: Wanted) -> dict[str, Any]:
        papers, names = wanted.papers, wanted.of_papers
        numbers = _found(self._ids, papers)
        pick = _picker(names[1:], OF_PAPERS)
        rows = [(own, *pick(orjson.loads(each))) for own, each in zip(papers, self._papers.rows(numbers), strict=True)]
        if wanted.of_mentioned:
            mentioned = self._mentioned(numbers, wanted.of_mentioned)
            rows = [(*values, more) for values, more in zip(rows, mentioned, strict=True)]
            names = (*names, "mentioned")
        made = maker(names, [tuple if each in {"authors", "orcids"} else None for each in names])
        return dict(zip(papers, map(made, rows), strict=True))

    def _mentioned(self, papers: NDArray[np.int64], names: tuple[str, ...]) -> list[list[Any]]:
        """A row for each of the concepts that each of some papers mentions."""
        row_of = self._rows_of(names).__getitem__
        found: list[list[Any]] = []
        for start, end in zip(self._starts[papers].tolist(), self._starts[papers + 1].tolist(), strict=True):
            concepts, counts = self._keys[start:end].tolist(), self._counts[start:end].tolist()
            found.append(list(map(row_of, zip(concepts, counts, strict=True))))
        return found

    def _rows_of(self, names: tuple[str, ...]) -> _Rows:
        rows = self._rows.get(names)
        if rows is None:
            if len(self._rows) >= _SHAPES:
                self._rows.clear()
            rows = self._rows[names] = _Rows(self._concepts, names)
        return rows

    def _concepts_of(self, wanted: Wanted) -> dict[str, Any]:
        pick, make = _picker(wanted.of_concepts, ("id", *OF_CONCEPTS)), row(wanted.of_concepts)
        concepts = [self._concepts[each] for each in _found(self._concept_ids, wanted.concepts).tolist()]
        return {each[0]: make(pick(each)) for each in concepts}


class _Concepts(dict[int, tuple[Any, ...]]):
    """All that is kept of a concept, by its number, the id first: unpacked when it is first asked for."""

    def __init__(self, ids: Strings, packed: Packed) -> None:
        super().__init__()
        self._ids = ids
        self._packed = packed

    def __missing__(self, number: int) -> tuple[Any, ...]:
        values = orjson.loads(self._packed.row(number))
        if values is None:
            raise _ElsewhereError
        if len(self) >= _UNPACKED:
            self.clear()
        listed = (tuple(each) if isinstance(each, list) else each for each in values)
        self[number] = kept = (self._ids[number], *listed)
        return kept


class _Rows(dict[tuple[int, int], Any]):
    """The row of a mentioned concept, by its number and how often it is mentioned: made when it is first asked for."""

    def __init__(self, concepts: _Concepts, names: tuple[str, ...]) -> None:
        super().__init__()
        self._concepts = concepts
        self._counted = names[-1] == COUNT
        self._pick = _picker(names[: len(names) - self._counted], ("id", *OF_CONCEPTS))
        self._make = row(names)

    def __missing__(self, mentioned: tuple[int, int]) -> Any:
        number, count = mentioned
        if self._counted and count == MOST:  # or more
            raise _ElsewhereError
        if len(self) >= _ROWS:
            self.clear()
        values = self._pick(self._concepts[number])
        self[mentioned] = made = self._make((*values, count) if self._counted else values)
        return made


_ALL_OF_PAPERS: Final = frozenset(("id", *OF_PAPERS))
_ALL_OF_CONCEPTS: Final = frozenset(("id", *OF_CONCEPTS))
_ALL_OF_MENTIONED: Final = _ALL_OF_CONCEPTS | {COUNT}


def _kept(wanted: Wanted) -> bool:
    return (
        _ALL_OF_PAPERS.issuperset(wanted.of_papers)
        and _ALL_OF_MENTIONED.issuperset(wanted.of_mentioned)
        and _ALL_OF_CONCEPTS.issuperset(wanted.of_concepts)
    )


def _found(among: Strings, ids: Sequence[str]) -> NDArray[np.int64]:
    """The numbers of ids; what the index does not hold, the store may."""
    numbers = among.find_all(ids)
    if None in numbers:
        raise _ElsewhereError
    return np.array(numbers, np.int64)


@lru_cache(maxsize=512)
def _picker(names: tuple[str, ...], known: tuple[str, ...]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What picks the values of some names out of those of all that are known."""
    places = [known.index(each) for each in names]
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple(values[each] for each in places)
