"""Tables: which paper has which word, concept, year …, and how often."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.similarity.packed import rearranged
from graph.similarity.strings import Strings, running, save_strings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.similarity.strings import Arrays

MOST: Final = 247
"""The largest count that a table keeps."""


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
        starts, keys, counts = rearranged(self.starts, other.starts, order, keys, counts)
        used = np.zeros(len(names), np.bool_)
        used[keys] = True
        kept = [name for name, is_used in zip(names, used.tolist(), strict=True) if is_used]
        renumbered = (np.cumsum(used) - 1).astype(np.int32)
        return Table(kept, starts, renumbered[keys], counts)


class Gathering:
    """A table in the making, paper by paper."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._keys = array("i")
        self._counts = array("B")
        self._lengths = array("i")

    def add(self, counts: Mapping[str, int]) -> None:
        """Takes the next paper: how often it has which name."""
        numbers = self._numbers
        self._keys.extend([numbers.setdefault(name, len(numbers)) for name in counts])
        self._counts.extend([min(count, MOST) for count in counts.values()])
        self._lengths.append(len(counts))

    def table(self) -> Table:
        """The table of all papers that were taken."""
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
